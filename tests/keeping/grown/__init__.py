"""The migrations of the jobs room as a next version might bring them: one that works."""
