"""Reads foreign tables without a database: what a file holds, which column is what, what a cell says."""
