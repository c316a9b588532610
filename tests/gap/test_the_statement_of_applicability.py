"""The Statement of Applicability: decide row by row, draw up, approve, print, and who may."""

from __future__ import annotations

import io
import re
from typing import Any

from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from isonomy.base.transitions import take
from isonomy.gap.models import Answer, SoaVersion
from isonomy.gap.queries.statement import control_rows, paper_of
from isonomy.gap.services.answers import Given, Place, give_answer
from isonomy.gap.services.statement import draw_up_statement
from isonomy.norms.gap.state import State
from tests.world import PASSWORD, World
from tests.world.gap import ORG, analysis, seen

KEY = "iso27001:A.8.30"
HX: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def at(world: World, name: str, *more: Any) -> str:
    return reverse(f"gap:{name}", args=[ORG, analysis(world, "iso27001").pk, *more])


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def decide(world: World, key: str, state: State, **facts: Any) -> None:
    give_answer(
        actor=world.actor("tomasz"),
        picture=seen(world),
        place=Place(key),
        given=Given(0, {"state": state, **facts}),
    )


def decide_all(world: World) -> None:
    """Every control applies, each because of the treatment of risks."""
    analysis(world, "iso27001")
    found = seen(world)
    for standing in found.controls:
        give_answer(
            actor=world.actor("tomasz"),
            picture=found,
            place=Place(standing.question.key),
            given=Given(0, {"state": State.CONFORMS, "reasons": ["risk"]}),
        )


def just_signed_in(world: World, who: str) -> Client:
    """A browser of somebody who has shown a moment ago who they are."""
    browser = world.client(who)
    answer = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302
    return browser


def test_all_controls_are_listed_by_theme_with_their_decision(world: World) -> None:
    analysis(world, "iso27001")
    decide(world, KEY, State.NOT_APPLICABLE, justification="We write no software.")
    decide(world, "iso27001:A.5.1", State.PARTLY, reasons=["law", "contract"])
    text = text_of(world.client("mei").get(at(world, "statement")))
    assert text.count('<article class="control') == 93
    for theme in ("Organizational", "People", "Physical", "Technological"):
        assert f">{theme}</h2>" in text
    assert "1 of 93 controls of ISO/IEC 27001:2022 apply, 0 of them are implemented." in text
    assert "We write no software." in text
    assert "Law or regulation" in text
    assert "Contract or customer" in text


def test_a_row_is_decided_in_its_place_without_a_script(world: World) -> None:
    browser = world.client("priya")
    opened = browser.get(at(world, "control", KEY), follow=True)
    assert "Save the decision" in text_of(opened)
    data = {"version": 0, "state": "partly", "reasons": ["risk"], "note": "Contract clause"}
    answer = browser.post(at(world, "control", KEY), data)
    assert answer.headers["Location"] == at(world, "statement") + "#c-A.8.30"
    row = Answer.objects.for_(world.actor("mei")).get(key=KEY)
    assert (row.state, row.reasons, row.note) == ("partly", ["risk"], "Contract clause")


def test_with_a_script_only_the_row_comes_back(world: World) -> None:
    browser = world.client("priya")
    data = {"version": 0, "state": "conforms", "reasons": ["practice"]}
    text = text_of(browser.post(at(world, "control", KEY), data, **HX))
    assert text.count("<article") == 1
    assert "Implemented" in text
    assert "<html" not in text


def test_leaving_a_control_out_needs_its_justification(world: World) -> None:
    data = {"version": 0, "state": "not_applicable"}
    answer = world.client("priya").post(at(world, "control", KEY), data)
    assert answer.status_code == 422
    assert "Write why this control is left out." in text_of(answer)
    assert not Answer.objects.for_(world.actor("mei")).filter(key=KEY).exists()


def test_who_comes_second_sees_what_was_decided_and_may_keep_their_own(world: World) -> None:
    analysis(world, "iso27001")
    decide(world, KEY, State.NOT_APPLICABLE, justification="What Tomasz wrote")
    browser, address = world.client("priya"), at(world, "control", KEY)
    mine = {"version": 0, "state": "partly", "justification": "What Priya wrote"}
    answer = browser.post(address, mine)
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Tomasz Lindgren decided on this control" in text
    assert "What Tomasz wrote" in text
    assert "What Priya wrote" in text
    kept = browser.post(address, {**mine, "version": 1})
    assert kept.status_code == 302
    row = Answer.objects.for_(world.actor("mei")).get(key=KEY)
    assert row.justification == "What Priya wrote"


def test_a_version_with_open_controls_says_what_is_missing(world: World) -> None:
    analysis(world, "iso27001")
    decide(world, "iso27001:A.5.1", State.CONFORMS)
    answer = world.client("tomasz").post(at(world, "statement_draw_up"), follow=True)
    text = text_of(answer)
    assert "Version 1 is drawn up." in text
    assert "These controls are not decided yet: A.5.2, A.5.3" in text
    assert "These controls have no reason yet: A.5.1" in text
    assert "Approve this version" not in text
    address = at(world, "statement_approve", 1)
    row = SoaVersion.objects.for_(world.actor("mei")).get()
    data = {"meaning": "I approve", "digest": row.digest}
    refused = just_signed_in(world, "tomasz").post(address, data)
    assert "These controls are not decided yet" in text_of(refused)
    row.refresh_from_db()
    assert row.state == "draft"


def test_signing_asks_who_you_are_first(world: World) -> None:
    decide_all(world)
    draw_up_statement(actor=world.actor("tomasz"), picture=seen(world))
    address, browser = at(world, "statement_approve", 1), world.client("tomasz")
    answer = browser.get(address)
    assert answer.status_code == 302
    assert "reauthenticate" in answer.headers["Location"]
    sent = browser.post(address, {"meaning": "What I typed"})
    asked = browser.get(sent.headers["Location"])
    shown = browser.post(asked.headers["Location"], {"password": PASSWORD}, follow=True)
    assert 'value="What I typed"' in text_of(shown)


def test_an_approved_version_names_who_signed_and_what_it_means(world: World) -> None:
    decide_all(world)
    first = draw_up_statement(actor=world.actor("tomasz"), picture=seen(world))
    take(world.actor("ines"), first, "approve", said={"meaning": "Earlier"})
    second = draw_up_statement(actor=world.actor("tomasz"), picture=seen(world))
    data = {"meaning": "I accept the risks that remain", "digest": second.digest}
    browser = just_signed_in(world, "tomasz")
    text = text_of(browser.post(at(world, "statement_approve", 2), data, follow=True))
    assert "Version 2 is approved." in text
    assert "I accept the risks that remain" in text
    assert "Tomasz Lindgren approved the Statement of Applicability, version 2" in text
    first.refresh_from_db()
    assert first.state == "superseded"


def test_other_bytes_than_those_seen_are_not_signed(world: World) -> None:
    decide_all(world)
    row = draw_up_statement(actor=world.actor("tomasz"), picture=seen(world))
    data = {"meaning": "I approve", "digest": "0" * 64}
    browser = just_signed_in(world, "tomasz")
    assert browser.post(at(world, "statement_approve", 1), data).status_code == 404
    row.refresh_from_db()
    assert row.state == "draft"


def test_the_paper_says_what_was_decided(world: World) -> None:
    analysis(world, "iso27001")
    decide(world, KEY, State.NOT_APPLICABLE, justification="We write no software.")
    decide(world, "iso27001:A.5.1", State.PARTLY, reasons=["law"], justification="NIS2 asks")
    version = draw_up_statement(actor=world.actor("tomasz"), picture=seen(world))
    paper = paper_of(world.actor("mei"), seen(world), version, "en")
    by_id = {control.id: control for control in paper.controls}
    assert (by_id["8.30"].applies, by_id["8.30"].status) == (False, None)
    assert by_id["8.30"].justification == "We write no software"
    assert (by_id["5.1"].applies, by_id["5.1"].status) == (True, "partly")
    assert by_id["5.1"].justification == "Law or regulation. NIS2 asks"
    assert by_id["5.2"].applies is None
    assert paper.approvals == ()
    assert paper.scope == "Chilled meals at two sites."


def test_a_version_is_printed_and_taken_away_as_a_workbook(world: World) -> None:
    analysis(world, "iso27001")
    decide(world, KEY, State.NOT_APPLICABLE, justification="We write no software.")
    draw_up_statement(actor=world.actor("tomasz"), picture=seen(world))
    reader = world.client("mei")
    pdf = reader.get(at(world, "statement_pdf", 1))
    assert pdf.content.startswith(b"%PDF-")
    name = "statement-of-applicability-aldermoor-foods-1"
    assert f'filename="{name}.pdf"' in pdf.headers["Content-Disposition"]
    sheet = reader.get(at(world, "statement_xlsx", 1)).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert len(rows) == 94
    row = next(row for row in rows if row[0] == "8.30")
    assert "no" in row
    assert "We write no software" in row


def test_an_analysis_without_controls_has_no_statement(world: World) -> None:
    row = analysis(world, "iso9001")
    address = reverse("gap:statement", args=[ORG, row.pk])
    assert world.client("ines").get(address).status_code == 404
    page = world.client("ines").get(reverse("gap:results", args=[ORG, row.pk]))
    assert "Statement of Applicability</a>" not in text_of(page)


def test_rows_are_read_in_the_same_number_of_queries_however_many_are_decided(
    world: World, django_assert_num_queries: Any
) -> None:
    decide_all(world)
    found, actor = seen(world), world.actor("mei")
    assert len(found.controls) == 93
    with django_assert_num_queries(2):
        rows = control_rows(actor, found)
    assert {row.row.reasons[0] for row in rows if row.row} == {"risk"}


def test_readers_decide_nothing_contributors_approve_nothing_strangers_see_nothing(
    world: World,
) -> None:
    analysis(world, "iso27001")
    draw_up_statement(actor=world.actor("tomasz"), picture=seen(world))
    reader = world.client("mei")
    assert reader.post(at(world, "control", KEY), {"version": 0}).status_code == 404
    assert "Decide" not in text_of(reader.get(at(world, "statement")))
    for who in ("priya", "carla"):
        browser = world.client(who)
        assert browser.get(at(world, "statement_approve", 1)).status_code == 404
    for name, more in (
        ("statement", ()),
        ("statement_version", (1,)),
        ("statement_pdf", (1,)),
        ("statement_xlsx", (1,)),
    ):
        assert world.client("hana").get(at(world, name, *more)).status_code == 404
        assert reader.get(at(world, name, *more)).status_code == 200
