"""Runs work on untrusted bytes in a process of its own, with little memory, little time and no doors."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from isonomy.base.files.archive import MEGABYTE
from isonomy.base.files.notice import FileRefused, Notice, gettext_noop, refused

_log = logging.getLogger(__name__)
_START = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from isonomy.base.files.limited_child import serve; serve(sys.argv[1])"
)


@dataclass(frozen=True, slots=True)
class WorkLimits:
    """What the process may use: bytes of memory, seconds of processor, seconds of waiting."""

    memory: int = 1024 * MEGABYTE
    cpu_seconds: int = 20
    wait_seconds: int = 60


def run_limited(
    task: str, data: bytes, *, said: dict[str, Any] | None = None, limits: WorkLimits | None = None
) -> Any:
    """Let the module `task` answer for these bytes, as JSON; raise `FileRefused` where it cannot.

    The module offers `answer(data, said)`. It runs without settings, files or network: once it
    is loaded, the process may open nothing more.
    """
    limits = limits or WorkLimits()
    order = {"memory": limits.memory, "cpu_seconds": limits.cpu_seconds, "said": said or {}}
    command = [sys.executable, "-I", "-S", "-c", _START, task, *(path for path in sys.path if path)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(order).encode() + b"\n" + data,
            capture_output=True,
            timeout=limits.wait_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise _too_costly() from late
    return _answer(done)


def _answer(done: subprocess.CompletedProcess[bytes]) -> Any:
    if done.returncode < 0:
        raise _too_costly()
    try:
        result = json.loads(done.stdout)
    except ValueError as broken:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:]) from broken
    if done.stderr:
        _log.warning("A file could not be read: %s", done.stderr.decode(errors="replace")[-2000:])
    if "refused" in result:
        raise FileRefused(Notice.from_json(result["refused"]))
    return result["answer"]


def _too_costly() -> FileRefused:
    return refused(
        gettext_noop(
            "Reading the file took more memory or time than a document of its kind needs. "
            "Save only the sheet that matters as a new file and try again."
        )
    )
