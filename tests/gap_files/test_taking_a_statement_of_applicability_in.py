"""A Statement of Applicability made elsewhere comes in: good rows go in, the wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from isonomy.base.models import Event
from isonomy.exchange.services import apply_import, undo_import
from isonomy.gap.models import Action, ActionGap, Answer, Evidence
from isonomy.gap.services.answers import Given, Place, give_answer
from isonomy.norms.gap.state import State
from isonomy.norms.kernel.workflow import Refused
from tests.gap_files.conftest import Company

SOA = "real_inputs/registers_iso27001/en/statement-of-applicability.csv"


def test_the_given_statement_brings_92_controls_in_and_reports_line_72(
    company: Company, shared: Path
) -> None:
    row, run = company.try_file((shared / SOA).read_bytes())
    assert run.counts == {"create": 92, "update": 0, "unchanged": 0, "error": 1}
    assert [(fault.line, fault.field) for fault in run.faults] == [
        (72, "Implementation Description")
    ]
    apply_import(actor=company.actor(), row=row)
    states = [found.state for found in company.picture.controls]
    assert (states.count(State.CONFORMS), states.count(State.NOT_APPLICABLE)) == (91, 1)
    assert company.picture.standing_of["iso27001:A.8.12"] is State.NOT_ASSESSED
    answer = Answer.objects.for_(company.actor()).get(key="iso27001:A.5.1")
    assert answer.note == "Information Security Policy approved by CEO and communicated"
    assert answer.justification == "Required by ISO 27001 5.2 and regulatory expectations"


def test_the_rows_around_a_malformed_one_keep_their_own_words(
    company: Company, shared: Path
) -> None:
    row, _ = company.try_file((shared / SOA).read_bytes())
    apply_import(actor=company.actor(), row=row)
    notes = dict(Answer.objects.for_(company.actor()).values_list("key", "note"))
    lines = (shared / SOA).read_text().splitlines()
    for number in (70, 73):  # lines 71 and 74: before and after the malformed one
        clause, words = lines[number].split(",")[0], lines[number].split(",")[-2]
        assert notes[f"iso27001:{clause}"] == words.strip('"')


def test_one_event_lists_every_answer_of_the_import(company: Company, shared: Path) -> None:
    row, _ = company.try_file((shared / SOA).read_bytes())
    apply_import(actor=company.actor(), row=row)
    event = Event.objects.get(organisation_id=company.organisation.pk, verb="import.apply")
    kinds = [change["kind"] for change in event.changes]
    assert kinds.count("gap.answer") == 92


def test_bringing_the_same_file_again_changes_nothing(company: Company, shared: Path) -> None:
    data = (shared / SOA).read_bytes()
    row, _ = company.try_file(data)
    apply_import(actor=company.actor(), row=row)
    _, again = company.try_file(data)
    assert again.counts == {"create": 0, "update": 0, "unchanged": 92, "error": 1}


def test_undoing_restores_what_stood_there_before(company: Company, shared: Path) -> None:
    company.answer("iso27001:A.5.1", state="partly", note="Only the draft.")
    row, run = company.try_file((shared / SOA).read_bytes())
    assert run.counts["update"] == 1
    row = apply_import(actor=company.actor(), row=row)
    assert company.picture.standing_of["iso27001:A.5.1"] is State.CONFORMS
    undo_import(actor=company.actor(), row=row, reason="Wrong file")
    rows = Answer.objects.for_(company.actor())
    assert list(rows.values_list("key", "state", "note")) == [
        ("iso27001:A.5.1", "partly", "Only the draft.")
    ]


def test_undoing_is_refused_once_somebody_wrote_over_it(company: Company, shared: Path) -> None:
    row, _ = company.try_file((shared / SOA).read_bytes())
    row = apply_import(actor=company.actor(), row=row)
    give_answer(
        actor=company.actor("tom"),
        picture=company.picture,
        place=Place("iso27001:A.5.2"),
        given=Given(1, {"note": "Tom knows better."}),
    )
    with pytest.raises(Refused, match=r"A\.5\.2"):
        undo_import(actor=company.actor(), row=row, reason="Wrong file")


def test_german_headings_and_words_are_understood(company: Company) -> None:
    text = (
        "Nr.;Bezeichnung;Anwendbar;Begründung;Umsetzungsstatus;Bemerkung;Verantwortlich\r\n"
        "A.5.1;Richtlinien;ja;Gesetz;umgesetzt;Leitlinie gilt;Tom Berg\r\n"
        "A.7.4;Überwachung;nein;Kein eigenes Gelände;;;\r\n"
        "A.8.1;Endgeräte;ja;Verträge;teilweise umgesetzt;MDM fehlt;IT-Leitung\r\n"
    )
    row, run = company.try_file(text.encode("cp1252"))
    assert run.counts == {"create": 3, "update": 0, "unchanged": 0, "error": 0}
    apply_import(actor=company.actor(), row=row)
    rows = {a.key: a for a in Answer.objects.for_(company.actor()).select_related("responsible")}
    assert rows["iso27001:A.5.1"].responsible == company.people["tom"]
    assert rows["iso27001:A.7.4"].state == State.NOT_APPLICABLE
    assert rows["iso27001:A.7.4"].justification == "Kein eigenes Gelände"
    assert rows["iso27001:A.8.1"].state == State.PARTLY
    assert rows["iso27001:A.8.1"].note == "MDM fehlt\nResponsible: IT-Leitung"


def test_leaving_a_control_out_without_a_reason_is_reported(company: Company) -> None:
    _, run = company.try_file(b"Control,Applicable,Justification\nA.5.1,No,\nA.5.2,Yes,Law\n")
    assert run.counts["error"] == 1
    assert "Say why it does not apply" in str(run.faults[0].cause)


def test_a_clause_that_may_not_be_left_out_is_reported_with_its_rule(company: Company) -> None:
    _, run = company.try_file(
        b"Clause,Standard,Status,Justification\n5.2,ISO 45001,not applicable,We do not like it\n"
    )
    assert run.counts["error"] == 1
    assert "may not be left out" in str(run.faults[0].cause)


def test_a_number_that_all_standards_share_means_the_shared_answer(company: Company) -> None:
    row, _ = company.try_file(b"Clause,Status\n7.5.3,implemented\n")
    apply_import(actor=company.actor(), row=row)
    answer = Answer.objects.for_(company.actor()).get()
    assert (answer.key, answer.part, answer.state) == ("hs:7.5.3", "", "conforms")


def test_a_requirement_judged_whole_counts_for_its_shared_part_too(company: Company) -> None:
    row, _ = company.try_file(b"Clause,Standard,Status\n4.1,ISO 9001,implemented\n")
    row = apply_import(actor=company.actor(), row=row)
    assert company.picture.standing_of["iso9001:4.1"] is State.CONFORMS
    undo_import(actor=company.actor(), row=row, reason="Wrong file")
    assert not Answer.objects.for_(company.actor()).exists()


def test_references_become_evidence_once(company: Company) -> None:
    data = b"Control,Status,Reference\nA.5.1,Implemented,POL-001\nA.5.2,Implemented,POL-001\n"
    row, _ = company.try_file(data)
    apply_import(actor=company.actor(), row=row)
    assert list(Evidence.objects.for_(company.actor()).values_list("title", "kind")) == [
        ("POL-001", "record")
    ]


def test_many_answers_change_at_once_and_the_trail_knows_what_each_said(company: Company) -> None:
    keys = [question.key for question in company.picture.questions][:150]
    first = "Id,State,Note\n" + "".join(f"{key},partly,Seen in spring\n" for key in keys)
    row, _ = company.try_file(first.encode())
    apply_import(actor=company.actor(), row=row)
    row, run = company.try_file(first.replace("spring", "autumn").encode())
    assert run.counts["update"] == 150
    row = apply_import(actor=company.actor(), row=row)
    answers = Answer.objects.for_(company.actor())
    assert set(answers.values_list("note", "version")) == {("Seen in autumn", 2)}
    assert answers.count() == 150
    event = Event.objects.filter(verb="import.apply").latest("sequence")
    told = [change for change in event.changes if change["kind"] == "gap.answer"]
    assert {(c["before"]["note"], c["after"]["note"]) for c in told} == {
        ("Seen in spring", "Seen in autumn")
    }
    undo_import(actor=company.actor(), row=row, reason="Wrong season")
    assert set(answers.all().values_list("note", flat=True)) == {"Seen in spring"}


def test_the_risk_treatment_plan_and_the_capa_register_enter_the_plan(
    company: Company, shared: Path
) -> None:
    folder = shared / "real_inputs/registers_iso27001/en"
    # three treatments are due “Recurring”, which is no date: they are reported, the others go in
    for name, rows, wrong in (("risk-treatment-plan.csv", 8, 3), ("capa-register.csv", 5, 0)):
        data = (folder / name).read_bytes()
        row, run = company.try_file(data, target="gap.actions", name=name)
        assert (run.counts["create"], run.counts["error"]) == (rows, wrong), run.faults
        assert {fault.field for fault in run.faults} <= {"Due Date"}
        apply_import(actor=company.actor(), row=row)
        _, again = company.try_file(data, target="gap.actions", name=name)
        assert again.counts["unchanged"] == rows
    first = Action.objects.for_(company.actor()).get(title__startswith="RTP-001 ")
    assert first.state == "in_progress"
    assert "Owner: IT Operations Lead" in first.details
    gaps = ActionGap.objects.for_(company.actor()).filter(action=first)
    assert set(gaps.values_list("key", flat=True)) == {"iso27001:A.5.17", "iso27001:A.8.5"}


def test_the_document_register_becomes_evidence_with_its_dates(
    company: Company, shared: Path
) -> None:
    data = (shared / "real_inputs/registers_iso27001/en/document-control-register.csv").read_bytes()
    row, run = company.try_file(data, target="gap.evidence", name="documents.csv")
    assert (run.counts["create"], run.counts["error"]) == (25, 1)
    assert [(f.line, f.field) for f in run.faults] == [(27, "Next Review")]  # “Continuous”
    apply_import(actor=company.actor(), row=row)
    policy = Evidence.objects.for_(company.actor()).get(title__startswith="POL-001 ")
    assert (str(policy.proves_until), policy.review_months) == ("2026-01-15", 12)
    soa = (shared / SOA).read_bytes()
    row, _ = company.try_file(soa)
    apply_import(actor=company.actor(), row=row)
    used = company.picture
    assert used.standing_of["iso27001:A.5.1"] is State.CONFORMS
    titles = Evidence.objects.for_(company.actor()).filter(title__startswith="POL-001")
    assert titles.count() == 1  # the register's document, not a second one
