"""Which step an import may take, from where, by whom; what the documents say is what holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from isonomy.base.access import Role
from isonomy.exchange.workflow import IMPORT, ImportFacts, ImportState
from isonomy.norms.kernel.workflow import Refused

READY = ImportFacts(to_write=3)
# The rule book of this room: everything not listed is refused.
ALLOWED = {
    ("uploaded", "map"): "mapped",
    ("mapped", "map"): "mapped",
    ("tried", "map"): "mapped",
    ("mapped", "try"): "tried",
    ("tried", "try"): "tried",
    ("tried", "apply"): "applied",
    ("applied", "undo"): "undone",
}
EDITORS = {"administrator", "manager", "contributor", "consultant"}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("step", ["map", "try", "apply", "undo"])
@pytest.mark.parametrize("state", list(ImportState))
def test_every_step_from_every_state_by_every_role(
    state: ImportState, step: str, role: Role
) -> None:
    wanted = ALLOWED.get((str(state), step)) if role in EDITORS else None
    if wanted is None:
        with pytest.raises(Refused):
            IMPORT.take(step, state, frozenset({str(role)}), READY)
    else:
        assert IMPORT.take(step, state, frozenset({str(role)}), READY) == wanted


def test_an_import_that_would_write_nothing_is_not_taken_in() -> None:
    with pytest.raises(Refused, match="No row would create or change"):
        IMPORT.take("apply", "tried", frozenset({"manager"}), ImportFacts(to_write=0))


def test_at_most_ten_changed_records_are_named() -> None:
    facts = ImportFacts(3, tuple(f"R{n}" for n in range(12)))
    with pytest.raises(Refused, match=r"R0, .*, R9, …"):
        IMPORT.take("undo", "applied", frozenset({"manager"}), facts)


def test_the_diagram_in_the_documents_is_the_workflow() -> None:
    page = Path(__file__).parents[2] / "docs/rooms/exchange.md"
    assert IMPORT.diagram() in page.read_text("utf-8")
