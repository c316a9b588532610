"""A backup brings everything back, on either engine, and nothing that was changed on the way."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from tests.conftest import Installation, Installations

from isonomy.base.access import Actor, Role
from isonomy.base.keeping import stored
from isonomy.base.models import Event
from isonomy.parties.models import Organisation, Person, Site
from isonomy.parties.services.organisation import found_organisation
from isonomy.parties.services.site import open_site

STORED = bytes(range(256)) * 50


def found(place: Installation, *, email: str, name: str) -> None:
    """An organisation with two sites, its trail and a stored file."""
    with place.inside():
        person = Person.objects.create_user(email, "kiln-tram-fennel-9", name="Ada Ó Briain")
        organisation = found_organisation(person, name=name, country="CH")
        actor = Actor(person.pk, organisation.pk, Role.ADMINISTRATOR, person.name)
        for site in ("Molkerei", "Lager"):
            open_site(actor, name=site)
        digest = hashlib.sha256(STORED).hexdigest()
        storages["files"].save(f"{digest[:2]}/{digest}", ContentFile(STORED))


def told(place: Installation) -> dict[str, list[Any]]:
    """What a person would find again in an installation."""
    why = "a test compares installations"
    with place.inside():
        people = Person.objects.order_by("pk")
        organisations = Organisation.objects.unscoped(why).order_by("pk")
        events = Event.objects.order_by("pk")
        return {
            "people": list(people.values_list("pk", "email", "name", "password", "joined_at")),
            "organisations": list(organisations.values_list("pk", "name", "slug", "founded_at")),
            "sites": sorted(Site.objects.unscoped(why).values_list("name", flat=True)),
            "events": list(events.values_list("pk", "verb", "at", "hash", "changes")),
            "files": [(name, storages["files"].open(name).read()) for name in stored.names()],
        }


@pytest.fixture
def founded(installation: Installation) -> Installation:
    """An installation with an organisation, two sites, its trail and a stored file."""
    found(installation, email="ada@example.org", name="Käserei Größe & Søn 乳業")
    return installation


def test_everything_comes_back_in_an_empty_place(
    founded: Installation, installations: Installations, tmp_path: Path
) -> None:
    before = told(founded)
    assert len(before["events"]) == 3  # found, open_site, open_site
    assert len(before["files"]) == 1
    founded.call("backup", str(tmp_path / "b.zip"))

    other = installations(migrated=False)
    other.call("restore", str(tmp_path / "b.zip"))

    assert told(other) == before
    assert "All 1 chains hold." in other.call("trail", "check")


def test_numbers_of_rows_that_are_gone_do_not_come_back(
    founded: Installation, installations: Installations, tmp_path: Path
) -> None:
    with founded.inside():
        gone = Person.objects.create_user("gone@example.org", None, name="Gone")
        number = gone.pk
        gone.delete()
    founded.call("backup", str(tmp_path / "b.zip"))
    other = installations(migrated=False)
    other.call("restore", str(tmp_path / "b.zip"))

    with other.inside():
        assert Person.objects.create_user("next@example.org", None).pk == number + 1


def test_people_who_are_there_are_replaced_only_when_asked_and_backed_up_first(
    founded: Installation, installations: Installations, tmp_path: Path
) -> None:
    founded.call("backup", str(tmp_path / "b.zip"))
    other = installations()
    found(other, email="bea@example.org", name="Bäckerei")
    was = told(other)

    said = other.refuses("restore", str(tmp_path / "b.zip"))
    assert "People are registered here already." in said
    assert told(other) == was

    other.call("restore", "--replace", str(tmp_path / "b.zip"))
    assert told(other) == told(founded)
    (kept,) = (other.data / "backups").glob("*-restore.zip")
    other.call("restore", "--replace", str(kept))
    assert told(other) == was


def changed(backup: Path, part: str, content: bytes) -> Path:
    """A copy of a backup in which one part has other bytes."""
    copy = backup.with_name("changed.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return copy


def test_a_changed_backup_is_refused_by_the_name_of_the_changed_part(
    founded: Installation, installations: Installations, tmp_path: Path
) -> None:
    backup = tmp_path / "b.zip"
    founded.call("backup", str(backup))
    table = "tables/parties_person.jsonl"
    with zipfile.ZipFile(backup) as archive:
        people = archive.read(table)
        (file,) = (name for name in archive.namelist() if name.startswith("files/"))
    other = installations()

    forged = changed(backup, table, people.replace(b"ada@", b"eve@"))
    assert table in other.refuses("restore", str(forged))
    assert file in other.refuses("restore", str(changed(backup, file, b"other")))
    assert told(other)["people"] == []
    assert told(other)["files"] == []


def test_a_part_that_no_manifest_lists_is_refused(
    founded: Installation, installations: Installations, tmp_path: Path
) -> None:
    backup = tmp_path / "b.zip"
    founded.call("backup", str(backup))
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr("files/../../etc/evil", b"x")
    assert "evil" in installations().refuses("restore", str(backup))


def test_only_the_backup_with_the_written_down_fingerprint_is_accepted(
    founded: Installation, installations: Installations, tmp_path: Path
) -> None:
    backup = tmp_path / "b.zip"
    fingerprint = founded.call("backup", str(backup)).split("Fingerprint: ")[1].split()[0]
    other = installations(migrated=False)
    other.refuses("restore", "--fingerprint", "0" * 64, str(backup))
    other.call("restore", "--fingerprint", fingerprint, str(backup))


def test_what_is_not_a_backup_is_refused_in_words(
    installation: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"not a zip")
    assert "is not a backup of Isonomy" in installation.refuses("restore", str(path))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert "it has no manifest" in installation.refuses("restore", str(path))


def test_a_backup_from_a_newer_version_is_refused_by_the_migration_it_lacks(
    founded: Installation, installations: Installations, tmp_path: Path
) -> None:
    backup = tmp_path / "b.zip"
    founded.call("backup", str(backup))
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["migrations"].append(["parties", "0999_of_tomorrow"])
    newer = changed(backup, "manifest.json", json.dumps(manifest).encode())
    said = installations().refuses("restore", str(newer))
    assert "parties.0999_of_tomorrow" in said


def test_a_backup_names_stored_files_that_are_damaged(
    founded: Installation, tmp_path: Path
) -> None:
    (file,) = (path for path in (founded.data / "files").rglob("*") if path.is_file())
    file.chmod(0o644)
    file.write_bytes(b"bit rot")
    said = founded.refuses("backup", str(tmp_path / "b.zip"))
    assert file.name in said


def test_a_backup_never_writes_over_another_one(founded: Installation, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    founded.call("backup", str(path))
    kept = path.read_bytes()
    assert "exists already" in founded.refuses("backup", str(path))
    assert path.read_bytes() == kept


def test_a_restore_that_fails_midway_changes_nothing(
    founded: Installation, installations: Installations, tmp_path: Path
) -> None:
    """A row that no table takes: digests are right, the database refuses it."""
    backup = tmp_path / "b.zip"
    founded.call("backup", str(backup))
    other = installations()
    found(other, email="bea@example.org", name="Bäckerei")
    was = told(other)
    forged = _with_a_dangling_site(backup)
    said = other.refuses("restore", "--replace", str(forged))
    assert said.startswith("Nothing was restored.")
    assert told(other) == was
    assert not list(other.data.glob("*.restoring*"))


def _with_a_dangling_site(backup: Path) -> Path:
    """A backup made whole again after a site was given an organisation that is not there."""
    table = "parties_site"
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        rows = [json.loads(r) for r in archive.read(f"tables/{table}.jsonl").splitlines()]
    at = manifest["tables"][table]["columns"].index("organisation_id")
    rows[0][at] = 4711
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    manifest["tables"][table] |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    first = changed(backup, f"tables/{table}.jsonl", data)
    second = backup.with_name("second.zip")
    shutil.copy(first, second)
    return changed(second, "manifest.json", json.dumps(manifest).encode())
