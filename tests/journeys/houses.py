"""Real installations: database, files and a web server in a process of its own."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class House:
    """A running installation: where it answers, and how its commands are called."""

    address: str
    environment: dict[str, str]
    told: str

    def run(self, *command: str) -> str:
        """Run a Python command in this installation; returns what it printed."""
        return _run(self.environment, *command)


@contextmanager
def running(data: Path, *, demo: bool) -> Iterator[House]:
    """An installation as `start.py` makes it: prepared, then served by granian on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    address = f"http://localhost:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ISONOMY_")},
        "ISONOMY_DATA": str(data),
        "ISONOMY_DEMO": "yes" if demo else "no",
        "ISONOMY_URL": address,
        "ISONOMY_STATIC": str(data / "static"),
        "DJANGO_SETTINGS_MODULE": "isonomy.web.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    told = _run(environment, "-m", "isonomy.cli", "prepare")
    with _served(environment, port):
        yield House(address, environment, told)


def _run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def _served(environment: dict[str, str], port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws"]
    command += ["--log-level", "warning", "isonomy.web.wsgi:application"]
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    try:
        _until_healthy(process, port)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _until_healthy(process: subprocess.Popen[bytes], port: int) -> None:
    """Ask until the sign-in page answers; a process that ended is a failure at once."""
    pause = threading.Event()
    for _ in range(PATIENCE * 5):
        assert process.poll() is None, "the web server ended"
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/account/login/", headers={"Host": f"localhost:{port}"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            pause.wait(0.2)
    raise AssertionError(f"no answer within {PATIENCE} s")
