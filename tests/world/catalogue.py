"""Examples of the catalogue, as Aldermoor sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from isonomy.base.files.services import keep_upload
from isonomy.catalogue.shelf import install_shipped_packs
from tests.world import World

ORG = "aldermoor-foods"
OSCAL = (
    b'{"catalog": {"metadata": {"title": "Rules of the Guild of Bakers"}, "controls": '
    b'[{"id": "gb-1", "title": "Oven", "parts": [{"name": "statement", "prose": "Watch it."}]}]}}'
)


def _at(**more: str) -> Callable[[World], dict[str, Any]]:
    def arguments(world: World) -> dict[str, Any]:
        install_shipped_packs()
        return {"org": ORG, **more}

    return arguments


def _preview(world: World) -> dict[str, Any]:
    install_shipped_packs()
    return {"org": ORG, "sha256": keep_upload(actor=world.actor("ines"), upload=OSCAL).sha256}


ROUTE_ARGS = {
    "catalogue:editions": _at(),
    "catalogue:search": _at(),
    "catalogue:matrix": _at(),
    "catalogue:documents": _at(),
    "catalogue:documents_file": _at(kind="csv"),
    "catalogue:bring": _at(),
    "catalogue:preview": _preview,
    "catalogue:standard": _at(key="iso9001"),
    "catalogue:requirement": _at(key="iso9001", place="10.2.1"),
    "catalogue:overlay": _at(key="iso9001", place="10.2.1"),
    "catalogue:changes": _at(key="iso9001"),
    "catalogue:controls": _at(key="iso27001"),
    "catalogue:attributes": _at(key="iso27001", place="A.5.1"),
    "catalogue:attributes_import": _at(key="iso27001"),
    "catalogue:oscal": _at(key="iso9001"),
}


def _call(**more: str) -> Callable[[World], dict[str, Any]]:
    def arguments(world: World) -> dict[str, Any]:
        install_shipped_packs()
        return dict(more)

    return arguments


CALL_ARGS = {
    "catalogue.read_standard": _call(key="iso9001"),
    "catalogue.list_lines": _call(key="iso9001"),
    "catalogue.read_line": _call(key="iso9001", place="10.2.1"),
    "catalogue.read_oscal": _call(key="iso9001"),
    "catalogue.list_changes": _call(key="iso9001", other="iso9001_2026"),
    "catalogue.put_text": _call(key="iso9001", place="10.2.1"),
    "catalogue.delete_text": _call(key="iso9001", place="10.2.1"),
    "catalogue.put_attributes": _call(key="iso27001", place="A.5.1"),
}
