"""The catalogue by the calls for programs."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from isonomy.catalogue.queries import on_shelf
from tests.catalogue.making import HERE, oscal
from tests.world import World

API = "/api/v1/"


def call(world: World, who: str, method: str, place: str, **given: Any) -> Any:
    headers = {"Authorization": f"Bearer {world.token(who)}"}
    return getattr(world.client(), method)(API + place, headers=headers, **given)


def test_the_shelf_and_its_trees_are_listed(stocked: World) -> None:
    listed = call(stocked, "mei", "get", "standards").json()
    assert listed["total"] == 9
    assert listed["items"][0]["reference"] == "ISO 9001:2015"
    assert listed["items"][6]["dates"]["published"]["date"] == "2026-09-16"
    lines = call(stocked, "mei", "get", "standards/iso27001/lines?limit=200").json()
    assert lines["total"] == 192 and lines["items"][0]["clause"] == "4"


def test_a_requirement_is_told_as_on_its_page(stocked: World) -> None:
    told = call(stocked, "mei", "get", "standards/iso9001/lines/10.2.1").json()
    assert told["adds"].startswith("Complaints are nonconformities too.")
    assert {
        "standard": "iso50001",
        "id": "iso50001:10.1",
        "clause": "10.1",
        "relation": "identical",
    } in told["elsewhere"]
    assert call(stocked, "mei", "get", "standards/iso9001/lines/99").status_code == 404


def test_search_documents_and_changes_answer(stocked: World) -> None:
    hits = call(stocked, "mei", "get", "requirements?q=27001+supplier").json()["items"]
    assert {hit["standard"] for hit in hits} == {"iso27001"}
    written = call(stocked, "mei", "get", "documented-information?standard=iso9001").json()
    assert all(row["standards"] == ["9001"] for row in written["items"])
    changes = call(
        stocked, "mei", "get", "standards/iso14001/changes/iso14001_2026?limit=200"
    ).json()
    assert [row["new"] for row in changes["items"] if row["kind"] == "new"] == ["iso14001_2026:6.3"]


def test_a_framework_is_looked_into_and_then_kept(stocked: World) -> None:
    def bring(place: str) -> Any:
        file = SimpleUploadedFile("guild.json", oscal())
        return call(stocked, "tomasz", "post", place, data={"file": file})

    seen = bring("frameworks")
    assert (seen.status_code, seen.json()["controls"], seen.json()["kept"]) == (200, 2, False)
    assert on_shelf(stocked.actor("ines"), seen.json()["key"]) is None
    assert bring("frameworks?keep=true").status_code == 201
    assert on_shelf(stocked.actor("ines"), seen.json()["key"]) is not None
    assert bring("frameworks?keep=true").status_code == 409


def test_a_file_that_is_no_framework_is_refused_with_its_cause(stocked: World) -> None:
    file = SimpleUploadedFile("ssp.json", json.dumps({"system-security-plan": {}}).encode())
    answer = call(stocked, "tomasz", "post", "frameworks", data={"file": file})
    assert answer.status_code == 422
    assert "this is a system security plan" in answer.content.decode()


def test_a_licensed_text_is_laid_down_but_never_handed_out(stocked: World) -> None:
    given = {"data": {"text": "Invented licensed words."}, "content_type": "application/json"}
    assert (
        call(stocked, "priya", "put", "standards/iso9001/texts/10.2.1", **given).status_code == 204
    )
    assert (
        b"Invented licensed words."
        in stocked.client("mei").get(HERE + "s/iso9001/at/10.2.1/").content
    )
    for place in ("standards/iso9001/lines/10.2.1", "standards/iso9001/oscal"):
        assert b"Invented licensed" not in call(stocked, "mei", "get", place).content
    assert call(stocked, "priya", "delete", "standards/iso9001/texts/10.2.1").status_code == 204
    assert call(stocked, "priya", "delete", "standards/iso9001/texts/10.2.1").status_code == 404


def test_a_reader_may_not_write_and_a_stranger_sees_no_own_framework(stocked: World) -> None:
    given = {"data": {"concept": ["Look"]}, "content_type": "application/json"}
    place = "standards/iso27001/attributes/A.5.1"
    assert call(stocked, "mei", "put", place, **given).status_code == 403
    assert call(stocked, "priya", "put", place, **given).json()["concept"] == ["Look"]
    file = SimpleUploadedFile("guild.json", oscal())
    key = call(stocked, "tomasz", "post", "frameworks?keep=true", data={"file": file}).json()["key"]
    assert call(stocked, "jonas", "get", f"standards/{key}").status_code == 404
    assert (
        call(stocked, "jonas", "get", "standards/iso27001/lines/A.5.1").json()["attributes"] == {}
    )
