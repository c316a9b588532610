"""The inside of the limited process: it gives up its rights first and reads the bytes after."""

from __future__ import annotations

import importlib
import json
import sys
import traceback
from typing import Any

from isonomy.base.files.notice import FileRefused, gettext_noop, refused

try:
    import resource
except ImportError:  # Windows has no such limits; size checks and the time limit still hold there
    resource = None  # type: ignore[assignment]

_NO_MEMORY = gettext_noop("The file needs more memory than a document of its kind should.")
_DAMAGED = gettext_noop("The file is damaged; its content cannot be read.")


def serve(task: str) -> None:
    """Answer one order: a line of JSON and then the bytes on standard input, JSON on output."""
    module = importlib.import_module(task)
    order = json.loads(sys.stdin.buffer.readline())
    _limit(memory=order["memory"], cpu_seconds=order["cpu_seconds"])
    sys.stdout.buffer.write(json.dumps(_answer(module, order["said"])).encode())


def _answer(module: Any, said: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"answer": module.answer(sys.stdin.buffer.read(), said)}
    except FileRefused as refusal:
        return {"refused": refusal.notice.as_json()}
    except MemoryError:
        return {"refused": refused(_NO_MEMORY).notice.as_json()}
    except BaseException:  # a panic of a native parser is no Exception
        traceback.print_exc()
        return {"refused": refused(_DAMAGED).notice.as_json()}


def _limit(*, memory: int, cpu_seconds: int) -> None:
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # With the three standard streams as the only descriptors, neither file nor socket can be opened.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
