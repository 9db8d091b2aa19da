"""How often and which: replications, comparing on the same luck, verdicts, saved results."""
