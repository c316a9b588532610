"""Writes of the gap room: each in one transaction, with its event."""
