"""Small invented records that stand as evidence in the demo; made the same way every time."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta

_TABLES: dict[str, tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]] = {
    "corrective-action-log": (
        ("No.", "Raised", "Where", "What", "Cause", "Closed"),
        (
            ("Packing line 2", "Label of another product", "Reel changed without scan"),
            ("Cooking", "Core temperature log incomplete", "Logger battery"),
            ("Dispatch", "Pallet without date code", "Printer ribbon"),
            ("Laboratory", "Sample taken late", "Vacant post"),
            ("Cold store", "Door open 40 minutes", "Sensor disconnected"),
        ),
    ),
    "near-miss-log-port-selwyn": (
        ("No.", "Date", "Place", "What happened", "Measure", "Closed"),
        (
            ("Loading bay", "Forklift and pedestrian met", "Mirror and lane marking"),
            ("Cold store", "Ice on the ramp", "Heating mat"),
            ("Labelling", "Hand close to cutter", "Guard refitted"),
        ),
    ),
    "interested-parties": (
        ("No.", "Date", "Party", "What it expects", "Binding", "Reviewed"),
        (
            ("Retail customers", "Code of practice, allergens", "yes"),
            ("Employees", "Safe work, training", "yes"),
            ("Neighbours", "Little noise at night", "chosen"),
            ("Water company", "Discharge consent", "yes"),
            ("Bank", "Energy data", "chosen"),
        ),
    ),
    "risk-register": (
        ("No.", "Date", "Risk or opportunity", "Rating", "Treatment", "Reviewed"),
        (
            ("Allergen cross-contact", "16 high", "Separate colours, line clearance"),
            ("Ransomware in control system", "15 high", "Segmentation, offline copies"),
            ("Heat in packing hall", "9 medium", "Cooling, breaks"),
            ("Waste heat for the wash water", "opportunity", "Study"),
        ),
    ),
    "objectives": (
        ("No.", "Date", "Objective", "Target", "Now", "Reviewed"),
        (
            ("Complaints per million packs", "under 6", "7.4"),
            ("Lost-time injuries", "0", "2"),
            ("kWh per tonne", "minus 8 %", "minus 3 %"),
            ("Food waste", "minus 15 %", "minus 11 %"),
        ),
    ),
}
_PLAIN = (
    ("No.", "Date", "Object", "Result", "By", "Reviewed"),
    (
        ("Item A", "in order", "M. Ashworth"),
        ("Item B", "in order", "L. Bray"),
        ("Item C", "remark", "M. Ashworth"),
    ),
)
ROWS = 14


def paper(name: str, day: date) -> bytes:
    """The bytes of an invented record that speaks about the days before `day`."""
    stem, kind = name.rsplit(".", 1)
    return _table(stem, day) if kind == "csv" else _text(stem, day)


def _table(stem: str, day: date) -> bytes:
    chance = random.Random(stem)  # noqa: S311  invented data, no secret
    header, rows = _TABLES.get(stem, _PLAIN)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for number in range(1, ROWS + 1):
        raised = day - timedelta(days=(ROWS - number) * 11 + chance.randint(0, 8))
        closed = raised + timedelta(days=chance.randint(4, 30))
        last = closed.isoformat() if closed <= day else ""
        writer.writerow([f"{number:03}", raised.isoformat(), *chance.choice(rows), last])
    return out.getvalue().encode("utf-8-sig")


def _text(stem: str, day: date) -> bytes:
    title = stem.replace("-", " ").capitalize()
    lines = (
        "Aldermoor Foods (invented for the Isonomy demo)",
        title,
        f"Date: {day.isoformat()}",
        "",
        "Present: Ruth Calder, Ines Okafor, Tomasz Lindgren, Priya Nair.",
        "What was decided is in the answer that this record supports.",
        "Approved: Ruth Calder",
        "",
    )
    return "\r\n".join(lines).encode()
