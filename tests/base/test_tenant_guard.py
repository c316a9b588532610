"""A query that does not say for whom does not run, whatever way it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.forms import ModelForm
from django.http import Http404
from django.shortcuts import get_object_or_404

from isonomy.base.audit_trail import recording
from isonomy.base.scope import Unscoped
from isonomy.parties.models import Membership, Organisation, Person, Site
from tests.base.conftest import Sample
from tests.base.sample import Audit, Note
from tests.world import World

WAYS: dict[str, Callable[[Any], Any]] = {
    "list": lambda rows: list(rows.all()),
    "length": lambda rows: len(rows.all()),
    "truth": lambda rows: bool(rows.all()),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "latest": lambda rows: rows.latest("pk"),
    "earliest": lambda rows: rows.earliest("pk"),
    "index": lambda rows: rows.order_by("pk")[0],
    "slice": lambda rows: list(rows.all()[:2]),
    "iterator": lambda rows: list(rows.iterator()),
    "values": lambda rows: list(rows.values("title")),
    "values_list": lambda rows: list(rows.values_list("title")),
    "aggregate": lambda rows: rows.aggregate(Count("pk")),
    "annotate": lambda rows: list(rows.annotate(n=Count("pk"))),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "contains": lambda rows: rows.contains(Audit(pk=1)),
    "distinct": lambda rows: list(rows.distinct()),
    "explain": lambda rows: rows.explain(),
    "raw": lambda rows: rows.raw("SELECT 1"),
    "extra": lambda rows: list(rows.extra(where=["1=1"])),
    "get_or_create": lambda rows: rows.get_or_create(title="x"),
    "update_or_create": lambda rows: rows.update_or_create(title="x"),
    "update": lambda rows: rows.update(title="x"),
    "delete": lambda rows: rows.all().delete(),
    "raw delete": lambda rows: rows.all()._raw_delete("default"),
    "union": lambda rows: list(rows.union(rows.all())),
    "select for update": lambda rows: list(rows.select_for_update()),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_unscoped_query_is_refused(way: str, sample: Sample) -> None:
    with recording(sample.ines, "sample.try"), pytest.raises(Unscoped):
        WAYS[way](Audit.objects)
    assert Audit.objects.for_(sample.jonas).get().title == "Theirs"


def test_scoped_queries_see_their_own_rows_only(sample: Sample) -> None:
    assert [row.title for row in Audit.objects.for_(sample.ines)] == ["Ours"]
    assert [row.title for row in Audit.objects.for_(sample.jonas)] == ["Theirs"]
    assert not Audit.objects.for_(sample.ines).filter(pk=sample.foreign.pk).exists()


def test_the_one_named_door_asks_for_a_reason(sample: Sample) -> None:
    assert Audit.objects.unscoped("a test counts").count() == 2
    with pytest.raises(Unscoped, match="why"):
        Audit.objects.unscoped("")


def test_even_scoped_rows_are_not_changed_past_the_event(sample: Sample) -> None:
    with recording(sample.ines, "sample.try"):
        for act in (lambda rows: rows.update(title="x"), lambda rows: rows.delete()):
            with pytest.raises(Unscoped):
                act(Audit.objects.for_(sample.ines))


@pytest.mark.parametrize(
    "join",
    [
        lambda mine, all_: mine | all_,
        lambda mine, all_: all_ | mine,
        lambda mine, all_: mine & all_,
        lambda mine, all_: mine ^ all_,
        lambda mine, all_: mine.union(all_),
        lambda mine, all_: list(mine.difference(all_)),
        lambda mine, all_: list(mine.intersection(all_)),
        lambda mine, all_: list(mine.filter(pk__in=all_)),
        lambda mine, all_: list(mine.filter(pk__in=all_.values("pk"))),
        lambda mine, all_: list(mine.annotate(n=Subquery(all_.values("title")[:1]))),
        lambda mine, all_: list(mine.filter(Exists(all_.filter(pk=OuterRef("pk"))))),
        lambda mine, all_: list(mine.exclude(Q(pk__in=all_))),
    ],
)
def test_an_unscoped_side_spoils_the_whole(join: Callable[[Any, Any], Any], sample: Sample) -> None:
    with pytest.raises(Unscoped):
        join(Audit.objects.for_(sample.ines), Audit.objects.all())


def test_a_subquery_that_says_for_whom_runs(sample: Sample) -> None:
    mine = Note.objects.for_(sample.ines).filter(audit=OuterRef("pk"))
    found = Audit.objects.for_(sample.ines).annotate(noted=Exists(mine))
    assert [row.noted for row in found] == [True]


def test_a_row_in_hand_gives_no_courtesy(sample: Sample) -> None:
    audit = Audit.objects.for_(sample.tomasz).get()
    with pytest.raises(Unscoped):
        list(audit.notes.all())
    assert list(audit.notes.for_(sample.tomasz)) == []
    assert [note.text for note in audit.notes.for_(sample.ines)] == ["Secret"]


def test_a_narrower_child_is_not_reached_by_a_join(sample: Sample) -> None:
    """The manager sees the audit but not the auditor's note, not even whether there is one."""
    audits = Audit.objects.for_(sample.tomasz)
    for leak in (
        lambda: list(audits.filter(notes__text="Secret")),
        lambda: list(audits.annotate(n=Count("notes"))),
        lambda: list(audits.values("notes__text")),
        lambda: list(audits.order_by("notes__text")),
        lambda: list(audits.order_by(F("notes__text").desc())),
        lambda: list(audits.exclude(notes__text="x")),
        lambda: audits.aggregate(Count("notes")),
        lambda: list(audits.alias(n=F("notes__text")).filter(n="Secret")),
        lambda: list(audits.prefetch_related("notes")),
    ):
        with pytest.raises(Unscoped):
            leak()
    prefetch = Prefetch("notes", Note.objects.for_(sample.tomasz), to_attr="seen")
    assert [row.seen for row in audits.prefetch_related(prefetch)] == [[]]


def test_a_child_may_be_asked_for_its_parent(sample: Sample) -> None:
    found = Note.objects.for_(sample.ines).select_related("audit").get(audit__title="Ours")
    assert found.audit.title == "Ours"


def test_people_are_no_bridge_between_organisations(world: World) -> None:
    """Carla works for both; asking people by their memberships would tell of the other house."""
    assert Membership.objects.unscoped("a test").filter(person=world.people["carla"]).count() == 2
    for leak in (
        lambda: list(Person.objects.filter(memberships__organisation=world.kestrel)),
        lambda: list(Person.objects.prefetch_related("memberships")),
        lambda: list(world.people["carla"].memberships.all()),
        lambda: list(Person.objects.annotate(n=Count("memberships"))),
    ):
        with pytest.raises(Unscoped):
            leak()


def test_a_foreign_id_is_not_there(world: World) -> None:
    foreign = world.sites["kestrel"]
    assert Site.objects.unscoped("a test").filter(pk=foreign.pk).exists()
    with pytest.raises(Http404):
        get_object_or_404(Site.objects.for_(world.actor("ines")), pk=foreign.pk)
    with pytest.raises(Unscoped):
        get_object_or_404(Site, pk=foreign.pk)


def test_a_model_form_does_not_list_foreign_rows(world: World) -> None:
    class SiteOfForm(ModelForm):
        class Meta:
            model = Site
            fields = ["organisation", "name"]

    with pytest.raises(Unscoped):
        str(SiteOfForm()["organisation"])


def test_uniqueness_over_all_organisations_says_yes_or_no_and_no_more(world: World) -> None:
    taken = Organisation(slug="kestrel-instruments", name="Another")
    with pytest.raises(Exception, match="already exists"):
        taken.validate_unique()
    with pytest.raises(Unscoped):
        list(Organisation.objects.filter(slug="kestrel-instruments"))


def test_a_bulk_write_may_not_pass_over_what_is_there(sample: Sample) -> None:
    with recording(sample.ines, "sample.try"):
        for option in ("ignore_conflicts", "update_conflicts"):
            with pytest.raises(Unscoped):
                Audit.objects.bulk_create([Audit(title="x")], **{option: True})
