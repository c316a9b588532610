"""The demo: Aldermoor Foods, a food manufacturer with two sites, part-way to all six standards."""
