"""Reads of the gap room; each starts from `.for_(actor)`."""
