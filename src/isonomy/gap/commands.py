"""`isonomy gap`: a gap analysis from a workbook, without a server.

    isonomy gap template --standards 9001,14001 plant.xlsx
    isonomy gap plant.xlsx -o results

The second writes `gap-report.pdf`, `plan.xlsx` and `result.json`. It ends with 0 where every row
was taken, 1 where some were not (each is named), and 2 where the file cannot be used.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import click

from isonomy.base.files.archive import MEGABYTE
from isonomy.base.files.notice import FileRefused
from isonomy.exchange.reading.grid import TableLimits
from isonomy.exchange.reading.tables import read_workbook
from isonomy.gap.exchange.analysis import Analysis, Place
from isonomy.gap.exchange.filled import Read, analysis_from
from isonomy.gap.exchange.form import form_bytes
from isonomy.gap.exchange.reporting import report_of
from isonomy.gap.exchange.result import result_of
from isonomy.gap.exchange.sheets import filled_sheets
from isonomy.gap.papers.pdf import report_pdf
from isonomy.gap.papers.xlsx import plan_xlsx
from isonomy.packs.load import builtin_packs
from isonomy.packs.pack import Pack

REPORT, PLAN, RESULT = "gap-report.pdf", "plan.xlsx", "result.json"
ROWS_REPORTED, UNUSABLE = 1, 2


class OneMainCommand(click.Group):
    """A group whose first word may also be the file of its main command."""

    main_command = "analyse"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the main command's name in front, unless a command or a call for help stands there."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [self.main_command, *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=OneMainCommand,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
)
def gap() -> None:
    """Gap analysis from a workbook, without a server.

    \b
    isonomy gap template --standards 9001,14001 FILE    make the workbook
    isonomy gap FILE -o DIR                             report, plan and result from it
    """


def _standards(ctx: click.Context, option: click.Parameter, text: str) -> tuple[Pack, ...]:
    return tuple(dict.fromkeys(_edition(word) for word in text.split(",") if word.strip()))


def _edition(word: str) -> Pack:
    """The edition that “9001”, “27001:2022”, “ISO 14001” or “iso9001_2026” names."""
    packs = [pack for pack in builtin_packs().values() if pack.kind == "standard"]
    name = word.strip().casefold()
    found = re.fullmatch(r"(?:iso(?:/iec)?[ _-]*)?(\d{4,5})(?:[:_-]((?:19|20)\d\d))?", name)
    for pack in packs:
        if pack.id == name:
            return pack
        if found and pack.number == found[1] and found[2] in (None, pack.edition):
            return pack
    known = ", ".join(f"{pack.number}:{pack.edition}" for pack in packs)
    raise click.BadParameter(f"“{word.strip()}” is none of: {known}.")


standards_option = click.option(
    "--standards",
    metavar="LIST",
    default="",
    callback=_standards,
    help="Numbers with commas between them: 9001,14001:2026. Without a year, the edition in force.",
)


@gap.command("template")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@standards_option
@click.option("--sites", metavar="LIST", default="", help="Names of sites, with commas between.")
@click.option("--name", default="Gap analysis", show_default=True, help="What to call it.")
@click.option("--organisation", default="", help="Whose gap analysis it is.")
def template(
    file: Path, standards: tuple[Pack, ...], sites: str, name: str, organisation: str
) -> None:
    """Write an empty workbook to FILE: every shared requirement once, to be filled in."""
    if not standards:
        raise click.UsageError("Say which standards: --standards 9001,14001")
    if file.suffix.lower() != ".xlsx":
        raise click.BadParameter("the workbook is an XLSX file; let its name end in .xlsx")
    names = dict.fromkeys(" ".join(site.split()) for site in sites.split(",") if site.strip())
    analysis = Analysis(
        name=name,
        organisation=organisation,
        packs=standards,
        made_at=datetime.now().astimezone(),
        sites=tuple(Place(number, site) for number, site in enumerate(names, start=1)),
    )
    _write(file, form_bytes(analysis))
    asked = sum(len(question.members) for question in analysis.questions)
    click.echo(f"{file}: {asked} requirements as {len(analysis.questions)} questions.")


@gap.command("analyse", hidden=True)
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where report, plan and result go; made if it is not there.",
)
@standards_option
@click.option("--prepared-by", default="", help="Who stands on the cover of the report.")
def analyse(file: Path, output: Path, standards: tuple[Pack, ...], prepared_by: str) -> None:
    """Read the filled workbook FILE (XLSX, ODS or CSV) and write report, plan and result to DIR."""
    try:
        read = _read(file, standards)
    except FileRefused as refusal:
        click.echo(f"{file}: {refusal}", err=True)
        raise SystemExit(UNUSABLE) from refusal
    for remark in read.remarks:
        click.echo(f"{file}: {remark}", err=True)
    for problem in read.problems:
        click.echo(f"{file}: {problem}", err=True)
    _write_results(output, read, prepared_by)
    percent = read.analysis.readiness.value
    said = "–" if percent is None else f"{percent} %"
    click.echo(f"Readiness {said}, {len(read.analysis.gaps)} gaps. Written to {output}:")
    click.echo(f"{REPORT}, {PLAN}, {RESULT}")
    if read.problems:
        click.echo(f"Rows that were not taken: {len(read.problems)}, named above.", err=True)
        raise SystemExit(ROWS_REPORTED)


def _read(file: Path, standards: tuple[Pack, ...]) -> Read:
    limits = TableLimits()
    with file.open("rb") as handle:
        data = handle.read(limits.file + MEGABYTE + 1)  # more than the limit is refused by its size
    book = read_workbook(data, limits=limits)
    return analysis_from(
        filled_sheets(book),
        made_at=datetime.now().astimezone(),
        name=file.stem,
        packs=standards,
    )


def _write_results(folder: Path, read: Read, prepared_by: str) -> None:
    report = report_of(
        read.analysis,
        prepared_by=prepared_by,
        notes=[str(remark) for remark in (*read.remarks, *read.problems)][:200],
    )
    result = result_of(read.analysis, read.problems, read.remarks)
    _write(folder / REPORT, report_pdf(report).content)
    _write(folder / PLAN, plan_xlsx(report))
    _write(folder / RESULT, json.dumps(result, ensure_ascii=False, indent=1).encode() + b"\n")


def _write(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as fault:
        click.echo(f"{file} cannot be written: {fault.strerror}", err=True)
        raise SystemExit(UNUSABLE) from fault
