"""What numbers allow to be said: estimates, error shared out, precision, steadiness, goals, frontiers, verdicts."""
