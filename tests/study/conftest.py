"""Being here puts this folder on the path, so that tests in its folders can import the fake desk."""
