"""`isonomy pack`: look after content packs without a database."""

from __future__ import annotations

from pathlib import Path

import click

from isonomy.packs.check import check_pack, count_of
from isonomy.packs.load import load_pack
from isonomy.packs.overlap import RUN, overlap, read_text


@click.group()
def pack() -> None:
    """Check content packs: folders of YAML that describe a standard in own words."""


@pack.command()
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--against",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A text or PDF you own; long runs of words shared with it are refused.",
)
@click.option(
    "--run",
    default=RUN,
    show_default=True,
    type=click.IntRange(4, 50),
    help="How many words in a row count as a run.",
)
def check(folder: Path, against: Path | None, run: int) -> None:
    """Validate the pack in DIR: its tree, its links to the shared structure, its words."""
    problems = check_pack(folder)
    for problem in problems:
        click.echo(str(problem))
    if problems:
        raise SystemExit(_summary(len(problems), "problem", "problems"))
    found = load_pack(folder)
    if against is not None:
        _refuse_shared_runs(folder, against, run)
    counted = ", ".join(f"{number} {name}" for name, number in count_of(found).items() if number)
    click.echo(f"{found.id} version {found.version} is sound: {counted}.")
    click.echo(f"SHA-256 {found.digest}")


def _refuse_shared_runs(folder: Path, against: Path, run: int) -> None:
    try:
        text = read_text(against)
    except ValueError as fault:
        raise click.ClickException(str(fault)) from fault
    shared = overlap(load_pack(folder), text, run)
    for found in shared:
        click.echo(f"{found.node} {found.field}: {found.count} words in a row: {found.words}")
    if shared:
        raise SystemExit(_summary(len(shared), "shared run of words", "shared runs of words"))


def _summary(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}."
