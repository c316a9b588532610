"""Reports, statements, workbooks and mails hold no word that was not put up for translation."""

from __future__ import annotations

import io
import re
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client, override_settings
from docx import Document
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from isonomy.base.access import Role
from isonomy.gap.exchange.away import taken, taken_statement
from isonomy.gap.models import Assessment
from isonomy.gap.queries.picture import picture
from isonomy.gap.services.statement import draw_up_statement
from isonomy.norms.gap.state import State
from isonomy.parties.invitation_mail import send_invitation
from isonomy.parties.models import Invitation, Person
from isonomy.parties.services import invite
from tests.language.known import CODE_WORD, WORD, Known, rows_of_people, texts_of_packs
from tests.language.pseudo import CODE, speaking_greek, without_german
from tests.world import PASSWORD, World
from tests.world.gap import action, answered, baseline, evidence

MAIL_SETTINGS = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}


def furnished(world: World) -> Known:
    """An analysis with an answer of every state, evidence, a plan and a baseline; and its data."""
    baseline(world)
    for key, state in (
        ("hs:9.2.2", State.DOES_NOT_CONFORM),
        ("hs:10.2", State.PARTLY),
        ("hs:7.5.3", State.CONFORMS),
    ):
        answered(world, key, state, note="Written by Tomasz.")
    evidence(world)
    action(world)
    return Known(rows_of_people(), texts_of_packs(), OUR_RULES)


def words_of_pdf(content: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return re.sub(r"[\u200b\u00ad]", "", text)


def cells_of(content: bytes) -> list[str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    shown = [sheet for sheet in book.sheets_metadata if str(sheet.visible).endswith("Visible")]
    rows = [row for sheet in shown for row in book.get_sheet_by_name(sheet.name).to_python()]
    return [sheet.name for sheet in shown] + [str(cell) for row in rows for cell in row]


def paragraphs_of(content: bytes) -> list[str]:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [p.text for p in document.paragraphs] + cells


OUR_RULES = ["Isonomy:1, readiness"]
"""A rule of our own is cited by its name, as a clause of a standard is."""

HEXADECIMAL = re.compile(r"[0-9a-f]{6,}")


def left_in(known: Known, texts: list[str]) -> list[str]:
    """Strings of which a word is neither data nor translated."""
    return [text for text in texts if known.forgotten(" ".join(text.split()))]


@pytest.mark.matrix
@pytest.mark.parametrize("what", ["report.docx", "report.xlsx", "plan.xlsx", "workbook.xlsx"])
def test_office_files_are_translated(what: str, world: World) -> None:
    known = furnished(world)
    actor = world.actor("tomasz")
    found = picture(actor, Assessment.objects.for_(actor).get())
    with speaking_greek() as language:
        content = taken(actor, found, what).content
    read = paragraphs_of if what.endswith("docx") else cells_of
    left = [text for text in left_in(known, read(content)) if not CODE_WORD.fullmatch(text)]
    assert left == [], "\n".join(left[:60])
    assert without_german(language.asked) == set()


@pytest.mark.matrix
def test_the_report_and_the_statement_are_translated(world: World) -> None:
    known = furnished(world)
    actor = world.actor("tomasz")
    found = picture(actor, Assessment.objects.for_(actor).get())
    row = draw_up_statement(actor=actor, picture=found)
    with speaking_greek() as language:
        report = words_of_pdf(taken(actor, found, "report.pdf").content)
        statement = words_of_pdf(taken_statement(actor, found, row, "pdf").content)
    assert "Ρεαδινεσσ" in report  # the pretended language was spoken
    assert unknown_words(known, report) == set()
    assert unknown_words(known, statement) == set()
    assert without_german(language.asked) == set()


def unknown_words(known: Known, text: str) -> set[str]:
    """Words on paper that occur in no data; lines break anywhere, so words are asked one by one."""
    data = set(WORD.findall(" ".join(known.data)))
    found = {word.lower() for word in WORD.findall(HEXADECIMAL.sub(" ", text))}
    return {word for word in found - data if known.forgotten(word)}


@pytest.mark.parametrize("language", ["de", CODE])
def test_an_invitation_speaks_the_language_of_the_organisation(language: str, world: World) -> None:
    invited = invite(world.actor("ines"), email="new@aldermoor.example", role=Role.READER)
    row = Invitation.objects.for_(world.actor("ines")).get(email="new@aldermoor.example")
    row.organisation.language = language
    with speaking_greek(), override_settings(**MAIL_SETTINGS):
        send_invitation(row, "https://isonomy.example/join/x", "Ines Okafor")
    sent = mail.outbox[-1]
    assert invited.secret not in sent.subject
    if language == "de":
        assert sent.subject == "Aldermoor Foods lädt Sie zu Isonomy ein"
        assert "in der Rolle Lesezugriff" in sent.body
    else:
        known = Known(["Aldermoor Foods", "Ines Okafor"])
        assert left_in(known, [sent.subject, *sent.body.splitlines()]) == []


@pytest.mark.parametrize("address", ["mei@aldermoor.example", "nobody@aldermoor.example"])
def test_the_mails_about_a_new_password_are_translated(address: str, world: World) -> None:
    Person.objects.filter(email=address).update(language=CODE)
    with speaking_greek() as language, override_settings(**MAIL_SETTINGS):
        with patch("django.utils.translation.get_language_from_request", return_value=CODE):
            answer = Client().post("/account/password/reset/", {"email": address})
        assert answer.status_code == 302
    sent = mail.outbox[-1]
    assert "testserver" not in sent.subject
    assert (
        left_in(Known(rows_of_people(), [address]), [sent.subject, *sent.body.splitlines()]) == []
    )
    assert without_german(language.asked) == set()


def test_the_mail_that_confirms_an_address_is_translated(world: World) -> None:
    person = world.people["mei"]
    Person.objects.filter(pk=person.pk).update(language="de")
    browser = world.client("mei")
    with override_settings(**MAIL_SETTINGS):
        browser.post("/account/reauthenticate/", {"password": PASSWORD})
        browser.post("/account/email/", {"email": "mei.huang@aldermoor.example", "action_add": ""})
    sent = mail.outbox[-1]
    assert sent.to == ["mei.huang@aldermoor.example"]
    assert sent.subject == "Bestätigen Sie Ihre E-Mail-Adresse für Isonomy"
    assert "Öffnen Sie diesen Link" in sent.body
