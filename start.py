#!/usr/bin/env python3
"""Start Isonomy on this computer. It needs Python 3.11 to 3.13 and nothing else.

    python3 start.py                 the demo: a food manufacturer, part-way to six standards
    python3 start.py --empty         your own organisation, starting with nobody in it
    python3 start.py test            install what the tests need and run them

The first start installs Isonomy's packages into .venv beside this file; later ones need no network.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import ipaddress
import os
import platform
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "isonomy-installed"
LOCKS = {"run": "requirements.txt", "s3": "requirements-s3.txt", "test": "requirements-dev.txt"}
PIP = ROOT / "requirements" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
OLDEST, NEWEST = (3, 11), (3, 13)
PORT, PORTS_TO_TRY = 8000, 20
PATIENCE = 90  # seconds until the first page must answer
RESTARTS, WITHIN = 5, 60  # a process may end this often within so many seconds
NOT_FOR_THE_DEMO = ("ISONOMY_DATABASE_URL", "ISONOMY_S3_BUCKET", "ISONOMY_MAIL_URL", "ISONOMY_URL")


class Stop(SystemExit):
    """A reason not to go on, said to the person at the keyboard."""

    def __init__(self, message: str) -> None:
        super().__init__(f"\nIsonomy did not start. {message}")


def main(arguments: list[str]) -> int:
    """Run the tests, or prepare the data and serve until told to stop."""
    check_python()
    with contextlib.suppress(AttributeError):  # a pipe may be set to anything
        sys.stdout.reconfigure(line_buffering=True)
    if arguments[:1] == ["test"]:
        return run_tests(arguments[1:])
    options = read_options(arguments)
    install("s3" if os.environ.get("ISONOMY_S3_BUCKET") and options.empty else "run")
    return start(options)


def check_python() -> None:
    """Say which Python is needed when this is another one."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        found = platform.python_version()
        raise Stop(f"It needs Python 3.11, 3.12 or 3.13; {sys.executable} is Python {found}.")


def read_options(arguments: list[str]) -> argparse.Namespace:
    """What was asked for on the command line, refused where it makes no sense."""
    summary = (__doc__ or "").strip()
    parser = argparse.ArgumentParser(
        description=summary, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--empty", action="store_true", help="your own data, without the demo")
    parser.add_argument("--port", type=int, help=f"port to serve on (default: {PORT} or the next)")
    parser.add_argument("--host", default="127.0.0.1", help="address to serve on (not the demo)")
    parser.add_argument("--https", nargs=2, metavar=("CERT", "KEY"), help="serve by HTTPS")
    parser.add_argument("--reset-demo", action="store_true", help="start the demo afresh")
    parser.add_argument("--data", type=Path, help="folder for database and files")
    options = parser.parse_args(arguments)
    if not options.empty and not on_this_computer(options.host):
        raise Stop("The demo's passwords are public, so it listens on this computer only.")
    if options.empty and options.reset_demo:
        raise Stop("--reset-demo replaces the demo; it does not go with --empty.")
    for path in options.https or ():
        if not Path(path).is_file():
            raise Stop(f"There is no file {path}.")
    return options


def on_this_computer(host: str) -> bool:
    """Whether a host is reachable from this computer only."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return host == "localhost"


# --- packages ---


def install(wanted: str) -> None:
    """Install the locked packages unless the same ones are there already."""
    stamp = lock_digest(wanted)
    present = STAMP.read_text("utf-8").split() if STAMP.exists() else []
    if stamp in present and PYTHON.exists():
        return
    if not made_by_this_python():
        make_environment()
    lock = ROOT / LOCKS[wanted]
    packages = lock.read_text("utf-8").count("==")
    print(f"Installing {packages} packages into .venv. This happens once and takes a minute ...")
    run_pip("-r", str(ROOT / LOCKS["run"]), *(["-r", str(lock)] if wanted == "s3" else []))
    if wanted == "test":
        run_pip("-r", str(lock))
    write_launcher()
    kept = {lock_digest("run"), stamp}
    STAMP.write_text("\n".join(sorted(kept)), "utf-8")


def lock_digest(wanted: str) -> str:
    """What the environment must have been made from: this lock, this Python, this kind of machine."""
    told = f"{wanted} {platform.python_version()} {platform.machine()} {ROOT}".encode()
    content = (ROOT / LOCKS["run"]).read_bytes() + (ROOT / LOCKS[wanted]).read_bytes()
    return hashlib.sha256(told + content).hexdigest()


def made_by_this_python() -> bool:
    """Whether .venv is there and belongs to the same release of Python."""
    config = VENV / "pyvenv.cfg"
    told = config.read_text("utf-8") if config.exists() and PYTHON.exists() else ""
    release = ".".join(platform.python_version_tuple()[:2])
    return any(
        line.startswith("version") and line.split("=")[1].strip().startswith(f"{release}.")
        for line in told.splitlines()
    )


def make_environment() -> None:
    """An empty environment; without pip, since Debian leaves its installer out of Python."""
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(VENV)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if made.returncode:
        hint = "On Debian and Ubuntu: apt-get install python3 python3-venv."
        raise Stop(f"Python could not make {VENV}. {hint}\n{made.stderr}")


def run_pip(*arguments: str) -> None:
    """Install by the pip that comes with Isonomy, so that the machine needs none of its own."""
    if hashlib.sha256(PIP.read_bytes()).hexdigest() != PIP_SHA256:
        raise Stop(f"{PIP.name} is not the file that Isonomy came with. Clone it again.")
    options = ["--only-binary", ":all:", "--require-hashes", "--no-deps"]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-warn-script-location"]
    command = [str(PYTHON), str(PIP / "pip"), "install", *options, *quiet, *arguments]
    if subprocess.run(command, check=False).returncode:
        raise Stop("The packages could not be installed; the lines above say why.")


def write_launcher() -> None:
    """Make the `isonomy` command in .venv and let Python find the source."""
    (site,) = (
        VENV.glob("Lib/site-packages")
        if os.name == "nt"
        else VENV.glob("lib/python*/site-packages")
    )
    (site / "isonomy.pth").write_text(f"{ROOT / 'src'}\n", "utf-8")
    launcher = BIN / "isonomy"
    launcher.write_text(f"#!{PYTHON}\nfrom isonomy.cli import main\nmain()\n", "utf-8")
    launcher.chmod(0o755)


def run_tests(arguments: list[str]) -> int:
    """Install what the tests need and run them; arguments go to pytest."""
    install("test")
    command = [str(PYTHON), "-m", "pytest"]
    if not any(word.startswith(("-n", "-p")) for word in arguments):
        command += ["-n", str(min(os.cpu_count() or 1, 4))]
    return subprocess.run([*command, *arguments], cwd=ROOT, check=False).returncode


# --- serving ---


def start(options: argparse.Namespace) -> int:
    """Prepare the data, serve, and print where to go."""
    began = time.monotonic()
    data = data_folder(options)
    data.mkdir(parents=True, exist_ok=True)
    held = hold(data)
    if options.reset_demo:
        empty_demo(data)
    port = free_port(options)
    environment = surroundings(options, data, port)
    address = environment["ISONOMY_URL"]
    Path(held.name).write_text(f"{os.getpid()} {address}\n", "utf-8")
    if subprocess.run([*isonomy("prepare")], env=environment, check=False).returncode:
        raise Stop("The lines above say why.")
    house = House(options, environment, port, held.fileno())
    with house:
        house.wait_until_ready(options)
        print(f"\nIsonomy is ready after {time.monotonic() - began:.1f} s:  {address}")
        if not options.https and options.empty and not on_this_computer(options.host):
            print("Passkeys and offline work need HTTPS: see docs/guide/administrator.md.")
        print("Stop it with Ctrl-C.\n")
        return house.keep()


def data_folder(options: argparse.Namespace) -> Path:
    """Where database and files are: the demo has its own, so that nothing of yours is in it."""
    if options.data:
        return options.data.expanduser().absolute()
    if options.empty and os.environ.get("ISONOMY_DATA"):
        return Path(os.environ["ISONOMY_DATA"]).expanduser().absolute()
    return ROOT / "data" / ("own" if options.empty else "demo")


def hold(data: Path) -> TextIO:
    """Make sure that nobody else serves this data; the children keep the hold while they live."""
    path = data / "running"
    handle = path.open("a+", encoding="utf-8")
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # Windows has no such lock; the port is checked there as everywhere
        return handle
    except OSError:
        told = path.read_text("utf-8").split()
        where = f": {told[1]} (process {told[0]})" if len(told) == 2 else "."
        raise Stop(f"It is running on this data already{where}") from None
    return handle


def empty_demo(data: Path) -> None:
    """Throw the demo's data away; only a folder that holds a demo is touched."""
    if not (data / "demo").exists() and any(p.name != "running" for p in data.iterdir()):
        raise Stop(f"{data} does not hold a demo, so it is not reset.")
    for path in data.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "running":
            path.unlink()


def surroundings(options: argparse.Namespace, data: Path, port: int) -> dict[str, str]:
    """The settings that both processes get; the demo takes none that lead out of its folder."""
    environment = dict(os.environ)
    if not options.empty:
        for name in NOT_FOR_THE_DEMO:
            environment.pop(name, None)
            environment.pop(f"{name}_FILE", None)
        (data / "demo").touch()
    host = "localhost" if on_this_computer(options.host) else options.host
    scheme = "https" if options.https else "http"
    environment.setdefault("ISONOMY_URL", f"{scheme}://{host}:{port}")
    environment.setdefault("ISONOMY_STATIC", str(ROOT / ".static"))
    environment |= {
        "ISONOMY_DATA": str(data),
        "ISONOMY_DEMO": "no" if options.empty else "yes",
        "ISONOMY_BUILD": lock_digest("run"),
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUNBUFFERED": "1",
    }
    return environment


def isonomy(*arguments: str) -> list[str]:
    """A command of Isonomy, run by its own Python."""
    return [str(PYTHON), "-m", "isonomy.cli", *arguments]


def free_port(options: argparse.Namespace) -> int:
    """The port that was asked for, or the first free one from the usual one on."""
    first = options.port or PORT
    for port in [first] if options.port else range(first, first + PORTS_TO_TRY):
        with socket.socket(socket.AF_INET6 if ":" in options.host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((options.host, port))
                return port
    if options.port:
        raise Stop(f"Port {first} of {options.host} is taken. Choose another one with --port.")
    raise Stop(f"No port from {first} to {first + PORTS_TO_TRY - 1} is free on {options.host}.")


class House:
    """The two processes: one answers pages, one does the work in the background."""

    def __init__(
        self, options: argparse.Namespace, environment: dict[str, str], port: int, held: int
    ) -> None:
        workers = environment.get("ISONOMY_WEB_PROCESSES", "2" if options.empty else "1")
        web = [str(PYTHON), "-m", "granian", "--interface", "wsgi", "--host", options.host]
        web += ["--port", str(port), "--workers", workers, "--blocking-threads", "4"]
        web += ["--no-ws", "--log-level", "warning"]
        if options.https:
            web += ["--ssl-certificate", options.https[0], "--ssl-keyfile", options.https[1]]
        self.commands = {
            "web": [*web, "isonomy.web.wsgi:application"],
            "worker": isonomy("worker"),
        }
        self.environment, self.port, self.held = environment, port, held
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.ends: list[float] = []
        self.told_to_stop = False

    def __enter__(self) -> House:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._told)
        for name in self.commands:
            self._launch(name)
        return self

    def __exit__(self, *_: object) -> None:
        """Ask both to end, and insist when they do not."""
        for process in self.running.values():
            process.terminate()
        deadline = time.monotonic() + 20
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def wait_until_ready(self, options: argparse.Namespace) -> None:
        """Return when the health page is green; give up when it stays red or a process ends."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not self.told_to_stop:
            ended = [name for name, p in self.running.items() if p.poll() is not None]
            if ended:
                raise Stop(f"Its {ended[0]} process ended; the lines above say why.")
            if healthy(options, self.port):
                return
            time.sleep(0.1)
        if not self.told_to_stop:
            raise Stop(f"It did not become healthy within {PATIENCE} s; see /health.")

    def keep(self) -> int:
        """Stay until told to stop, and put back whichever process ends by itself."""
        while not self.told_to_stop:
            time.sleep(0.3)
            for name, process in list(self.running.items()):
                if process.poll() is not None and not self.told_to_stop:
                    print(f"The {name} process ended ({process.returncode}); starting it again.")
                    self._count_end()
                    self._launch(name)
        print("\nStopping ...")
        return 0

    def _count_end(self) -> None:
        now = time.monotonic()
        self.ends = [end for end in self.ends if now - end < WITHIN] + [now]
        if len(self.ends) > RESTARTS:
            raise Stop(f"A process ended more than {RESTARTS} times in {WITHIN} s.")

    def _launch(self, name: str) -> None:
        """Start one process in a session of its own, so that Ctrl-C reaches this one alone."""
        alone = {} if os.name == "nt" else {"start_new_session": True, "pass_fds": (self.held,)}
        self.running[name] = subprocess.Popen(
            self.commands[name], env=self.environment, cwd=ROOT, **alone
        )

    def _told(self, *_: object) -> None:
        self.told_to_stop = True


def healthy(options: argparse.Namespace, port: int) -> bool:
    """Whether the health page answers and is green."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(options.host, options.host)
    connection: http.client.HTTPConnection
    if options.https:
        unchecked = (
            ssl._create_unverified_context()
        )  # our own certificate, perhaps for another name
        connection = http.client.HTTPSConnection(host, port, timeout=5, context=unchecked)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
