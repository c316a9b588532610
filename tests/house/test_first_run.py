"""`start.py` refuses what would go wrong later, and finds its way around what is taken."""

from __future__ import annotations

import ast
import importlib.util
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def start() -> ModuleType:
    """start.py as a module; it is no part of the package."""
    spec = importlib.util.spec_from_file_location("isonomy_start", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_it_needs_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "start.py").read_text("utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) == set()


@pytest.mark.parametrize("found", [(3, 10, 14), (3, 14, 0), (2, 7, 18)])
def test_another_python_is_refused_by_name(
    start: ModuleType, found: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", found)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11, 3\.12 or 3\.13"):
        start.check_python()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "quality.example.org"])
def test_the_demo_refuses_to_listen_beyond_this_computer(start: ModuleType, host: str) -> None:
    with pytest.raises(SystemExit, match="this computer only"):
        start.read_options(["--host", host])
    assert start.read_options(["--empty", "--host", host]).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_the_demo_listens_on_this_computer(start: ModuleType, host: str) -> None:
    assert start.read_options(["--host", host]).host == host


def test_a_taken_port_that_was_asked_for_is_an_error(start: ModuleType, taken: int) -> None:
    with pytest.raises(SystemExit, match=f"Port {taken} of 127.0.0.1 is taken"):
        start.free_port(start.read_options(["--port", str(taken)]))


def test_the_usual_port_gives_way_to_the_next_free_one(
    start: ModuleType, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "PORT", taken)
    assert taken < start.free_port(start.read_options([])) < taken + start.PORTS_TO_TRY


def test_a_certificate_that_is_not_there_is_an_error(start: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="There is no file"):
        start.read_options(["--https", str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")])


def settings_of(start: ModuleType, data: Path, *words: str) -> dict[str, str]:
    options = start.read_options(list(words))
    found: dict[str, str] = start.surroundings(options, data, 8000)
    return found


def test_the_demo_takes_no_setting_that_leads_out_of_its_folder(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISONOMY_DATABASE_URL", "postgresql://isonomy@db.example.org/real")
    monkeypatch.setenv("ISONOMY_MAIL_URL", "smtp://mail.example.org")
    monkeypatch.setenv("ISONOMY_S3_BUCKET_FILE", "/etc/bucket")
    demo, own = settings_of(start, tmp_path), settings_of(start, tmp_path, "--empty")
    taken = {"ISONOMY_DATABASE_URL", "ISONOMY_MAIL_URL", "ISONOMY_S3_BUCKET_FILE"}
    assert taken & set(demo) == set()
    assert taken <= set(own)
    assert (demo["ISONOMY_DEMO"], own["ISONOMY_DEMO"]) == ("yes", "no")


def test_demo_and_own_data_are_in_different_folders(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ISONOMY_DATA")
    folders = {start.data_folder(start.read_options(words)) for words in ([], ["--empty"])}
    assert folders == {ROOT / "data" / "demo", ROOT / "data" / "own"}


def test_only_a_folder_that_holds_a_demo_is_reset(start: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "isonomy.sqlite3").write_bytes(b"precious")
    with pytest.raises(SystemExit, match="does not hold a demo"):
        start.empty_demo(tmp_path)
    assert (tmp_path / "isonomy.sqlite3").read_bytes() == b"precious"
    (tmp_path / "demo").touch()
    start.empty_demo(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_same_data_is_served_once(start: ModuleType, tmp_path: Path) -> None:
    held: Any = start.hold(tmp_path)
    (tmp_path / "running").write_text("4711 http://localhost:8000\n")
    with pytest.raises(SystemExit, match=r"http://localhost:8000 \(process 4711\)"):
        start.hold(tmp_path)
    held.close()
    start.hold(tmp_path).close()


def test_a_changed_lock_or_another_python_installs_anew(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = start.lock_digest("run")
    assert here == start.lock_digest("run")
    assert here != start.lock_digest("test")
    monkeypatch.setattr(start.platform, "python_version", lambda: "3.13.1")
    assert here != start.lock_digest("run")


def test_an_environment_of_another_python_is_made_anew(
    start: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "VENV", tmp_path)
    monkeypatch.setattr(start, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(start.platform, "python_version_tuple", lambda: ("3", "11", "2"))
    assert not start.made_by_this_python()
    (tmp_path / "python").touch()
    (tmp_path / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.9\n")
    assert start.made_by_this_python()
    (tmp_path / "pyvenv.cfg").write_text("home = /usr/bin\nversion_info = 3.12.1\n")
    assert not start.made_by_this_python()
