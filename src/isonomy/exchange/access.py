"""Who may reach the pages of this room."""

from __future__ import annotations

from isonomy.base.access import EDITORS, READERS, Rule

ROUTES: dict[str, Rule] = {
    "exchange:imports": READERS,
    "exchange:bring": EDITORS,
    "exchange:columns": EDITORS,
    "exchange:import": READERS,
    "exchange:errors": READERS,
    "exchange:file": READERS,
    "exchange:take": EDITORS,
}
