"""Reads delimited text (CSV, TSV and kin) strictly: a row that is not well formed is reported, not bent."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from isonomy.base.files.notice import Notice, gettext_noop, notice, refused
from isonomy.exchange.reading.grid import Fault, Row, Sheet, TableLimits

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 60
_MAX_RESTARTS = 500
_SEP = re.compile(r"^\W?sep=(.)\r?\n?$", re.IGNORECASE)


class _Csv(csv.Dialect):
    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = csv.QUOTE_MINIMAL
    strict = True


def read_delimited(text: str, *, limits: TableLimits, delimiter: str = "") -> tuple[Sheet, str]:
    """The one sheet of a delimited text, and the delimiter it was read with."""
    lines = list(io.StringIO(text, newline=""))
    first = 0
    if lines and (said := _SEP.match(lines[0])):
        delimiter, first = delimiter or said[1], 1
    delimiter = delimiter or sniff_delimiter(lines)
    rows: list[Row] = []
    faults: list[Fault] = []
    for found in _rows(lines, first, delimiter, limits):
        (rows if isinstance(found, Row) else faults).append(found)  # type: ignore[arg-type]
        if len(rows) > limits.rows:
            raise refused(gettext_noop("The file has more than %(limit)d rows."), limit=limits.rows)
    return Sheet("", tuple(rows), tuple(faults), strict=True), delimiter


def sniff_delimiter(lines: list[str]) -> str:
    """The delimiter with which most rows have the same number of fields."""
    scores = {mark: _evenness(lines, mark) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: scores[mark])
    return best if scores[best] > 0 else ","


def _evenness(lines: list[str], delimiter: str) -> float:
    class Lenient(_Csv):
        strict = False

    Lenient.delimiter = delimiter
    try:
        records = list(islice(csv.reader(lines, Lenient), _SAMPLE_ROWS))
    except csv.Error:
        return 0.0
    counts = Counter(len(record) for record in records if any(field.strip() for field in record))
    wide = Counter({width: times for width, times in counts.items() if width > 1})
    if not wide:
        return 0.0
    width, times = max(wide.items(), key=lambda item: (item[1], item[0]))
    share: float = times / sum(counts.values())
    return share + min(width, 20) / 100


def _rows(
    lines: list[str], start: int, delimiter: str, limits: TableLimits
) -> Iterator[Row | Fault]:
    """Rows with their lines; after a broken one, reading takes up again on the next line."""

    class Strict(_Csv):
        pass

    Strict.delimiter = delimiter
    csv.field_size_limit(limits.cell)
    restarts = 0
    while start < len(lines):
        reader = csv.reader(islice(lines, start, None), Strict)
        before = 0
        try:
            for fields in reader:
                if len(fields) > limits.columns:
                    raise _too_many_columns(len(fields), limits)
                if any(fields):
                    yield Row(start + before + 1, tuple(fields))
                before = reader.line_num
            return
        except csv.Error as broken:
            line = start + before + 1
            yield Fault(line, "", _cause(str(broken), line, start + reader.line_num, limits))
            start, restarts = line, restarts + 1
        if restarts > _MAX_RESTARTS:
            raise refused(
                gettext_noop("More than %(limit)d rows have quotation marks that do not close."),
                limit=_MAX_RESTARTS,
            )


def _too_many_columns(found: int, limits: TableLimits) -> Exception:
    return refused(
        gettext_noop("The file has %(found)d columns; at most %(limit)d are read."),
        found=found,
        limit=limits.columns,
    )


def _cause(broken: str, line: int, until: int, limits: TableLimits) -> Notice:
    if "unexpected end of data" in broken or ("limit" in broken and until > line):
        return notice(gettext_noop("A quotation mark is opened and never closed."))
    if "limit" in broken:
        return notice(
            gettext_noop("A field holds more than %(limit)d characters."), limit=limits.cell
        )
    if "expected after" in broken:
        return notice(
            gettext_noop(
                "After a closing quotation mark the field goes on. "
                "Double the quotation marks that belong to the text."
            )
        )
    return notice(gettext_noop("The row cannot be read: %(cause)s."), cause=broken)
