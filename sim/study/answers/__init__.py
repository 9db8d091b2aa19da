"""What was found: frozen studies, a class for each way to ask, with their tables, documents and words."""
