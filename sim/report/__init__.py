"""How it is shown: words, tables and figures in the terminal."""
