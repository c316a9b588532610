"""Files by the digest of their bytes: what an organisation holds, never where it came from."""

from __future__ import annotations

from django.db import models

from isonomy.base.scope import OwnedModel


class StoredFile(OwnedModel):
    """Bytes that an organisation brought in, once for the same bytes.

    `sha256` is the address in the store; names stand at the rows that use the file.
    `organisation_id` is a plain number because the ground floor knows no organisations.
    """

    organisation_id = models.BigIntegerField(db_index=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "sha256"], name="stored_file_once"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
