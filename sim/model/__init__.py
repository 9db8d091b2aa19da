"""What happens, to be read: the company as SimPy processes."""

from .company import simulate

__all__ = ["simulate"]
