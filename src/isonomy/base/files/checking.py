"""Goes through the store and names every file that is missing or has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from isonomy.base.files.models import StoredFile
from isonomy.base.files.store import digest_of, is_stored


@dataclass(frozen=True, slots=True)
class StoreFault:
    """A file that is not as noted: `missing`, or `changed`."""

    sha256: str
    size: int
    fault: str


def check_store() -> Iterator[StoreFault]:
    """Every noted file whose bytes are gone or no longer fit their digest; reads the whole store."""
    noted = StoredFile.objects.unscoped("a check of the store covers all organisations")
    for sha256, size in noted.order_by("sha256").values_list("sha256", "size").distinct():
        if not is_stored(sha256):
            yield StoreFault(sha256, size, "missing")
        elif digest_of(sha256) != sha256:
            yield StoreFault(sha256, size, "changed")
