"""Finding a requirement by number, control id or words in any order."""

from __future__ import annotations

from isonomy.catalogue.search import search
from isonomy.packs.load import builtin_packs
from tests.world import World

SIX = [builtin_packs()[key] for key in list(builtin_packs())[:6]]


def found(text: str) -> list[str]:
    return [hit.node.id for hit in search(SIX, text)]


def test_a_clause_number_finds_that_clause_in_every_standard_first() -> None:
    ids = found("10.2")
    assert set(ids[:6]) == {f"{pack.id}:10.2" for pack in SIX}
    assert "iso9001:10.2.1" in ids


def test_a_control_is_found_with_or_without_its_letter() -> None:
    assert found("A.8.12")[0] == "iso27001:A.8.12"
    assert "iso27001:A.8.12" in found("8.12")[:3]


def test_words_count_in_any_order_and_from_their_beginning() -> None:
    assert found("supplier 27001") == found("27001 supplier") != []
    assert "iso22000:8.9.5" in found("withdrawal recall") or "iso22000:8.9.5" in found("recall")
    assert found("27001 zzz") == []


def test_accents_and_case_do_not_matter() -> None:
    assert found("NONCONFORMÍTY 14001") == found("nonconformity 14001") != []


def test_the_standard_narrows_the_search() -> None:
    assert all(node_id.startswith("iso50001:") for node_id in found("50001 baseline"))


def test_the_page_answers_without_scripts(stocked: World) -> None:
    page = stocked.client("mei").get("/o/aldermoor-foods/catalogue/search/?q=threat+intelligence")
    assert b"A.5.7" in page.content and b"<h1>" in page.content


def test_typing_gets_the_hits_alone(stocked: World) -> None:
    address = "/o/aldermoor-foods/catalogue/search/?q=threat+intelligence"
    part = stocked.client("mei").get(address, headers={"HX-Request": "true"})
    assert b"A.5.7" in part.content and b"<html" not in part.content
    assert "HX-Request" in part.headers["Vary"]


def test_nothing_found_says_what_to_do(stocked: World) -> None:
    page = stocked.client("mei").get("/o/aldermoor-foods/catalogue/search/?q=zeppelin")
    assert b"Nothing found" in page.content and b"Try fewer words" in page.content


def test_the_tree_of_a_standard_can_be_searched(stocked: World) -> None:
    address = "/o/aldermoor-foods/catalogue/s/iso9001/?q=calibration"
    part = stocked.client("mei").get(address, headers={"HX-Request": "true"})
    assert b"7.1.5" in part.content and b"<html" not in part.content
