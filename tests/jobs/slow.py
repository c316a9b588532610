"""A job that says it has begun and waits until it is told to end; the test holds the other end."""

from __future__ import annotations

import socket

from django_tasks import task


@task()
def wait_for_word(port: int) -> str:
    """Connect to the test and return the word it sends; a closed line is an error."""
    with socket.create_connection(("127.0.0.1", port), timeout=120) as line:
        line.sendall(b"begun")
        word = line.recv(64)
    if not word:
        raise ConnectionError("the test hung up")
    return word.decode()
