"""Installed packs, and what an organisation lays over them for itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from isonomy.base.access import Actor
from isonomy.base.scope import OwnedModel
from isonomy.parties.models import Organisation


class InstalledPack(OwnedModel):
    """One version of a content pack as it was installed; never edited, only joined by newer ones.

    Packs without an organisation came with the product and are there for all; the others were
    brought in by the organisation that owns them.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    reference = models.CharField(max_length=200)
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    content = models.JSONField()
    installed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("installed pack")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="pack_once"),
            models.UniqueConstraint(
                fields=["digest"],
                condition=models.Q(organisation__isnull=True),
                name="shipped_pack_once",
            ),
        ]
        indexes = [models.Index(fields=["key", "version"], name="pack_key")]

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def audience(cls, actor: Actor) -> models.Q:
        """Shipped packs are for all; private ones for their organisation."""
        return models.Q(organisation__isnull=True) | models.Q(organisation_id=actor.organisation_id)

    @property
    def chain_id(self) -> int:
        """The installation's chain for shipped packs, the organisation's for private ones."""
        return self.organisation_id or 0


class ClauseText(OwnedModel):
    """The text of a clause that an organisation owns a copy of; seen by it alone, never exported."""

    personal = frozenset({"text"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    node = models.CharField(max_length=120)
    text = models.TextField(_("the text of your licensed copy"), max_length=20000)
    source = models.CharField(_("copy or licence it comes from"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("licensed clause text")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "node"], name="clause_text_once"),
        ]

    def __str__(self) -> str:
        return self.node


class ControlAttributes(OwnedModel):
    """The attribute values of a control, as the owner of ISO/IEC 27002 filled them in."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    node = models.CharField(max_length=120)
    values = models.JSONField(_("attribute values"), default=dict)

    class Meta:
        verbose_name = _("control attributes")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "node"], name="control_attributes_once"
            ),
        ]

    def __str__(self) -> str:
        return self.node
