"""Who may do what in the gap room."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from isonomy.base.access import EDITORS, MANAGERS, READERS, Rule
from isonomy.gap.access_api import OPERATIONS

__all__ = ["OPERATIONS", "ROUTES"]

ROUTES: dict[str, Rule] = {
    "gap:work": READERS,
    "gap:question": READERS,
    "gap:question_history": READERS,
    "gap:answer": EDITORS,
    "gap:split": EDITORS,
    "gap:join": EDITORS,
    "gap:same_at_site": EDITORS,
    "gap:evidence": READERS,
    "gap:evidence_page": READERS,
    "gap:evidence_file": READERS,
    "gap:evidence_add": EDITORS,
    "gap:evidence_use": EDITORS,
    "gap:evidence_stop": EDITORS,
    "gap:evidence_change": EDITORS,
    "gap:evidence_renew": EDITORS,
    "gap:evidence_withdraw": MANAGERS,
}
for _part in ("results", "files"):
    if find_spec(f"isonomy.gap.access_{_part}") is not None:
        ROUTES |= import_module(f"isonomy.gap.access_{_part}").ROUTES
