"""Migrations of a room stand in one line, and the newest is written down: two cannot merge unseen."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = [
    config
    for config in apps.get_app_configs()
    if config.name.startswith("isonomy.") and Path(config.path, "migrations").is_dir()
]


@pytest.mark.parametrize("config", OURS, ids=lambda config: str(config.label))
def test_the_newest_migration_is_the_one_written_down(config: AppConfig, renew: bool) -> None:
    loader = MigrationLoader(None)
    newest = loader.graph.leaf_nodes(config.label)
    assert len(newest) == 1, newest
    written = Path(config.path, "migrations/max_migration.txt")
    if renew:
        written.write_text(f"{newest[0][1]}\n")
    pinned = written.read_text().strip()
    assert pinned == newest[0][1], "write the new one down: RENEW=1 pytest tests/house"


def test_the_models_are_what_the_migrations_make(db: None) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
