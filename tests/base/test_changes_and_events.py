"""A change without an event cannot be written, and an event lists every row that changed."""

from __future__ import annotations

import itertools

import pytest
from django.db import models

from isonomy.base.audit_trail import Unrecorded, recording
from isonomy.base.models import ChainHead, Event
from isonomy.base.scope import Unscoped
from isonomy.parties.models import Site
from tests.base.conftest import Sample
from tests.base.sample import Audit, Note
from tests.world import World


def newest(organisation_id: int) -> Event:
    found = Event.objects.filter(organisation_id=organisation_id).order_by("-sequence").first()
    assert found is not None
    return found


def test_nothing_is_saved_outside_recording(sample: Sample) -> None:
    audit = Audit.objects.for_(sample.ines).get()
    audit.title = "Changed"
    for act in (
        audit.save,
        audit.delete,
        lambda: Audit.objects.create(organisation_id=sample.ines.organisation_id, title="x"),
        lambda: Audit.objects.bulk_create([audit]),
        lambda: Audit.objects.bulk_update([audit], ["title"]),
    ):
        with pytest.raises(Unrecorded):
            act()
    assert Audit.objects.for_(sample.ines).get().title == "Ours"


def test_an_event_lists_only_what_changed_before_and_after(sample: Sample) -> None:
    audit = Audit.objects.for_(sample.ines).get()
    with recording(sample.ines, "sample.try", audit, said={"what": "a title"}):
        audit.title = "Better"
        audit.save()
    event = newest(sample.ines.organisation_id)
    assert event.changes == [
        {
            "kind": "sample.audit",
            "id": str(audit.pk),
            "before": {"title": "Ours"},
            "after": {"title": "Better"},
        }
    ]
    assert (event.actor_name, event.role, event.said) == (
        "Ines Okafor",
        "administrator",
        {"what": "a title"},
    )


def test_a_change_inside_a_json_column_is_noticed(sample: Sample) -> None:
    audit = Audit.objects.for_(sample.ines).get()
    with recording(sample.ines, "sample.try", audit):
        audit.facts["scope"] = ["packing"]
        audit.save()
    assert newest(sample.ines.organisation_id).changes[0]["before"] == {"facts": {}}
    assert newest(sample.ines.organisation_id).changes[0]["after"] == {
        "facts": {"scope": ["packing"]}
    }


def test_many_rows_changed_at_once_are_all_listed(sample: Sample) -> None:
    with recording(sample.ines, "sample.try"):
        rows = Audit.objects.bulk_create(
            [Audit(organisation_id=sample.ines.organisation_id, title=f"A{n}") for n in range(5)]
        )
    assert len(newest(sample.ines.organisation_id).changes) == 5
    for row in rows[:3]:
        row.title = f"{row.title} again"
    with recording(sample.ines, "sample.try"):
        assert Audit.objects.bulk_update(rows, ["title"]) == 3
    told = newest(sample.ines.organisation_id).changes
    assert [(c["before"]["title"], c["after"]["title"]) for c in told] == [
        ("A0", "A0 again"),
        ("A1", "A1 again"),
        ("A2", "A2 again"),
    ]
    assert Audit.objects.for_(sample.ines).filter(title__endswith="again").count() == 3


def test_saving_a_row_as_it_is_lists_nothing(sample: Sample) -> None:
    audit = Audit.objects.for_(sample.ines).get()
    with recording(sample.ines, "sample.try", audit):
        audit.save()
    assert newest(sample.ines.organisation_id).changes == []


def test_what_was_read_again_is_the_new_ground_for_changes(sample: Sample) -> None:
    mine = Audit.objects.for_(sample.ines).get()
    other = Audit.objects.for_(sample.tomasz).get()
    with recording(sample.tomasz, "sample.try", other):
        other.title = "By the colleague"
        other.save()
    mine.refresh_from_db()
    with recording(sample.ines, "sample.try", mine):
        mine.facts = {"n": 1}
        mine.save()
    assert newest(sample.ines.organisation_id).changes[0]["after"] == {"facts": {"n": 1}}


def test_a_column_that_was_left_out_of_a_read_is_not_reported_as_changed(sample: Sample) -> None:
    audit = Audit.objects.for_(sample.ines).only("title").get()
    assert audit.facts == {}
    with recording(sample.ines, "sample.try", audit):
        audit.title = "New"
        audit.save()
    assert newest(sample.ines.organisation_id).changes[0]["after"] == {"title": "New"}


def test_a_row_made_up_by_hand_cannot_be_saved_over_a_stored_one(sample: Sample) -> None:
    forged = Audit(pk=sample.audit.pk, organisation_id=sample.ines.organisation_id, title="x")
    forged._state.adding = False
    with recording(sample.ines, "sample.try"), pytest.raises(Unscoped):
        forged.save()


def test_a_row_of_another_organisation_cannot_be_changed(sample: Sample) -> None:
    foreign = Audit.objects.for_(sample.jonas).get()
    foreign.title = "Ours now"
    with pytest.raises(Unrecorded), recording(sample.ines, "sample.try"):
        foreign.save()
    assert Audit.objects.for_(sample.jonas).get().title == "Theirs"


def test_a_removed_row_is_listed_with_what_it_held(sample: Sample) -> None:
    with recording(sample.jonas, "sample.try"):
        Audit.objects.for_(sample.jonas).get().delete()
    told = newest(sample.jonas.organisation_id).changes[0]
    assert told["before"]["title"] == "Theirs"
    assert told["after"] == {}


def test_a_parent_with_children_stays_and_no_event_says_otherwise(sample: Sample) -> None:
    audit = Audit.objects.for_(sample.ines).get()
    with recording(sample.ines, "sample.try"), pytest.raises(models.ProtectedError):
        audit.delete()
    assert newest(sample.ines.organisation_id).changes == []
    assert Audit.objects.for_(sample.ines).count() == 1


def test_a_failed_verb_leaves_neither_change_nor_event(sample: Sample) -> None:
    before = newest(sample.ines.organisation_id).sequence
    with pytest.raises(RuntimeError), recording(sample.ines, "sample.try"):
        Audit.objects.create(organisation_id=sample.ines.organisation_id, title="Half")
        raise RuntimeError("power cut")
    assert newest(sample.ines.organisation_id).sequence == before
    assert Audit.objects.for_(sample.ines).count() == 1


def test_an_inner_verb_that_failed_leaves_with_everything_inside_it(sample: Sample) -> None:
    owner = sample.ines.organisation_id
    before = newest(owner).sequence
    with recording(sample.ines, "sample.try", said={"what": "the whole"}):
        try:
            with recording(sample.ines, "sample.try"):
                with recording(sample.ines, "sample.try"):
                    Audit.objects.create(organisation_id=owner, title="Inmost")
                raise RuntimeError("the middle fails")
        except RuntimeError:
            pass
        Audit.objects.create(organisation_id=owner, title="Kept")
    assert newest(owner).sequence == before + 1
    assert [c["after"]["title"] for c in newest(owner).changes] == ["Kept"]
    assert not Audit.objects.for_(sample.ines).filter(title="Inmost").exists()


def test_a_verb_without_a_sentence_cannot_be_recorded(sample: Sample) -> None:
    with pytest.raises(Unrecorded, match="sentence"), recording(sample.ines, "sample.unheard"):
        pass


def test_each_organisation_has_a_chain_of_its_own(world: World) -> None:
    for organisation in (world.aldermoor, world.kestrel):
        events = list(Event.objects.filter(organisation_id=organisation.pk).order_by("sequence"))
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
        assert events[0].verb == "parties.found"
        assert events[0].previous == "0" * 64
        for first, second in itertools.pairwise(events):
            assert second.previous == first.hash
        head = ChainHead.objects.get(pk=organisation.pk)
        assert (head.sequence, head.hash) == (len(events), events[-1].hash)


def test_personal_values_stand_in_the_event_only_as_commitments(sample: Sample) -> None:
    note = Note.objects.for_(sample.ines).get()
    with recording(sample.ines, "sample.try", note):
        note.text = "Very secret"
        note.save()
    told = newest(sample.ines.organisation_id).changes[0]
    assert set(told["after"]["text"]) == {"committed"}
    assert "ecret" not in str(told)


def test_a_site_saved_by_a_service_is_in_the_trail(world: World) -> None:
    site = Site.objects.for_(world.actor("jonas")).get()
    kinds = [
        (event.verb, change["kind"], change["id"])
        for event in Event.objects.filter(organisation_id=world.kestrel.pk)
        for change in event.changes
    ]
    assert ("parties.open_site", "parties.site", str(site.pk)) in kinds


def test_many_rows_taken_away_at_once_are_listed_one_by_one(sample: Sample) -> None:
    with recording(sample.ines, "sample.try", said={"what": "many"}):
        made = Audit.objects.bulk_create(
            [
                Audit(organisation_id=sample.ines.organisation_id, title=f"Audit {number}")
                for number in range(250)
            ]
        )
    with pytest.raises(Unrecorded):
        Audit.objects.bulk_delete(made)
    with recording(sample.ines, "sample.try", said={"what": "none"}):
        assert Audit.objects.bulk_delete(made) == 250
    event = newest(sample.ines.organisation_id)
    assert [change["before"]["title"] for change in event.changes] == [
        f"Audit {number}" for number in range(250)
    ]
    assert all(change["after"] == {} for change in event.changes)
    assert [row.title for row in Audit.objects.for_(sample.ines)] == ["Ours"]
