"""Keeping the data safe: backup, restore, and migrations that leave it as it was when they fail."""
