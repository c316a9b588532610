"""Which migrations a database has seen, and the tables that follow from them."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps.registry import Apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from isonomy.base.keeping.refusal import KeepingError

Migration = tuple[str, str]
"""App label and name of one migration."""


def applied(*, using: str) -> list[Migration]:
    """The migrations that this database has seen and this version knows, in order of their names."""
    loader = MigrationLoader(connections[using])
    return sorted(key for key in loader.applied_migrations if key in loader.graph.nodes)


def pending(*, using: str) -> list[Migration]:
    """The migrations that this version brings and the database has not seen, in the order to apply."""
    executor = MigrationExecutor(connections[using])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [(migration.app_label, migration.name) for migration, backwards in plan if not backwards]


def unknown(*, using: str) -> list[Migration]:
    """Migrations the database has seen that this version does not know: a newer version made them."""
    loader = MigrationLoader(connections[using])
    known = set(loader.disk_migrations or ()) | set(loader.graph.nodes)
    apps = {app for app, _ in known}
    return sorted(key for key in loader.applied_migrations if key not in known and key[0] in apps)


def has_data(*, using: str) -> bool:
    """Whether this database was ever migrated: then there is something to lose."""
    connection = connections[using]
    with connection.cursor() as cursor:
        return "django_migrations" in connection.introspection.table_names(cursor)


def apps_at(migrations: Iterable[Migration], *, using: str) -> Apps:
    """The tables as they were when exactly these migrations had been applied."""
    loader = MigrationLoader(connections[using])
    return loader.project_state(nodes=_ends(migrations, loader), at_end=True).apps


def targets(migrations: Iterable[Migration], *, using: str) -> list[Migration]:
    """The last migration of each app among these; applying them applies all."""
    loader = MigrationLoader(connections[using])
    wanted = list(migrations)
    missing = [key for key in wanted if key not in loader.graph.nodes]
    if missing:
        app, name = missing[0]
        raise KeepingError(
            f"The backup was made by a version that has the migration {app}.{name}, which this "
            "version does not know. Restore it with the version that made it, or a newer one."
        )
    return _ends(wanted, loader)


def _ends(migrations: Iterable[Migration], loader: MigrationLoader) -> list[Migration]:
    """Those that no other one of the same app follows."""
    wanted = set(migrations)
    return sorted(
        key
        for key in wanted
        if not any(
            child.key in wanted and child.key[0] == key[0]
            for child in loader.graph.node_map[key].children
        )
    )
