"""A program does what a person does on the pages, and a stranger's program gets nothing."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from isonomy.gap.models import Answer
from tests.gap_files.conftest import Company

API = "/api/v1"


class Program:
    """A program with a token of a company."""

    def __init__(self, company: Company, name: str = "maria", **said: Any) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {company.token(name, **said)}"}
        self.base = f"{API}/assessments/{company.analysis.pk}"  # type: ignore[union-attr]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Call one address; paths without a slash in front are those of the analysis."""
        address = path if path.startswith("/") else f"{self.base}/{path}"
        data = "" if body is None else json.dumps(body)
        return self.client.generic(
            method, address, data, "application/json", headers={**self.headers, **headers}
        )

    def bring(self, path: str, name: str, data: bytes, **fields: str) -> Any:
        """Upload a file."""
        address = path if path.startswith("/") else f"{self.base}/{path}"
        file = SimpleUploadedFile(name, data)
        return self.client.post(address, {"file": file, **fields}, headers=self.headers)


@pytest.fixture
def program(company: Company) -> Program:
    """Maria's program."""
    return Program(company)


def test_an_analysis_is_begun_answered_and_read(program: Program) -> None:
    editions = program.ask("GET", f"{API}/editions").json()["items"]
    wanted = [one["id"] for one in editions if one["key"] in ("iso9001", "iso14001", "iso45001")]
    begun = program.ask("POST", f"{API}/assessments", {"name": "Small", "editions": wanted})
    assert begun.status_code == 201, begun.content
    program.base = f"{API}/assessments/{begun.json()['id']}"
    before = program.ask("GET", "results").json()
    given = program.ask(
        "PUT", "questions/hs:7.5.3/answer", {"version": 0, "state": "conforms", "note": "In use."}
    )
    assert (given.status_code, given.json()["version"]) == (200, 1)
    after = program.ask("GET", "results").json()
    risen = [
        new["counts"]["conforms"] - old["counts"]["conforms"]
        for old, new in zip(before["standards"], after["standards"], strict=True)
    ]
    assert len(risen) == 3  # one answer serves three standards


def test_the_second_of_two_programs_sees_both_versions(program: Program) -> None:
    program.ask("PUT", "questions/hs:7.2/answer", {"version": 0, "note": "First."})
    second = program.ask("PUT", "questions/hs:7.2/answer", {"version": 0, "note": "Second."})
    told = second.json()
    assert (second.status_code, told["type"]) == (409, "urn:isonomy:problem:answer-conflict")
    assert (told["theirs"]["note"], told["mine"]["note"]) == ("First.", "Second.")
    assert told["theirs"]["version"] == 1
    chosen = program.ask("PUT", "questions/hs:7.2/answer", {"version": 1, "note": "Both."})
    assert (chosen.status_code, chosen.json()["note"]) == (200, "Both.")


def test_asking_twice_with_one_key_answers_once(program: Program, company: Company) -> None:
    body = {"title": "Train the auditors", "closes": ["hs:9.2.2"]}
    first = program.ask("POST", "actions", body, **{"Idempotency-Key": "k1"})
    again = program.ask("POST", "actions", body, **{"Idempotency-Key": "k1"})
    assert first.json() == again.json()
    assert program.ask("GET", "actions").json()["total"] == 1


def test_a_state_that_the_rules_do_not_allow_is_refused_with_its_rule(program: Program) -> None:
    answer = {"version": 0, "state": "not_applicable", "justification": "We like it not."}
    refused = program.ask("PUT", "questions/hs:5.2/answer", answer)
    told = refused.json()
    assert refused.status_code == 409
    assert told["errors"][0]["field"] == "exclusion_not_allowed"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PATCH", "", {"name": "Mine now"}),
        ("POST", "close", None),
        ("GET", "results", None),
        ("GET", "gaps", None),
        ("GET", "questions", None),
        ("GET", "questions/hs:7.2", None),
        ("PUT", "questions/hs:7.2/answer", {"version": 0, "state": "conforms"}),
        ("POST", "requirements/iso9001:7.2/split", {}),
        ("GET", "evidence", None),
        ("GET", "actions", None),
        ("POST", "actions", {"title": "Theirs"}),
        ("GET", "baselines", None),
        ("POST", "baselines", {"name": "Theirs"}),
        ("GET", "carry-over", None),
        ("GET", "statements", None),
        ("POST", "statements", None),
        ("GET", "imports", None),
        ("GET", "files/report.pdf", None),
        ("GET", "files/workbook.xlsx", None),
        ("GET", "catalogues/iso9001", None),
    ],
)
def test_another_organisations_analysis_is_not_there(
    company: Company, stranger: Company, method: str, path: str, body: Any
) -> None:
    owner, other = Program(company), Program(stranger)
    other.base = owner.base
    address = f"{owner.base}/{path}".rstrip("/")
    assert owner.ask("GET", owner.base).status_code == 200  # there is something to be hidden
    response = other.ask(method, address, body)
    assert response.status_code == 404, response.content
    assert not Answer.objects.unscoped("a test looks at what is there").exists()


def test_another_organisations_evidence_and_sites_are_not_there(
    company: Company, stranger: Company
) -> None:
    owner, other = Program(company), Program(stranger)
    made = owner.ask("POST", f"{API}/evidence", {"title": "Audit 2026", "place": "Shelf 4"})
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert other.ask("GET", f"{API}/evidence/{pk}").status_code == 404
    used = other.ask("POST", f"evidence/{pk}/use", {"key": "hs:7.2"})
    assert used.status_code == 404
    site = company.picture.site_ids[0]
    answered = other.ask(
        "PUT", f"questions/hs:7.2/answer?site={site}", {"version": 0, "state": "conforms"}
    )
    assert answered.status_code == 404


def test_a_reader_reads_and_does_not_write(company: Company) -> None:
    reader = Program(company, "rita")
    assert reader.ask("GET", "questions?limit=5").json()["total"] == 495
    written = reader.ask("PUT", "questions/hs:7.2/answer", {"version": 0, "state": "conforms"})
    assert written.status_code == 403


def test_without_a_token_nothing_is_told(company: Company) -> None:
    response = Client().get(f"{API}/assessments")
    assert response.status_code == 401


def test_an_action_moves_by_its_steps(program: Program) -> None:
    made = program.ask("POST", "actions", {"title": "Write the procedure"}).json()
    path = f"actions/{made['id']}"
    refused = program.ask("POST", f"{path}/transitions/start", {})
    assert refused.status_code == 409
    assert {one["field"] for one in refused.json()["errors"]} == {"owner_missing", "due_missing"}
    whole = {"title": "Write the procedure", "owner": "tom@meadow.example", "due_on": "2027-03-01"}
    put = program.ask("PUT", path, {**whole, "mark": made["mark"]})
    assert put.status_code == 200, put.content
    stale = program.ask("PUT", path, {**whole, "title": "Other", "mark": made["mark"]})
    assert (stale.status_code, stale.json()["theirs"]["owner"]) == (409, "tom@meadow.example")
    started = program.ask("POST", f"{path}/transitions/start", {})
    assert started.json()["state"] == "in_progress"


def test_a_file_proves_an_answer_and_comes_back_byte_for_byte(program: Program) -> None:
    data = b"%PDF-1.7 minutes of the management review"
    made = program.bring(f"{API}/evidence/files", "review.pdf", data, proves_from="2026-03-01")
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    used = program.ask("POST", f"evidence/{pk}/use", {"key": "hs:9.3.1"})
    assert used.status_code == 200, used.content
    question = program.ask("GET", "questions/hs:9.3.1").json()
    assert [one["title"] for one in question["evidence"]] == ["review.pdf"]
    sent = program.ask("GET", f"{API}/evidence/{pk}/file")
    assert b"".join(sent.streaming_content) == data


def test_a_program_is_no_evidence(program: Program) -> None:
    refused = program.bring(f"{API}/evidence/files", "tool.pdf", b"MZ\x90\x00PE\x00\x00" * 50)
    assert refused.status_code == 422


def test_a_requirement_is_split_off_and_joined_again(program: Program) -> None:
    program.ask("PUT", "questions/hs:7.2/answer", {"version": 0, "state": "conforms"})
    apart = program.ask("POST", "requirements/iso50001:7.2/split", {"why": "Energy team"})
    assert (apart.status_code, apart.json()["split_off"]) == (200, True), apart.content
    assert "iso50001" not in program.ask("GET", "questions/hs:7.2").json()["standards"]
    joined = program.ask("POST", "requirements/iso50001:7.2/join")
    assert joined.json()["key"] == "hs:7.2"


def test_a_baseline_is_frozen_and_compared(program: Program) -> None:
    frozen = program.ask("POST", "baselines", {"name": "January"}).json()
    program.ask("PUT", "questions/hs:7.5.3/answer", {"version": 0, "state": "conforms"})
    compared = program.ask("GET", f"baselines/{frozen['id']}/compare").json()
    assert {moved["after"] for moved in compared["moved"]} == {"conforms"}
    assert all(moved["direction"] == "better" for moved in compared["moved"])


def test_a_table_is_tried_taken_in_and_undone(program: Program) -> None:
    data = b"Control,Status,Justification\nA.5.1,Implemented,Law\nA.5.99,Implemented,Law\n"
    tried = program.bring("imports", "soa.csv", data, target="gap.answers")
    assert tried.status_code == 201, tried.content
    told = tried.json()
    assert told["counts"] == {"create": 1, "update": 0, "unchanged": 0, "error": 1}
    wrong = program.ask("GET", f"imports/{told['id']}/rows?action=error").json()["items"]
    assert (wrong[0]["line"], wrong[0]["faults"][0]["field"]) == (3, "Control")
    assert program.ask("POST", f"imports/{told['id']}/apply").json()["state"] == "applied"
    state = program.ask("GET", "questions/iso27001:A.5.1/answer").json()["state"]
    assert state == "conforms"
    undone = program.ask("POST", f"imports/{told['id']}/undo", {"reason": "Wrong company"})
    assert undone.json()["state"] == "undone"
    assert program.ask("GET", "questions/iso27001:A.5.1/answer").json()["version"] == 0


def test_the_statement_is_drawn_up_and_approval_names_what_is_missing(program: Program) -> None:
    drawn = program.ask("POST", "statements")
    assert (drawn.status_code, drawn.json()["number"]) == (201, 1)
    refused = program.ask("POST", "statements/1/transitions/approve", {"meaning": "Approved"})
    assert refused.status_code == 409
    assert "A.5.1" in refused.json()["errors"][0]["cause"]
    pdf = program.ask("GET", "statements/1/files/pdf")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("what", "start"),
    [
        ("report.pdf", b"%PDF"),
        ("report.docx", b"PK"),
        ("report.xlsx", b"PK"),
        ("plan.xlsx", b"PK"),
        ("workbook.xlsx", b"PK"),
        ("result.json", b"{"),
        ("assessment-results.json", b"{"),
        ("assessment-plan.json", b"{"),
    ],
)
def test_every_file_comes_as_an_attachment(program: Program, what: str, start: bytes) -> None:
    response = program.ask("GET", f"files/{what}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert io.BytesIO(b"".join(response.streaming_content)).read(4).startswith(start)


def test_moving_to_a_new_edition_is_planned_and_done(program: Program) -> None:
    program.ask("PUT", "questions/hs:7.5.3/answer", {"version": 0, "state": "conforms"})
    [road] = [r for r in program.ask("GET", "carry-over").json() if r["replaces"] == "iso9001"]
    done = program.ask("POST", f"carry-over/{road['edition']}", {"keep_old": False})
    keys = [standard["key"] for standard in done.json()["standards"]]
    assert keys[0] == "iso9001_2026"
    assert "iso9001" not in keys


def test_an_upload_that_is_sent_again_is_kept_once(program: Program) -> None:
    headers = {**program.headers, "Idempotency-Key": "upload-1"}
    big = b"%PDF-1.7 " + b"x" * 6_000_000
    answers = [
        program.client.post(
            f"{API}/evidence/files",
            {"file": SimpleUploadedFile("big.pdf", big), "title": "Big"},
            headers=headers,
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201], answers[0].content
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert program.ask("GET", f"{API}/evidence").json()["total"] == 1


def test_figures_of_one_site_and_of_no_site_of_ours(program: Program, company: Company) -> None:
    one, other = company.picture.site_ids
    program.ask("PUT", "questions/hs:4.1.climate/answer", {"version": 0, "state": "conforms"})
    program.ask(
        "PUT", f"questions/hs:4.1.climate/answer?site={other}", {"version": 0, "state": "partly"}
    )
    at_one = program.ask("GET", f"results?site={one}").json()["counts"]
    at_other = program.ask("GET", f"results?site={other}&standards=iso9001").json()["counts"]
    assert (at_one["conforms"], at_other["partly"]) == (6, 1)
    assert program.ask("GET", "results?site=999999").status_code == 404
