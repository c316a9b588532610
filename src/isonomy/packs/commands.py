"""`isonomy pack`: look after content packs without a database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from isonomy.packs.check import check_pack, count_of
from isonomy.packs.diff import compare
from isonomy.packs.load import Pack, PackError, builtin_packs, load_pack
from isonomy.packs.oscal import to_oscal
from isonomy.packs.overlap import RUN, overlap, read_text


@click.group()
def pack() -> None:
    """Check, compare and export content packs: standards described in own words."""


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


@pack.command()
@click.argument("old")
@click.argument("new")
def diff(old: str, new: str) -> None:
    """Say what became of each requirement of OLD in NEW (folders, or ids of shipped packs)."""
    before, after = _found(old), _found(new)
    for step in compare(before, after):
        was = ", ".join(before.node(node_id).clause for node_id in step.old) or "-"
        now = after.node(step.new).clause if step.new else "-"
        click.echo(f"{was} -> {now}\t{step.kind}\t{step.confidence}\t{step.reason}")


@pack.command()
@click.argument("source", metavar="PACK")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def export(source: str, output: Path) -> None:
    """Write PACK (a folder, or the id of a shipped pack) as an OSCAL catalogue."""
    document = to_oscal(_found(source))
    output.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    click.echo(f"Wrote {output}.")


def _found(source: str) -> Pack:
    """A pack by its folder or, for shipped ones, by its id."""
    if source in builtin_packs():
        return builtin_packs()[source]
    if not Path(source).is_dir():
        known = ", ".join(builtin_packs())
        raise click.ClickException(f"{source} is neither a folder nor one of {known}")
    try:
        return load_pack(Path(source))
    except PackError as fault:
        raise click.ClickException(str(fault)) from fault


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
