"""The gap room with a real database."""
