"""The `isonomy` command: what needs no database first, everything else is a command of Django.

`isonomy pack ...` and `isonomy gap ...` work on files alone and read no settings. Any other word is
looked for among the management commands: `isonomy backup FILE`, `isonomy trail check`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click
from django.core.management import execute_from_command_line

from isonomy import __version__

PURE = {
    "pack": ("isonomy.packs.commands", "Check, compare and export content packs."),
    "gap": ("isonomy.gap.commands", "Gap analysis from a workbook, without a server."),
}
"""Commands that work without a database: the module that holds each, and what it does."""

ROOT = Path(__file__).resolve().parents[2]


class Commands(click.Group):
    """The commands without a database; a word that is none of them is Django's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(PURE)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in PURE:
            return None
        module, _ = PURE[name]
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by what they do, without loading them."""
        with formatter.section("Commands on files, without a database"):
            formatter.write_dl([(name, PURE[name][1]) for name in sorted(PURE)])
        with formatter.section("Commands on the installation (`isonomy help` lists them all)"):
            formatter.write_dl(
                [
                    ("backup FILE", "Write database and stored files into one file."),
                    ("restore FILE", "Bring a backup back."),
                    ("trail check", "Walk the audit trail and name the first broken link."),
                    ("migrate", "Bring the database up to this version, after a backup."),
                    ("worker", "Run background jobs."),
                    ("tick", "Hand out what has fallen due by the clock."),
                ]
            )


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Isonomy")
def pure() -> None:
    """Isonomy: ISO management systems, from the standard to the proof."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. `--demo` in front means the demo's data instead of your own."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    demo = words[:1] == ["--demo"]
    words = words[1:] if demo else words
    if not words or words[0].startswith("-") or words[0] in PURE:
        pure(args=words or ["--help"], prog_name="isonomy")
        return
    choose_data(demo=demo)
    execute_from_command_line(["isonomy", *words])


def choose_data(*, demo: bool) -> None:
    """Let the command work on the same data as `start.py`, unless the environment names another."""
    home = ROOT if (ROOT / "start.py").exists() else Path.cwd()
    if demo:
        os.environ["ISONOMY_DATA"] = str(home / "data" / "demo")
        os.environ["ISONOMY_DEMO"] = "yes"
    os.environ.setdefault("ISONOMY_DATA", str(home / "data" / "own"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "isonomy.web.settings")


if __name__ == "__main__":
    main()
