"""Imports with the file, the mapping and the dry run they were made with; mappings remembered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from isonomy.base.files.models import StoredFile
from isonomy.base.scope import OwnedModel
from isonomy.exchange.workflow import ImportState
from isonomy.parties.models import Organisation, Person

STATE_LABELS = {
    ImportState.UPLOADED: _("File brought in"),
    ImportState.MAPPED: _("Columns chosen"),
    ImportState.TRIED: _("Tried"),
    ImportState.APPLIED: _("Taken in"),
    ImportState.UNDONE: _("Undone"),
}


class Import(OwnedModel):
    """One file on its way into a room. `plan` is the dry run as a stored file, with old and new values.

    `place` says where in the room the rows go (such as one gap analysis); the room reads it.
    `columns` maps the number of a column to the name of a field.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    target = models.CharField(_("what it holds"), max_length=60)
    place = models.CharField(_("where it goes"), max_length=60, blank=True)
    place_label = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    sheet = models.CharField(_("sheet"), max_length=200, blank=True)
    header_line = models.PositiveIntegerField(_("line of the headings"), default=0)
    columns = models.JSONField(default=dict)
    blank_clears = models.BooleanField(_("empty cells clear what is stored"), default=False)
    counts = models.JSONField(default=dict)
    plan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        _("state"),
        max_length=20,
        default=ImportState.UPLOADED,
        choices=[(str(state), label) for state, label in STATE_LABELS.items()],
    )
    brought_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    brought_at = models.DateTimeField(_("brought in"), auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["organisation", "-brought_at"], name="imports_newest")]

    def __str__(self) -> str:
        return self.file_name


class RememberedMapping(OwnedModel):
    """Which heading was which field the last time a file with these headings came in."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    fields = models.JSONField(default=dict)
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("remembered mapping")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "target", "fingerprint"], name="mapping_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.fingerprint[:8]}"
