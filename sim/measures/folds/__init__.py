"""Passes over a log as machine code: plain loops over columns, called by the tables and by nothing else."""
