"""What a change of the company or of the world does to its figures: direction, not size."""
