"""One byte sequence for one JSON value (RFC 8785), and its SHA-256."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785


def canonical(value: Any) -> bytes:
    """The canonical JSON bytes of a value, as RFC 8785 (JCS) defines them.

    Raises `ValueError` for what JSON cannot hold exactly (NaN, integers beyond 2**53, other types).
    """
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(f"not canonical JSON: {error}") from error


def digest(value: Any) -> str:
    """The SHA-256 of the canonical JSON of a value, in lower-case hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()
