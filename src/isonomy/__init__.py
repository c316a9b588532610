"""Isonomy: the same rule for everyone, from the standard to the proof."""

__version__ = "0.1.0"
