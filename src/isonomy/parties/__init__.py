"""Organisations, their sites and people, and who may act for whom."""
