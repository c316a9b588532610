"""What stops a backup, a restore or a migration; the message is for the person at the keyboard."""

from __future__ import annotations


class KeepingError(Exception):
    """The data cannot be kept, brought back or brought up to date as asked; nothing was changed."""
