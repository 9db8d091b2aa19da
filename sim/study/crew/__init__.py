"""Who simulates: engines, crews that share the work, replications in order, and the versions that decide their numbers."""
