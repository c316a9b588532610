"""The heads of all audit trails, noted in a file outside the database, so that a cut tail shows."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from isonomy.base.audit_trail.checking import note_heads


def heads_file() -> Path:
    """The file beside the database; whoever wants more safety copies it elsewhere every day."""
    return Path(settings.DATA) / "trail-heads.jsonl"


def begin_anew() -> Path | None:
    """After a restore the chains end where the backup ended: keep the old notes aside, note afresh.

    Returns where the old notes are.
    """
    path, aside = heads_file(), None
    if path.exists():
        aside = path.with_name(f"trail-heads-until-restore-{timezone.now():%Y%m%d-%H%M%S}.jsonl")
        path.replace(aside)
    note_heads(path)
    return aside
