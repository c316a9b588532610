"""A framework of another publisher: looked into, kept, used; or refused with its cause."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from isonomy.catalogue.models import InstalledPack
from tests.catalogue.making import HERE, TABLE, oscal
from tests.world import World


def upload(
    world: World, name: str, data: bytes, who: str = "tomasz", **more: bytes
) -> HttpResponse:
    files = {"file": SimpleUploadedFile(name, data)}
    files |= {field: SimpleUploadedFile(f"{field}.json", held) for field, held in more.items()}
    return world.client(who).post(HERE + "bring/", files, follow=True)  # type: ignore[return-value]


def own(world: World) -> list[str]:
    rows = InstalledPack.objects.for_(world.actor("ines")).filter(organisation__isnull=False)
    return [row.reference for row in rows]


def test_the_file_is_shown_before_it_is_kept(stocked: World) -> None:
    page = upload(stocked, "guild.json", oscal())
    assert b"Rules of the Guild of Bakers" in page.content
    assert b"2 requirements and controls can be assessed" in page.content
    assert own(stocked) == []


def test_keeping_it_puts_it_on_the_shelf_with_its_own_page(stocked: World) -> None:
    page = upload(stocked, "guild.json", oscal())
    address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]  # type: ignore[attr-defined]
    kept = stocked.client("tomasz").post(address, follow=True)
    assert b"The framework stands on your shelf." in kept.content
    assert own(stocked) == ["Rules of the Guild of Bakers"]
    control = stocked.client("mei").get(HERE + "s/rules-of-the-guild-of-bakers/at/gb-1/")
    assert b"Keep [a log of the oven]." in control.content


def test_another_organisation_gets_neither_the_file_nor_the_framework(stocked: World) -> None:
    page = upload(stocked, "guild.json", oscal())
    path, query = page.request["PATH_INFO"], page.request["QUERY_STRING"]  # type: ignore[attr-defined]
    stocked.client("tomasz").post(f"{path}?{query}")
    theirs = path.replace("aldermoor-foods", "kestrel-instruments")
    jonas = stocked.client("jonas")
    assert jonas.get(f"{theirs}?{query}").status_code == 404
    place = "/o/kestrel-instruments/catalogue/s/rules-of-the-guild-of-bakers/"
    assert jonas.get(place).status_code == 404
    assert b"Guild of Bakers" not in jonas.get("/o/kestrel-instruments/catalogue/").content


def test_rows_that_do_not_fit_are_named_and_the_others_can_be_kept(stocked: World) -> None:
    page = upload(stocked, "rules.csv", (TABLE + ";Lost;No number\n").encode())
    assert b"1 row does not fit" in page.content and b"the row has no number" in page.content
    assert b"Keep it on our shelf" in page.content


def test_a_file_that_is_no_framework_is_refused_with_its_cause(stocked: World) -> None:
    page = upload(stocked, "plan.json", json.dumps({"system-security-plan": {}}).encode())
    assert b"this is a system security plan, not a catalogue" in page.content
    assert b"Keep it on our shelf" not in page.content


def test_a_program_is_not_taken(stocked: World) -> None:
    page = upload(stocked, "evil.xlsx", b"MZ\x90\x00" + b"\x00" * 200)
    assert page.request["PATH_INFO"].endswith("/bring/")  # type: ignore[attr-defined]
    assert b"such files are not taken here" in page.content


def test_a_contributor_cannot_bring_in_a_framework(stocked: World) -> None:
    assert upload(stocked, "guild.json", oscal(), who="priya").status_code == 404


def test_a_profile_comes_in_with_the_catalogue_it_selects_from(stocked: World) -> None:
    chosen = {"imports": [{"href": "#x", "include-controls": [{"with-ids": ["gb-2"]}]}]}
    body = {"metadata": {"title": "Small bakeries"}, **chosen}
    profile = json.dumps({"profile": body}).encode()
    page = upload(stocked, "small.json", profile, catalogue=oscal())
    assert b"Small bakeries" in page.content
    assert b"1 requirement or control can be assessed" in page.content


def test_the_low_baseline_of_nist_can_be_read_on_the_page(stocked: World, shared: Path) -> None:
    name = "NIST_SP-800-53_rev5_LOW-baseline-resolved-profile_catalog-min.json"
    data = (shared / "real_inputs" / "oscal" / name).read_bytes()
    assert b"149 requirements and controls can be assessed" in upload(stocked, name, data).content


def test_the_lines_of_a_foreign_text_stay_as_they_are(stocked: World) -> None:
    prose = "a. first;\n\nb. second"
    page = upload(stocked, "guild.json", oscal(prose=prose))
    path, query = page.request["PATH_INFO"], page.request["QUERY_STRING"]  # type: ignore[attr-defined]
    stocked.client("tomasz").post(f"{path}?{query}")
    control = stocked.client("mei").get(HERE + "s/rules-of-the-guild-of-bakers/at/gb-1/")
    assert b"a. first;\nb. second" in control.content
