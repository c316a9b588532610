"""The documentation names every setting and every command, and no other ones."""

from __future__ import annotations

import re
from pathlib import Path

from isonomy import __version__, cli

ROOT = Path(__file__).resolve().parents[2]
SETTING = re.compile(r"\bISONOMY_[A-Z0-9]+(?:_[A-Z0-9]+)*\b")
COLUMN = re.compile(r"^\| `(ISONOMY_[A-Z0-9_]+)` \|", re.MULTILINE)


def settings_in_code() -> set[str]:
    """Every setting that start.py or the programme names."""
    sources = [ROOT / "start.py", *(ROOT / "src").rglob("*.py")]
    found = {name for path in sources for name in SETTING.findall(path.read_text("utf-8"))}
    return {name.removesuffix("_FILE") for name in found}


def commands_in_code() -> set[str]:
    """Every command of `isonomy` that is ours."""
    files = (ROOT / "src").rglob("management/commands/*.py")
    return {path.stem for path in files if not path.stem.startswith("_")} | set(cli.PURE)


def test_every_setting_has_a_line_and_every_line_a_setting() -> None:
    documented = COLUMN.findall((ROOT / "docs/settings.md").read_text("utf-8"))
    assert len(documented) == len(set(documented))
    assert set(documented) == settings_in_code()


def test_every_command_has_a_line_and_every_line_a_command() -> None:
    page = (ROOT / "docs/commands.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `isonomy ([a-z_]+)[^`]*` \|", page, re.MULTILINE))
    assert documented == commands_in_code()


def test_every_option_of_start_py_is_told() -> None:
    page = (ROOT / "docs/commands.md").read_text("utf-8")
    options = re.findall(r'add_argument\(\s*"(--[a-z-]+)"', (ROOT / "start.py").read_text("utf-8"))
    assert len(options) >= 6
    assert [option for option in options if option not in page] == []


def test_the_newest_entry_of_the_changes_is_this_version() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## (\S+)", changes, re.MULTILINE)[0] == __version__


def test_settings_named_in_guides_and_examples_exist() -> None:
    pages = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").iterdir(), ROOT / "README.md"]
    named = {name for page in pages for name in SETTING.findall(page.read_text("utf-8"))}
    assert {name.removesuffix("_FILE") for name in named} - settings_in_code() == set()


def test_links_between_pages_lead_somewhere() -> None:
    lost = []
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                lost.append(f"{page.name}: {target}")
    assert lost == []
