"""A file is looked at, stored once under its digest, and belongs to whoever brought it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from isonomy.base.access import Actor, Role
from isonomy.base.files import store
from isonomy.base.files.checking import check_store
from isonomy.base.files.models import StoredFile
from isonomy.base.files.notice import FileRefused
from isonomy.base.files.services import keep_bytes, keep_upload
from isonomy.base.models import Event
from tests.exchange.making import xlsx, xlsx_changed, zip_bomb

pytestmark = pytest.mark.django_db
ANNA = Actor(None, 71, Role.MANAGER, "Anna")
BEN = Actor(None, 72, Role.MANAGER, "Ben")
PDF = b"%PDF-1.7\nhello\n%%EOF"


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> Path:
    """A store of its own for each test."""
    settings.DATA = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    return tmp_path / "files"


def keep(data: bytes, actor: Actor = ANNA, **options: Any) -> StoredFile:
    return keep_upload(actor=actor, upload=ContentFile(data, name="x.pdf"), **options)


def refusal(data: bytes, **options: Any) -> str:
    with pytest.raises(FileRefused) as refused:
        keep(data, **options)
    return str(refused.value)


def test_a_file_stands_under_the_digest_of_its_bytes(own_store: Path) -> None:
    kept = keep(PDF)
    digest = hashlib.sha256(PDF).hexdigest()
    assert (kept.sha256, kept.size, kept.media_type) == (digest, len(PDF), "application/pdf")
    assert (own_store / digest[:2] / digest[2:4] / digest).read_bytes() == PDF
    assert store.read_bytes(digest) == PDF


def test_the_same_bytes_are_stored_once_and_noted_once_for_each_organisation(
    own_store: Path,
) -> None:
    first, again, other = keep(PDF), keep(PDF), keep(PDF, BEN)
    assert first.pk == again.pk
    assert other.pk != first.pk
    assert sum(1 for path in own_store.rglob("*") if path.is_file()) == 1


def test_a_file_is_not_there_for_another_organisation() -> None:
    kept = keep(PDF)
    assert StoredFile.objects.for_(ANNA).filter(pk=kept.pk).exists()
    assert not StoredFile.objects.for_(BEN).filter(pk=kept.pk).exists()


def test_bringing_a_file_is_an_event_and_bringing_it_again_is_none() -> None:
    keep(PDF)
    keep(PDF)
    [event] = Event.objects.filter(organisation_id=71)
    assert event.verb == "file.keep"
    assert event.said == {"size": len(PDF), "sha256": hashlib.sha256(PDF).hexdigest()}


def test_nothing_remains_of_a_refused_file(own_store: Path, tmp_path: Path) -> None:
    assert (
        refusal(b"\x7fELF" + b"\x00" * 100)
        == "The file is a program; such files are not taken here."
    )
    assert not own_store.exists()
    assert list((tmp_path / "incoming").iterdir()) == []
    assert not Event.objects.filter(organisation_id=71).exists()


def test_a_file_too_large_is_refused_while_it_arrives() -> None:
    assert refusal(b"%PDF-" + b"x" * 3_000_000, limit=2 * 1024 * 1024) == (
        "The file is larger than 2 MB."
    )


def test_the_kind_is_what_the_bytes_are() -> None:
    assert keep(b"\x89PNG\r\n\x1a\n" + b"\x00" * 20).media_type == "image/png"
    assert "an Excel workbook" in refusal(xlsx([["a"]]), kinds=frozenset({"pdf"}))


def test_an_empty_file_a_bomb_and_macros_are_refused() -> None:
    assert refusal(b"") == "The file is empty."
    assert "unfolds to more than" in refusal(zip_bomb())
    assert "macros" in refusal(xlsx_changed(xlsx([["a"]]), xl__vbaProject_dot_bin=b"x"))


def test_a_changed_and_a_missing_file_are_named(own_store: Path) -> None:
    kept, gone, fine = keep(PDF), keep(PDF + b"2"), keep(PDF + b"3")
    (own_store / store.place_of(kept.sha256)).write_bytes(b"other")
    (own_store / store.place_of(gone.sha256)).unlink()
    found = {fault.sha256: fault.fault for fault in check_store()}
    assert found == {kept.sha256: "changed", gone.sha256: "missing"}
    assert fine.sha256 not in found


def test_the_command_names_what_is_wrong_and_fails(own_store: Path, capsys: Any) -> None:
    kept = keep(PDF)
    call_command("files", "check")
    assert "All stored files are there and unchanged." in capsys.readouterr().out
    (own_store / store.place_of(kept.sha256)).unlink()
    with pytest.raises(CommandError, match="1 stored files"):
        call_command("files", "check")
    assert f"missing: {kept.sha256}" in capsys.readouterr().out


def test_a_changed_file_is_not_handed_out_when_verified(own_store: Path) -> None:
    kept = keep(PDF)
    (own_store / store.place_of(kept.sha256)).write_bytes(b"x" * len(PDF))
    with pytest.raises(store.ContentChanged):
        store.open_bytes(kept.sha256, verify=True)
    with pytest.raises(store.ContentChanged):
        store.read_bytes(kept.sha256)


def test_a_damaged_file_is_healed_when_the_good_one_comes_in_again(own_store: Path) -> None:
    kept = keep(PDF)
    (own_store / store.place_of(kept.sha256)).write_bytes(b"cut")
    keep(PDF)
    assert store.read_bytes(kept.sha256) == PDF


def test_a_store_that_is_no_folder_gets_the_same_names(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    kept = keep(PDF)
    assert store.read_bytes(kept.sha256) == PDF
    assert store.store().exists(store.place_of(kept.sha256))
    keep(PDF, BEN)


def test_bytes_of_our_own_making_are_kept_too() -> None:
    kept = keep_bytes(actor=ANNA, data=b'{"a":1}', media_type="application/json")
    assert store.read_bytes(kept.sha256) == b'{"a":1}'


def test_a_zip_of_pictures_is_taken_as_it_is() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.png", b"\x89PNG\r\n\x1a\n")
    assert keep(out.getvalue()).media_type == "application/zip"
