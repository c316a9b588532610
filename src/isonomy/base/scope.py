"""A query that does not say for whom does not run."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self, TypeVar, cast

from django.db import models
from django.db.models import sql

from isonomy.base.access import Actor
from isonomy.base.audit_trail.recording import require_recording

M = TypeVar("M", bound=models.Model, covariant=True)  # noqa: PLC0105

MANY = 100
"""More rows than this are written in another way than a few."""

_checking: ContextVar[bool] = ContextVar("checking_uniqueness", default=False)


class Unscoped(RuntimeError):
    """A query on tenant rows was about to run without an actor."""


def guarded(model: type[models.Model]) -> bool:
    """Whether rows of this kind belong to somebody."""
    return issubclass(model, OwnedModel)


class WatchedQuery(sql.Query):
    """Refuses to join downwards into rows that belong to somebody."""

    def join(self, join: Any, reuse: Any = None) -> Any:
        """Add a table; every way to one passes here, ordering at the last moment included."""
        self.refuse_leaking_join(join)
        return super().join(join, reuse)

    def refuse_leaking_join(self, join: Any) -> None:
        """A parent may be read from its child; a child only by its own `.for_(actor)`."""
        field = getattr(join, "join_field", None)
        if field is None or not (field.one_to_many or field.many_to_many or field.one_to_one):
            return
        target = field.related_model
        if field.auto_created and guarded(target) and not target.inherits_audience:
            raise Unscoped(f"a join into {target.__name__} needs its own .for_(actor)")


class ScopedQuery(WatchedQuery):
    """Compiles only once it was opened by `for_(actor)`, also inside another query."""

    opened = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        """The compiler of an opened query, or `Unscoped`."""
        if not (self.opened or _checking.get()):
            model = self.model.__name__ if self.model else "?"
            raise Unscoped(f"{model}.objects needs .for_(actor)")
        return super().get_compiler(*args, **kwargs)


class WatchedQuerySet(models.QuerySet[M]):
    """For rows that belong to nobody, such as people: their joins are watched."""

    def __init__(
        self,
        model: type[models.Model] | None = None,
        query: sql.Query | None = None,
        using: str | None = None,
        hints: dict[str, models.Model] | None = None,
    ) -> None:
        super().__init__(model, query or WatchedQuery(model), using, hints)


class ScopedQuerySet(models.QuerySet[M]):
    """Runs only when it came from `for_(actor)`; rows in hand give no courtesy."""

    def __init__(
        self,
        model: type[models.Model] | None = None,
        query: sql.Query | None = None,
        using: str | None = None,
        hints: dict[str, models.Model] | None = None,
    ) -> None:
        super().__init__(model, query or ScopedQuery(model), using, hints)

    @property
    def _is_open(self) -> bool:
        return getattr(self.query, "opened", False)

    def for_(self, actor: Actor) -> Self:
        """The rows that this actor's organisation may see."""
        return self.filter(cast("Any", self.model).audience(actor))._open()

    def unscoped(self, why: str) -> Self:
        """The one named door past the guard; a test pins the list of its callers."""
        if not why:
            raise Unscoped("say why")
        return self._open()

    def _open(self) -> Self:
        clone = self.all()
        cast("Any", clone.query).opened = True
        return clone

    @property
    def db(self) -> str:
        """The database, for a query that was opened."""
        if not (self._is_open or _checking.get()):
            raise Unscoped(f"{self.model.__name__}.objects needs .for_(actor)")
        return super().db

    def _needs_open(self, *others: Any) -> None:
        for other in others:
            if isinstance(other, ScopedQuerySet) and not other._is_open:
                raise Unscoped("an unscoped query may not be joined to a scoped one")

    def __or__(self, other: Any) -> Any:
        self._needs_open(self, other)
        return super().__or__(other)

    def __and__(self, other: Any) -> Any:
        self._needs_open(self, other)
        return super().__and__(other)

    def __xor__(self, other: Any) -> Any:
        self._needs_open(self, other)
        return super().__xor__(other)

    def union(self, *others: Any, all: bool = False) -> Any:  # noqa: A002
        """As Django's, of opened queries only."""
        self._needs_open(self, *others)
        return super().union(*others, all=all)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: raw SQL knows no audience."""
        raise Unscoped("raw SQL knows no audience")

    def extra(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: extra SQL knows no audience."""
        raise Unscoped("extra SQL knows no audience")

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Used inside another query, it must be opened too."""
        self._needs_open(self)
        return cast("Any", super()).resolve_expression(*args, **kwargs)

    def create(self, **kwargs: Any) -> Any:
        """Write one row inside `recording`."""
        return super(ScopedQuerySet, self._open()).create(**kwargs)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        """Write many rows inside `recording`, each listed in the event."""
        event = require_recording(self.model.__name__)
        if kwargs.get("ignore_conflicts") or kwargs.get("update_conflicts"):
            raise Unscoped("a bulk write may not pass over what is there")
        rows = super(ScopedQuerySet, self._open()).bulk_create(objs, *args, **kwargs)
        for row in cast("Sequence[OwnedModel]", rows):
            after = row._current()
            event.note(row, {}, after)
            row._loaded = row._copied(after)
        return rows

    def bulk_update(
        self, objs: Iterable[Any], fields: Iterable[str], *args: Any, **kwargs: Any
    ) -> int:
        """Change many rows inside `recording`, each listed with what it was before."""
        event = require_recording(self.model.__name__)
        names = list(fields)
        columns = [self.model._meta.get_field(name).attname for name in names]  # type: ignore[union-attr]
        changed = [row for row in objs if any(name in row._changed() for name in columns)]
        # Django's own loop ends in `update`, which is refused here; the rows are in hand
        plain = cast("Any", self.model)._base_manager.all()
        if self._may_be_laid_over(changed):
            count = self._lay_over(plain, changed, names)
        else:
            count = plain.bulk_update(changed, names, *args, **kwargs)
        for row in changed:
            after = {name: value for name, value in row._changed().items() if name in columns}
            event.note(row, {name: row._loaded.get(name) for name in after}, after)
            row._loaded.update(row._copied(after))
        return count

    def bulk_delete(self, rows: Iterable[Any]) -> int:
        """Take many rows away inside `recording`, each listed; their children must be gone before."""
        event = require_recording(self.model.__name__)
        going = list(rows)
        plain = cast("Any", self.model)._base_manager.all()
        for start in range(0, len(going), MANY):
            plain.filter(pk__in=[row.pk for row in going[start : start + MANY]]).delete()
        for row in going:
            event.note(row, row._as_stored(), {})
        return len(going)

    def _may_be_laid_over(self, rows: Sequence[Any]) -> bool:
        """Whether many whole rows are in hand, and writing them sets nothing by itself."""
        stamped = any(getattr(f, "auto_now_add", False) for f in self.model._meta.concrete_fields)
        return len(rows) > MANY and not stamped and not any(r.get_deferred_fields() for r in rows)

    @staticmethod
    def _lay_over(plain: Any, rows: Sequence[Any], names: Sequence[str]) -> int:
        """Write many rows by one insert that gives way to an update: a tenth of the usual cost.

        Every row is locked first, so that none which is gone comes back by the insert.
        """
        there = 0
        for start in range(0, len(rows), MANY):
            pks = [row.pk for row in rows[start : start + MANY]]
            there += len(plain.select_for_update().filter(pk__in=pks).values_list("pk", flat=True))
        if there != len(rows):
            raise plain.model.DoesNotExist("a row to be changed is no longer there")
        plain.bulk_create(
            rows,
            batch_size=MANY,
            update_conflicts=True,
            update_fields=names,
            unique_fields=[plain.model._meta.pk.name],
        )
        return there

    def _raw_delete(self, using: str | None) -> int:
        """Refused: a delete that no event lists."""
        raise Unscoped(f"{self.model.__name__}: delete rows one by one, the event lists each")

    def update(self, **kwargs: Any) -> int:
        """Refused: change rows by `save` or `bulk_update`, so that the event can list them."""
        raise Unscoped(f"{self.model.__name__}: use save or bulk_update, the event lists each row")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: take rows away one by one, so that the event can list them."""
        raise Unscoped(f"{self.model.__name__}: delete rows one by one, the event lists each")


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)
WatchedManager = models.Manager.from_queryset(WatchedQuerySet)


@contextmanager
def _uniqueness_check() -> Iterator[None]:
    """Django asks the default manager whether a value is taken; it answers yes or no, never a row."""
    token = _checking.set(True)
    try:
        yield
    finally:
        _checking.reset(token)


class OwnedModel(models.Model):
    """A row that belongs to an organisation: read through `for_(actor)`, changed in `recording`."""

    objects = ScopedManager()

    personal: frozenset[str] = frozenset()
    """Columns that hold what is personal; events keep them as salted commitments."""

    inherits_audience = False
    """Whether whoever sees the parent may see every child of this kind in a join."""

    class Meta:
        abstract = True

    @classmethod
    def audience(cls, actor: Actor) -> models.Q:
        """Who may see a row of this kind; by default only the organisation that owns it."""
        return models.Q(organisation_id=actor.organisation_id)

    @property
    def chain_id(self) -> int:
        """The organisation in whose chain a change of this row stands."""
        return cast("int", cast("Any", self).organisation_id)

    @classmethod
    def from_db(
        cls,
        db: str | None,
        field_names: Collection[str],
        values: Collection[Any],
        **kwargs: Any,
    ) -> Self:
        """A row out of the database, with a note of what it held."""
        row = super().from_db(db, field_names, values, **kwargs)
        row._loaded = cls._copied(dict(zip(field_names, values, strict=False)))
        return row

    _loaded: dict[str, Any]

    @classmethod
    def _json_columns(cls) -> frozenset[str]:
        return frozenset(
            field.attname
            for field in cls._meta.concrete_fields
            if isinstance(field, models.JSONField)
        )

    @classmethod
    def _copied(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name in cls._json_columns() & values.keys():
            values[name] = copy.deepcopy(values[name])
        return values

    def _current(self) -> dict[str, Any]:
        return {
            field.attname: self.__dict__[field.attname]
            for field in self._meta.concrete_fields
            if field.attname in self.__dict__ and not field.primary_key
        }

    def _changed(self) -> dict[str, Any]:
        loaded = self.__dict__.get("_loaded", {})
        missing = object()
        return {
            name: value
            for name, value in self._current().items()
            if loaded.get(name, missing) != value
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row and list what changed in the open event."""
        event = require_recording(type(self).__name__)
        adding = self._state.adding
        if not adding and "_loaded" not in self.__dict__:
            raise Unscoped(f"{type(self).__name__} {self.pk} was not read before it was changed")
        if not adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = self._changed_fields()
        super().save(*args, **kwargs)
        after = self._written(adding, kwargs.get("update_fields"))
        if adding or after:
            before = {} if adding else {name: self._loaded.get(name) for name in after}
            event.note(self, before, after)
        self.__dict__.setdefault("_loaded", {}).update(self._copied(dict(after)))

    def _changed_fields(self) -> list[str]:
        """Names of changed columns; those that Django sets while saving are always among them."""
        changed = self._changed()
        names = [f.name for f in self._meta.concrete_fields if f.attname in changed]
        if names:
            names += [f.name for f in self._meta.concrete_fields if getattr(f, "auto_now", False)]
        return names

    def _written(self, adding: bool, update_fields: Iterable[str] | None) -> dict[str, Any]:
        if adding:
            return self._current()
        wanted = set(update_fields or ())
        names = {f.attname for f in self._meta.concrete_fields if {f.name, f.attname} & wanted}
        return {name: value for name, value in self._changed().items() if name in names}

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take the row away and list it in the open event; children must be gone before."""
        event = require_recording(type(self).__name__)
        event.note(self, self._as_stored(), {})
        try:
            return super().delete(*args, **kwargs)
        except models.ProtectedError:
            event.changes.pop()
            raise

    def _as_stored(self) -> dict[str, Any]:
        """What the row held when it was read; what was changed since and not saved does not count."""
        stored = {**self._current(), **self.__dict__.get("_loaded", {})}
        stored.pop(cast("Any", self._meta.pk).attname, None)
        return stored

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again, and count later changes from what was read now."""
        super().refresh_from_db(*args, **kwargs)
        fields = kwargs.get("fields") or (args[1] if len(args) > 1 else None)
        wanted = None if fields is None else set(fields)
        read = {
            field.attname: self.__dict__[field.attname]
            for field in self._meta.concrete_fields
            if field.attname in self.__dict__
            and (wanted is None or {field.name, field.attname} & wanted)
        }
        self.__dict__.setdefault("_loaded", {}).update(self._copied(read))

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """As Django's, over all organisations; the answer is yes or no, never a row."""
        with _uniqueness_check():
            super().validate_unique(exclude)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As Django's, over all organisations; the answer is yes or no, never a row."""
        with _uniqueness_check():
            super().validate_constraints(exclude)
