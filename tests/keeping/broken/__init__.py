"""The migrations of the jobs room as a next version might bring them: the second one fails."""
