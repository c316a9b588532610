"""The life of an import: brought in, mapped, tried dry, taken in, undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from isonomy.norms.kernel.verdict import Refusal
from isonomy.norms.kernel.workflow import Transition, Workflow


class ImportState(StrEnum):
    """How far a file has come."""

    UPLOADED = "uploaded"
    MAPPED = "mapped"
    TRIED = "tried"
    APPLIED = "applied"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """What taking in or undoing depends on: rows that would write, and records changed meanwhile."""

    to_write: int = 0
    changed_since: tuple[str, ...] = ()


def something_would_be_written(facts: ImportFacts) -> Refusal | None:
    """An import that changes nothing is no import."""
    if facts.to_write:
        return None
    return Refusal("nothing_to_do", _("No row would create or change anything."))


def nothing_changed_since_the_dry_run(facts: ImportFacts) -> Refusal | None:
    """What was seen in the dry run is what is written."""
    if not facts.changed_since:
        return None
    words = _("Changed since the dry run, so try again: %(labels)s.")
    return Refusal("changed_since_tried", words % {"labels": _named(facts.changed_since)})


def nothing_changed_since_the_import(facts: ImportFacts) -> Refusal | None:
    """Undoing must not take away what somebody wrote afterwards."""
    if not facts.changed_since:
        return None
    words = _("Changed since the import: %(labels)s.")
    return Refusal("changed_since_applied", words % {"labels": _named(facts.changed_since)})


def _named(labels: Sequence[str]) -> str:
    return ", ".join(labels[:10]) + (", …" if len(labels) > 10 else "")


_EDITORS = frozenset({"administrator", "manager", "contributor", "consultant"})
_OPEN = frozenset({ImportState.UPLOADED, ImportState.MAPPED, ImportState.TRIED})

IMPORT: Workflow[ImportFacts] = Workflow(
    "import",
    ImportState,
    ImportState.UPLOADED,
    (
        Transition("map", frozenset(map(str, _OPEN)), ImportState.MAPPED, _EDITORS),
        Transition("try", frozenset({"mapped", "tried"}), ImportState.TRIED, _EDITORS),
        Transition(
            "apply",
            frozenset({"tried"}),
            ImportState.APPLIED,
            _EDITORS,
            (something_would_be_written, nothing_changed_since_the_dry_run),
        ),
        Transition(
            "undo",
            frozenset({"applied"}),
            ImportState.UNDONE,
            _EDITORS,
            (nothing_changed_since_the_import,),
            reason_required=True,
        ),
    ),
)
