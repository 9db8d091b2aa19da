"""How often and which: replications, comparing on the same luck, verdicts, choosing, sweeping, planning, saved results."""
