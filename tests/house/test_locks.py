"""What is installed is pinned by digest, comes as wheels, and names no place it comes from."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-s3.txt", "requirements-dev.txt"]
SOURCES = {"requirements.txt": "base", "requirements-s3.txt": "s3", "requirements-dev.txt": "dev"}
PINNED = re.compile(r"^([a-z0-9.-]+)==(\S+)(?: ;.*)? \\$")


def pins(lock: str) -> dict[str, str]:
    """Name and version of every package in a lock."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    return {m[1]: m[2] for line in lines if (m := PINNED.match(line))}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_a_digest(lock: str) -> None:
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    for here, after in zip(lines, [*lines[1:], ""], strict=True):
        if not here.startswith(" "):
            assert PINNED.match(here), here
            assert after.strip().startswith("--hash=sha256:"), here


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|index-url|find-links|trusted-host", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_that_is_asked_for_is_locked(lock: str) -> None:
    asked = (ROOT / "requirements" / f"{SOURCES[lock]}.in").read_text("utf-8").splitlines()
    names = [re.split(r"[\[~>=<; ]", line)[0].lower() for line in asked if line[:1].isalpha()]
    assert names
    assert [name for name in names if name.replace("_", "-") not in pins(lock)] == []


def test_the_locks_agree_with_each_other() -> None:
    base = pins("requirements.txt")
    for lock in LOCKS[1:]:
        other = pins(lock)
        assert {n: v for n, v in other.items() if base.get(n, v) != v} == {}


def test_the_installer_that_comes_along_is_the_one_that_start_py_expects() -> None:
    source = (ROOT / "start.py").read_text("utf-8")
    name = re.findall(r'"(pip-[^"]+\.whl)"', source)[0]
    expected = re.findall(r'PIP_SHA256 = "([0-9a-f]{64})"', source)[0]
    wheel = (ROOT / "requirements" / name).read_bytes()
    assert hashlib.sha256(wheel).hexdigest() == expected
