"""What the guard cannot refuse while running is found in the source; the finder is tested too."""

from __future__ import annotations

import ast

import pytest
from django.apps import apps
from django.db import models

from isonomy.base.scope import OwnedModel, ScopedQuerySet, guarded
from tests.house.past_the_guard import ways_past
from tests.house.source import DJANGO_ROOMS, around, files

PLANTED = {
    "Site._base_manager.all()": "f: _base_manager",
    "Site.objects.all()._raw_delete('default')": "f: _raw_delete",
    "rows.annotate(x=RawSQL('SELECT 1', ()))": "f: RawSQL",
    "cursor.execute('SELECT * FROM parties_site')": "f: SQL",
    "connection.cursor()": "f: SQL",
    "connections['default'].cursor().executemany('x', [])": "f: SQL",
    "Site.objects.raw('SELECT 1')": "f: Site.objects.raw",
    "Person.objects.extra(where=['1=1'])": "f: Person.objects.extra",
    "models.QuerySet(Site)": "f: models.QuerySet",
    "QuerySet(model=None, query=x) if QuerySet(Site) else 0": "f: QuerySet",
    "setattr_free = query.opened": "f: opened",
    "query.opened = True": "f: opened",
    "models.Manager()": "f: models.Manager",
}
HARMLESS = (
    "Site.objects.for_(actor).filter(name='raw')",
    "models.QuerySet[Site]",
    "draw(shape)",
    "person.save()",
)

ALLOWED = {
    "base": "the ground itself, tested by tests/base",
}


@pytest.mark.parametrize("code", PLANTED)
def test_a_planted_way_past_the_guard_is_found(code: str) -> None:
    tree = ast.parse(f"def f():\n    {code}\n")
    assert PLANTED[code] in {place.what for place in ways_past("planted.py", tree)}


@pytest.mark.parametrize("code", HARMLESS)
def test_honest_code_is_left_alone(code: str) -> None:
    assert ways_past("planted.py", ast.parse(f"def f():\n    {code}\n")) == []


REASONED = {
    "web/health.py": "asks whether the database answers at all",
    "exchange/reading": "reads a foreign file with SQLite of its own, never our database",
}


def test_no_room_goes_past_the_guard() -> None:
    found = [
        place
        for file, tree in files(*DJANGO_ROOMS)
        for place in ways_past(file, tree)
        if not any(file.startswith(known) for known in REASONED)
    ]
    assert found == []


def owned() -> list[type[OwnedModel]]:
    return [model for model in apps.get_models() if issubclass(model, OwnedModel)]


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("isonomy.")]


NOT_OWNED = {
    "base": "the trail and the files, which have their own guards",
    "jobs": "background work of the installation",
    "keeping": "backups of the installation",
    "files": "contents by digest; who may read one is said by the row that names it",
    "parties.Person": "a human being belongs to no organisation",
    "parties.TokenUse": "when a token was used; no change of an organisation's rows",
    "parties.KeptAnswer": "answers kept for idempotency keys, found by a secret's digest",
    "parties.FirstLink": "before there is an organisation",
    "parties.OutgoingMail": "mails of the installation",
    "catalogue": "standards are the same for all; what an organisation adds is owned",
}


def test_every_row_has_an_owner_or_a_reason_why_not() -> None:
    without = {
        model._meta.label
        for model in ours()
        if not guarded(model)
        and model._meta.app_label not in NOT_OWNED
        and model._meta.label not in NOT_OWNED
    }
    assert without == set()


def test_nothing_that_belongs_to_nobody_leads_into_owned_rows() -> None:
    """A key from an unguarded row would let a join walk through it into everyone's rows."""
    leaks = {
        f"{model._meta.label}.{field.name}"
        for model in ours()
        if not guarded(model)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and guarded(field.related_model)
    }
    assert leaks == set()


def test_a_row_with_children_is_never_taken_away_under_them() -> None:
    weak = {
        f"{model._meta.label}.{field.name}"
        for model in owned()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is not models.PROTECT
    }
    assert weak == set()


def test_no_owned_rows_are_linked_by_a_hidden_table_or_a_single_child() -> None:
    """A hidden link table writes no events; a single child would be read past its audience."""
    loose = {
        f"{model._meta.label}.{field.name}"
        for model in owned()
        for field in model._meta.get_fields()
        if (field.many_to_many and not field.auto_created)
        or (field.one_to_one and field.concrete and not field.remote_field.is_hidden())
    }
    assert loose == set()


def test_every_owned_model_keeps_the_guarded_manager() -> None:
    for model in owned():
        assert issubclass(model._default_manager._queryset_class, ScopedQuerySet), model  # type: ignore[attr-defined]
        columns = {field.attname for field in model._meta.concrete_fields}
        assert "organisation_id" in columns or "chain_id" in vars(model), model


def test_a_state_is_assigned_only_where_transitions_are_taken() -> None:
    """`row.state = ...` anywhere but in base.transitions would walk past the workflow."""
    assigned = [
        f"{file}: {name}"
        for file, tree in files("base", *DJANGO_ROOMS)
        for node, name in around(tree)
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute)
        and target.attr == "state"
        and not (isinstance(target.value, ast.Name) and target.value.id == "self")
    ]
    assert [place for place in assigned if not place.startswith("base/transitions.py")] == []
