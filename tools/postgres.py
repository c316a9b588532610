"""Run a throwaway PostgreSQL server for tests and measurements.

    python tools/postgres.py run -- COMMAND ...

starts a private server on a free local port, sets ISONOMY_DATABASE_URL for the command and throws
the server away afterwards. PostgreSQL refuses to run as root, so as root it runs as an unprivileged
user (`ISONOMY_TEST_USER`, or the machine's `nobody`).
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER, DATABASE = "isonomy", "isonomy"
FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "jit=off",
    "autovacuum=off",
)


def tool(name: str) -> str:
    """The path of a PostgreSQL server program; Debian keeps them off the search path."""
    found = shutil.which(name)
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    if not found and not places:
        sys.exit(f"PostgreSQL's {name} is not installed (Debian: apt-get install postgresql).")
    return found or str(places[0])


def unprivileged() -> str | None:
    """The user the server runs as, or None when we are not root."""
    if os.geteuid() != 0:
        return None
    return os.environ.get("ISONOMY_TEST_USER", "nobody")


def run(*command: str, user: str | None) -> None:
    """Run one server program, as the unprivileged user where there is one."""
    done = subprocess.run(
        command, user=user, check=False, capture_output=True, text=True, cwd=tempfile.gettempdir()
    )
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """A private server with an empty database; yields its address and removes it at the end.

    `durable` keeps PostgreSQL's own safety settings, for measurements that should mean something.
    """
    user = unprivileged()
    place = Path(tempfile.mkdtemp(prefix="isonomy-pg-"))
    if user:
        account = pwd.getpwnam(user)
        os.chown(place, account.pw_uid, account.pw_gid)
    data, log, port = place / "data", place / "log", free_port()
    options = f"-p {port} -k {place} -c listen_addresses=127.0.0.1"
    if not durable:
        options += "".join(f" -c {setting}" for setting in FAST)
    try:
        encoding = ("-E", "UTF8", "--locale=C.UTF-8")
        run(tool("initdb"), "-D", str(data), "-A", "trust", "-U", USER, *encoding, user=user)
        start = (tool("pg_ctl"), "-D", str(data), "-l", str(log), "-o", options, "-w", "start")
        with (place / "started").open("w") as output:  # a pipe would be kept open by the server
            subprocess.run(start, user=user, check=True, stdout=output, cwd=place)
        run(tool("createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", USER, DATABASE, user=user)
        yield f"postgresql://{USER}@127.0.0.1:{port}/{DATABASE}"
    finally:
        stop = (tool("pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        subprocess.run(stop, user=user, check=False, capture_output=True, cwd=place)
        shutil.rmtree(place, ignore_errors=True)


def main(arguments: list[str]) -> int:
    if arguments[:2] != ["run", "--"] or len(arguments) < 3:
        sys.exit(__doc__)
    with cluster() as address:
        environment = {**os.environ, "ISONOMY_DATABASE_URL": address}
        return subprocess.run(arguments[2:], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
