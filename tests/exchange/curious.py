"""A task that tries what the limited process must not allow."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any


def answer(data: bytes, said: dict[str, Any]) -> Any:
    """Do what the data say and tell how it ended."""
    if data == b"greedy":
        return len(bytearray(2 * 1024 * 1024 * 1024))
    if data == b"clumsy":
        raise BaseException("a parser gave up")
    while data == b"endless":
        pass
    return {"file": _outcome(Path("/etc/hostname").read_text), "socket": _outcome(socket.socket)}


def _outcome(act: Any) -> str:
    try:
        act()
    except Exception as refused:
        return "OSError" if isinstance(refused, OSError) else type(refused).__name__
    return "allowed"
