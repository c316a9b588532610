"""Measurements of what a request costs. No test measures time; this does, on request."""
