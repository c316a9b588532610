"""The life of an import: brought in, mapped, tried dry, taken in, undone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from isonomy.base.files.notice import gettext_noop
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


NOTHING_TO_DO = gettext_noop("No row would create or change anything.")
CHANGED_SINCE_TRIED = gettext_noop("Changed since the dry run, so try again: %(labels)s.")
CHANGED_SINCE_APPLIED = gettext_noop("Changed since the import: %(labels)s.")


def something_would_be_written(facts: ImportFacts) -> Refusal | None:
    """An import that changes nothing is no import."""
    return None if facts.to_write else Refusal("nothing_to_do", NOTHING_TO_DO)


def nothing_changed_since_the_dry_run(facts: ImportFacts) -> Refusal | None:
    """What was seen in the dry run is what is written."""
    return _unchanged(facts, "changed_since_tried", CHANGED_SINCE_TRIED)


def nothing_changed_since_the_import(facts: ImportFacts) -> Refusal | None:
    """Undoing must not take away what somebody wrote afterwards."""
    return _unchanged(facts, "changed_since_applied", CHANGED_SINCE_APPLIED)


def _unchanged(facts: ImportFacts, code: str, words: str) -> Refusal | None:
    if not facts.changed_since:
        return None
    shown = list(facts.changed_since[:10])
    if len(facts.changed_since) > len(shown):
        shown.append("…")
    return Refusal(code, words % {"labels": ", ".join(shown)})


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
