"""What the page shows of an answer: HTML and SVG text made of numbers, every foreign word escaped."""
