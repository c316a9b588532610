"""Who may reach the pages of this room."""

from __future__ import annotations

from isonomy.base.access import EDITORS, MANAGERS, READERS, Rule

ROUTES: dict[str, Rule] = {
    "catalogue:editions": READERS,
    "catalogue:search": READERS,
    "catalogue:matrix": READERS,
    "catalogue:documents": READERS,
    "catalogue:documents_file": READERS,
    "catalogue:bring": MANAGERS,
    "catalogue:preview": MANAGERS,
    "catalogue:standard": READERS,
    "catalogue:requirement": READERS,
    "catalogue:overlay": EDITORS,
    "catalogue:changes": READERS,
    "catalogue:controls": READERS,
    "catalogue:attributes": EDITORS,
    "catalogue:attributes_import": MANAGERS,
    "catalogue:oscal": READERS,
}
