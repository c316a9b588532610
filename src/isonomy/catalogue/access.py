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

OPERATIONS: dict[str, Rule] = {
    "catalogue.list_standards": READERS,
    "catalogue.read_standard": READERS,
    "catalogue.list_lines": READERS,
    "catalogue.read_line": READERS,
    "catalogue.read_oscal": READERS,
    "catalogue.list_changes": READERS,
    "catalogue.find_requirements": READERS,
    "catalogue.list_documented_information": READERS,
    "catalogue.bring_framework": MANAGERS,
    "catalogue.put_text": EDITORS,
    "catalogue.delete_text": EDITORS,
    "catalogue.put_attributes": EDITORS,
}
