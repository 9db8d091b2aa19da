"""The what-if page: levers in working words, simulated live, for whoever will never open a terminal."""
