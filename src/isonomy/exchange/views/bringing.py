"""Bring a file in and choose its columns."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from isonomy.base.acting import ActingRequest
from isonomy.base.files.archive import MEGABYTE
from isonomy.base.files.notice import FileRefused
from isonomy.base.files.wording import worded
from isonomy.base.refusals import told_on
from isonomy.exchange import queries
from isonomy.exchange.forms import BringForm, ColumnsForm
from isonomy.exchange.models import Import
from isonomy.exchange.reading.grid import Table, TableLimits, Workbook
from isonomy.exchange.reading.mapping import propose
from isonomy.exchange.services import bring_file, choose_columns
from isonomy.exchange.showing import read_as
from isonomy.exchange.taking import offered, taker_of
from isonomy.exchange.workflow import ImportState

_OPEN = (ImportState.UPLOADED, ImportState.MAPPED, ImportState.TRIED)


def bring(request: ActingRequest, org: str) -> HttpResponse:
    """Choose a file and say what it holds."""
    ways = offered(request.actor)
    initial = {"into": request.GET.get("into", "")}
    form = BringForm(request.POST or None, request.FILES or None, offered=ways, initial=initial)
    if request.method == "POST" and _arrived_whole(request, form) and form.is_valid():
        taker, place = form.chosen
        upload = form.cleaned_data["file"]
        try:
            row = bring_file(
                actor=request.actor,
                target=taker.target.name,
                place=place,
                upload=upload,
                name=upload.name,
            )
        except FileRefused as refusal:
            form.add_error("file", worded(refusal.notice))
        else:
            return redirect("exchange:columns", org=org, pk=row.pk)
    context = {
        "form": form,
        "ways": ways,
        "limit": TableLimits().file // MEGABYTE,
        "steps": _steps(request, org, None, 0),
    }
    return render(request, "exchange/bring.html", context)


def columns(request: ActingRequest, org: str, pk: int) -> HttpResponse:
    """Say which column is which field; the dry run follows at once."""
    row = get_object_or_404(queries.imports(request.actor), pk=pk)
    if row.state not in _OPEN:
        return redirect("exchange:import", org=org, pk=pk)
    book = queries.book_of(row)
    table = _table(request, row, book)
    target = taker_of(row.target).target
    known = queries.remembered_mapping(request.actor, row.target, table)
    proposals = propose(target, table, remembered=known.fields if known else None)
    form = ColumnsForm(
        request.POST or None,
        target=target,
        table=table,
        proposals=proposals,
        initial={"blank_clears": row.blank_clears},
    )
    if request.method == "POST" and form.is_valid():
        with told_on(form):
            choose_columns(
                actor=request.actor,
                row=row,
                table=table,
                columns=form.columns,
                blank_clears=form.cleaned_data["blank_clears"],
            )
            return redirect("exchange:import", org=org, pk=pk)
    context = {
        "form": form,
        "import": row,
        "table": table,
        "sheets": [sheet.name for sheet in book.sheets if sheet.rows],
        "read_as": read_as(book),
        "notices": [worded(notice) for notice in book.notices],
        "remembered": known is not None,
        "steps": _steps(request, org, row, 1),
        "back_url": reverse("exchange:imports", args=[org]),
    }
    return render(request, "exchange/columns.html", context)


def _table(request: ActingRequest, row: Import, book: Workbook) -> Table:
    """The sheet and heading line asked for in the address, or those of the import."""
    name = request.GET.get("sheet", row.sheet)
    asked = request.GET.get("line", "")
    default = row.header_line if name == row.sheet else 0
    line = int(asked) if asked.isdecimal() and len(asked) < 7 else default
    table = queries.table_in(row, book.sheets, name, line)
    table = table or queries.table_in(row, book.sheets, row.sheet, row.header_line)
    if table is None:
        raise Http404
    return table


def _arrived_whole(request: ActingRequest, form: BringForm) -> bool:
    """An upload beyond the limit was not kept; say so instead of asking for a file."""
    if int(request.META.get("CONTENT_LENGTH") or 0) <= settings.MAX_UPLOAD_BYTES:
        return True
    form.errors.clear()
    limit = {"limit": TableLimits().file // MEGABYTE}
    form.add_error(
        "file", _("The file is too large; tables of up to %(limit)d MB are read.") % limit
    )
    return False


def _steps(
    request: ActingRequest, org: str, row: Import | None, current: int
) -> list[dict[str, str]]:
    labels = [_("File"), _("Columns"), _("Dry run")]
    urls = ["", "", ""]
    if row is not None:
        urls = ["", reverse("exchange:columns", args=[org, row.pk]), ""]
    return [
        {
            "label": label,
            "url": urls[at] if at < current else "",
            "state": "done" if at < current else "current" if at == current else "ahead",
        }
        for at, label in enumerate(labels)
    ]
