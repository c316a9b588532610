"""Secrets that are shown once and kept only as a digest."""

from __future__ import annotations

import hashlib
import secrets


def new_secret(prefix: str = "") -> str:
    """A fresh secret of 256 bits, safe in an address."""
    return prefix + secrets.token_urlsafe(32)


def secret_digest(secret: str) -> str:
    """What is kept of a secret; 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
