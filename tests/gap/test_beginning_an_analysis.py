"""Beginning a gap analysis one question at a time, changing it, putting it away."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.urls import reverse

from isonomy.catalogue.models import InstalledPack
from isonomy.catalogue.shelf import install_shipped_packs
from isonomy.gap.models import Assessment
from isonomy.gap.queries.picture import picture
from isonomy.norms.gap.state import State
from tests.world import World
from tests.world.gap import ORG, analysis, answered, seen


def step(name: str) -> str:
    return reverse("gap:begin_step", args=[ORG, name])


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def packs(world: World, *keys: str) -> list[int]:
    rows = InstalledPack.objects.for_(world.actor("mei")).filter(key__in=keys)
    return [row.pk for row in rows.order_by("pk")]


def test_an_empty_house_teaches_and_offers_one_button(world: World) -> None:
    text = text_of(world.client("tomasz").get(reverse("gap:home", args=[ORG])))
    assert "Find out where you stand" in text
    assert "Begin a gap analysis" in text
    reader = text_of(world.client("mei").get(reverse("gap:home", args=[ORG])))
    assert "A manager of your organisation can begin one." in reader
    assert "Begin a gap analysis" not in reader


def test_editions_show_their_dates_how_sure_they_are_and_which_are_drafts(world: World) -> None:
    install_shipped_packs()
    text = text_of(world.client("tomasz").get(step("standards")))
    assert text.count("Draft content") == 2
    assert "Certificates to the old edition end</dt><dd>30 September 2029" in text
    assert "well reported" in text
    assert "September 2015" in text


def test_the_three_questions_make_an_analysis(world: World) -> None:
    install_shipped_packs()
    browser, chosen = world.client("tomasz"), packs(world, "iso9001", "iso14001")
    answer = browser.post(step("standards"), {"packs": chosen})
    assert answer.headers["Location"] == step("sites")
    answer = browser.post(step("sites"), {"sites": [world.sites["selwyn"].pk]})
    assert answer.headers["Location"] == step("scope")
    assert 'value="9001, 14001"' in text_of(browser.get(step("scope")))
    data = {"name": "Two standards", "scope": "Meals", "aim": "95", "aim_on": "2027-06-30"}
    answer = browser.post(step("scope"), data)
    row = Assessment.objects.for_(world.actor("mei")).get()
    assert answer.headers["Location"] == reverse("gap:work", args=[ORG, row.pk])
    assert (row.name, row.scope, row.aim, row.aim_on) == (
        "Two standards",
        "Meals",
        95,
        date(2027, 6, 30),
    )
    found = picture(world.actor("mei"), row)
    assert [pack.id for pack in found.packs] == ["iso9001", "iso14001"]
    assert [site.name for site in found.sites] == ["Port Selwyn"]


def test_back_keeps_what_was_typed_even_if_it_is_not_valid_yet(world: World) -> None:
    install_shipped_packs()
    browser = world.client("tomasz")
    browser.post(step("standards"), {"packs": packs(world, "iso45001")})
    browser.post(step("sites"), {"sites": []})
    answer = browser.post(step("scope"), {"name": "", "scope": "Half a senten", "back": "1"})
    assert answer.headers["Location"] == step("sites")
    assert not re.search(r'name="sites"[^>]* checked', text_of(browser.get(step("sites"))))
    back = browser.post(step("sites"), {"back": "1"})
    assert back.headers["Location"] == step("standards")
    assert re.search(r"checked> <span><b>ISO 45001:2018", text_of(browser.get(step("standards"))))
    assert "Half a senten" in text_of(browser.get(step("scope")))


def test_nothing_chosen_is_said_where_one_looks(world: World) -> None:
    install_shipped_packs()
    text = text_of(world.client("tomasz").post(step("standards"), {}))
    assert "Choose at least one standard." in text


def test_later_questions_wait_for_the_first(world: World) -> None:
    answer = world.client("tomasz").get(step("scope"))
    assert answer.headers["Location"] == step("standards")


def test_another_organisations_site_is_never_taken_in(world: World) -> None:
    install_shipped_packs()
    browser = world.client("tomasz")
    browser.post(step("standards"), {"packs": packs(world, "iso9001")})
    answer = browser.post(step("sites"), {"sites": [world.sites["kestrel"].pk]})
    assert answer.status_code == 200
    browser.post(step("scope"), {"name": "X", "aim": "100"})
    assert not Assessment.objects.for_(world.actor("mei")).exists()


def test_the_list_shows_the_figure_of_every_standard(world: World) -> None:
    answered(world, "hs:4.1", State.CONFORMS)
    text = text_of(world.client("mei").get(reverse("gap:home", args=[ORG])))
    for number in ("9001", "14001", "45001", "27001", "22000", "50001"):
        assert f"<b>{number}</b>" in text
    assert "of 712 requirements assessed" in text
    assert "Aldermoor, Port Selwyn" in text


def test_a_standard_left_out_comes_back_with_its_answers(world: World) -> None:
    answered(world, "iso9001:8.5.4", State.PARTLY)
    row = analysis(world)
    browser, address = world.client("tomasz"), reverse("gap:edit", args=[ORG, row.pk])
    data = {"name": "Smaller", "aim": "90", "sites": [world.sites["aldermoor"].pk]}
    browser.post(address, {**data, "packs": packs(world, "iso14001")})
    assert [pack.id for pack in seen(world).packs] == ["iso14001"]
    assert [site.name for site in seen(world).sites] == ["Aldermoor"]
    browser.post(address, {**data, "packs": packs(world, "iso9001", "iso14001")})
    assert seen(world).standing_of["iso9001:8.5.4"] is State.PARTLY
    row.refresh_from_db()
    assert (row.name, row.aim) == ("Smaller", 90)


def test_an_aim_beyond_a_hundred_is_refused_in_words(world: World) -> None:
    row = analysis(world)
    data = {"name": "X", "aim": "140", "packs": packs(world, "iso9001")}
    answer = world.client("tomasz").post(reverse("gap:edit", args=[ORG, row.pk]), data)
    assert "Write a number from 1 to 100, for example 95." in text_of(answer)


def test_a_closed_analysis_is_read_not_changed_and_opens_again(world: World) -> None:
    row = analysis(world)
    manager = world.client("tomasz")
    text = text_of(manager.post(reverse("gap:close", args=[ORG, row.pk]), follow=True))
    assert "it can be read, not changed" in text
    assert "Freeze a baseline" not in text
    manager.post(reverse("gap:reopen", args=[ORG, row.pk]))
    row.refresh_from_db()
    assert row.is_open


def test_contributors_and_readers_begin_nothing_and_strangers_find_nothing(world: World) -> None:
    row = analysis(world)
    for who in ("priya", "mei"):
        browser = world.client(who)
        assert browser.get(step("standards")).status_code == 404
        assert browser.get(reverse("gap:edit", args=[ORG, row.pk])).status_code == 404
        assert browser.post(reverse("gap:close", args=[ORG, row.pk])).status_code == 404
    for name in ("home", "begin"):
        assert world.client("hana").get(reverse(f"gap:{name}", args=[ORG])).status_code == 404
    other = analysis(world, who="amara")
    for name in ("edit", "close", "reopen"):
        address = reverse(f"gap:{name}", args=[ORG, other.pk])
        assert world.client("ines").post(address).status_code == 404
