"""Journeys in a real Chromium against a real server: what a person sees and does."""
