"""Studies on disk: one file written as it goes, and tables, document and manifest beside it."""
