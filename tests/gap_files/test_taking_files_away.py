"""Files are taken away from the pages: as attachments, under safe names, by whoever may read."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.test import Client

from isonomy.gap.models import AssessmentStandard
from isonomy.gap.services.assessment import change_assessment
from isonomy.gap.services.baseline import freeze_baseline
from tests.gap_files.conftest import Company

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(company: Company, name: str = "maria") -> Client:
    """Somebody's signed-in browser."""
    client = Client()
    client.force_login(company.people[name], BACKEND)
    return client


def address(company: Company, what: str) -> str:
    """Where a file of the analysis is."""
    assert company.analysis is not None
    return f"/o/{company.organisation.slug}/gap/{company.analysis.pk}/files/{what}"


def content(response: Any) -> bytes:
    """All bytes of a download."""
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("what", ["report.pdf", "workbook.xlsx", "catalogue/iso9001"])
def test_a_reader_takes_files_away_and_a_stranger_finds_nothing(
    company: Company, stranger: Company, what: str
) -> None:
    assert browser(company, "rita").get(address(company, what)).status_code == 200
    assert browser(stranger).get(address(company, what)).status_code == 404
    smuggled = address(company, what).replace(company.organisation.slug, stranger.organisation.slug)
    assert browser(stranger).get(smuggled).status_code == 404


def test_a_kind_that_is_not_offered_is_not_there(company: Company) -> None:
    for what in ("report.exe", "..%2Fsecret", "catalogue/iso13485"):
        assert browser(company).get(address(company, what)).status_code == 404


def test_a_name_from_a_person_is_made_safe_for_a_file(company: Company) -> None:
    row = company.analysis
    assert row is not None
    found = company.picture
    change_assessment(
        actor=company.actor(),
        assessment=row,
        name='../../etc "Größe"\r\nX: y 日本',
        scope="",
        packs=[standard.pack for standard in _standards(company)],
        sites=found.sites,
        aim=100,
        aim_on=None,
    )
    response = browser(company).get(address(company, "result.json"))
    assert response.status_code == 200
    header = response["Content-Disposition"]
    assert header.startswith("attachment")
    assert "\n" not in header
    assert ".." not in header
    assert "/" not in header.partition("''")[2]


def _standards(company: Company) -> Any:
    rows = AssessmentStandard.objects.for_(company.actor()).filter(assessment=company.analysis)
    return rows.select_related("pack").order_by("position")


def test_the_result_has_the_figures_of_the_pages(company: Company) -> None:
    company.answer("hs:4.1.climate", state="conforms")
    told = json.loads(content(browser(company).get(address(company, "result.json"))))
    assert told["readiness"]["percent"] == int(company.picture.readiness.value or 0)
    assert told["counts"]["conforms"] == 6


def test_the_report_tells_a_baseline_beside_today(company: Company) -> None:
    company.answer("iso9001:8.3.2", state="does_not_conform", note="=cmd|' /C calc'!A0 ok")
    freeze_baseline(actor=company.actor(), picture=company.picture, name="Before the audit")
    company.answer("iso9001:8.3.2", state="conforms")
    data = content(browser(company).get(address(company, "report.docx")))
    docx = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(data))
    cells = {c.text for table in document.tables for line in table.rows for c in line.cells}
    words = "\n".join([*(p.text for p in document.paragraphs), *cells])
    assert "Before the audit" in words
    assert content(browser(company).get(address(company, "report.pdf"))).startswith(b"%PDF-1.7")
