"""Who may take what away from a gap analysis: whoever may read it."""

from __future__ import annotations

from isonomy.base.access import READERS, Rule

ROUTES: dict[str, Rule] = {
    "gap:file": READERS,
    "gap:oscal_catalogue": READERS,
}
