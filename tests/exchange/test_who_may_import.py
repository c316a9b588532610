"""Readers look, strangers find nothing, and the file can be had again by those who may look."""

from __future__ import annotations

import pytest
from django.test import Client

from isonomy.exchange.models import Import
from tests.exchange.conftest import Firm
from tests.exchange.making import csv_text
from tests.exchange.test_importing_a_table import GERMAN, bring_and_try

PAGES = ["{pk}/", "{pk}/columns/", "{pk}/errors.csv", "{pk}/file/"]


def test_a_reader_sees_imports_but_cannot_make_or_take_them(firm: Firm) -> None:
    row = bring_and_try(firm)
    assert firm.reader.get(firm.url()).status_code == 200
    page = firm.reader.get(firm.url(f"{row.pk}/"))
    assert page.status_code == 200
    assert "Take the rows in" not in page.content.decode()
    assert firm.reader.get(firm.url("new/")).status_code == 404
    assert firm.reader.post(firm.url(f"{row.pk}/take/apply")).status_code == 404
    assert firm.latest().state == "tried"


@pytest.mark.parametrize("page", PAGES)
def test_an_import_of_another_organisation_is_not_there(
    firm: Firm, stranger: Firm, page: str
) -> None:
    row = bring_and_try(firm)
    assert firm.browser.get(firm.url(page.format(pk=row.pk))).status_code == 200
    assert stranger.browser.get(stranger.url(page.format(pk=row.pk))).status_code == 404
    assert stranger.browser.get(firm.url(page.format(pk=row.pk))).status_code == 404


def test_a_stranger_cannot_take_another_organisations_rows_in(firm: Firm, stranger: Firm) -> None:
    row = bring_and_try(firm)
    assert stranger.browser.post(stranger.url(f"{row.pk}/take/apply")).status_code == 404
    assert firm.latest().state == "tried"
    assert not Import.objects.for_(stranger.actor).exists()


def test_whoever_is_not_signed_in_is_asked_to(firm: Firm) -> None:
    response = Client().get(firm.url())
    assert response.status_code == 302
    assert "/account/" in response["Location"]


def test_a_step_that_does_not_exist_is_not_there(firm: Firm) -> None:
    row = bring_and_try(firm)
    assert firm.browser.post(firm.url(f"{row.pk}/take/map")).status_code == 404
    assert firm.browser.get(firm.url(f"{row.pk}/take/apply")).status_code == 405


def test_the_file_comes_back_as_it_was_brought(firm: Firm) -> None:
    data = csv_text(GERMAN).encode()
    firm.bring(data, "Standorte.csv")
    response = firm.browser.get(firm.url(f"{firm.latest().pk}/file/"))
    assert b"".join(response) == data
    assert "Standorte.csv" in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment")


def test_the_list_shows_what_became_of_each_import(firm: Firm) -> None:
    row = bring_and_try(firm)
    firm.browser.post(firm.url(f"{row.pk}/take/apply"))
    page = firm.reader.get(firm.url()).content.decode()
    assert "sites.csv" in page
    assert "Taken in" in page
    assert "Berta Boss" in page


def test_an_empty_list_says_what_belongs_here(firm: Firm) -> None:
    assert "Nothing was imported yet" in firm.browser.get(firm.url()).content.decode()
    page = firm.reader.get(firm.url()).content.decode()
    assert "exchange/new/" not in page
