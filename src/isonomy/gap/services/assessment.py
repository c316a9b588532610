"""Begin a gap analysis, and change what it is made against."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.catalogue.models import InstalledPack
from isonomy.gap.models import Assessment, AssessmentSite, AssessmentStandard
from isonomy.parties.models import Site

BEGIN = sentence("gap.begin", gettext_noop("%(who)s began the gap analysis %(name)s"))
CHANGE = sentence("gap.change", gettext_noop("%(who)s changed the gap analysis %(name)s"))
CLOSE = sentence("gap.close", gettext_noop("%(who)s closed the gap analysis %(name)s"))
REOPEN = sentence("gap.reopen", gettext_noop("%(who)s opened the gap analysis %(name)s again"))


def begin_assessment(
    *,
    actor: Actor,
    name: str,
    packs: Sequence[InstalledPack],
    sites: Sequence[Site],
    scope: str = "",
    aim: int = 100,
    aim_on: date | None = None,
) -> Assessment:
    """Begin a gap analysis against some editions at some sites."""
    with recording(actor, BEGIN, said={"name": name}) as event:
        row = Assessment(
            organisation_id=actor.organisation_id, name=name, scope=scope, aim=aim, aim_on=aim_on
        )
        row.save()
        event.about(row)
        _choose_packs(actor, row, packs)
        _choose_sites(actor, row, sites)
    return row


def change_assessment(
    *,
    actor: Actor,
    assessment: Assessment,
    name: str,
    scope: str,
    packs: Sequence[InstalledPack],
    sites: Sequence[Site],
    aim: int,
    aim_on: date | None,
) -> Assessment:
    """Change name, scope, editions or sites; answers to what is left out stay and come back with it."""
    with recording(actor, CHANGE, assessment, said={"name": name}):
        assessment.name, assessment.scope = name, scope
        assessment.aim, assessment.aim_on = aim, aim_on
        assessment.save()
        _choose_packs(actor, assessment, packs)
        _choose_sites(actor, assessment, sites)
    return assessment


def close_assessment(*, actor: Actor, assessment: Assessment) -> Assessment:
    """Put a gap analysis away: it can be read but not answered until it is opened again."""
    with recording(actor, CLOSE, assessment, said={"name": assessment.name}):
        assessment.is_open = False
        assessment.save()
    return assessment


def reopen_assessment(*, actor: Actor, assessment: Assessment) -> Assessment:
    """Take a closed gap analysis up again."""
    with recording(actor, REOPEN, assessment, said={"name": assessment.name}):
        assessment.is_open = True
        assessment.save()
    return assessment


def _choose_packs(actor: Actor, assessment: Assessment, packs: Sequence[InstalledPack]) -> None:
    there = {
        row.pack_id: row
        for row in AssessmentStandard.objects.for_(actor).filter(assessment=assessment)
    }
    for position, pack in enumerate(packs):
        row = there.pop(pack.pk, None) or AssessmentStandard(
            organisation_id=actor.organisation_id, assessment=assessment, pack=pack
        )
        row.position, row.left_on = position, None
        row.save()
    for row in there.values():
        if row.left_on is None:
            row.left_on = timezone.localdate()
            row.save()


def _choose_sites(actor: Actor, assessment: Assessment, sites: Sequence[Site]) -> None:
    there = {
        row.site_id: row for row in AssessmentSite.objects.for_(actor).filter(assessment=assessment)
    }
    for site in sites:
        if there.pop(site.pk, None) is None:
            AssessmentSite(
                organisation_id=actor.organisation_id, assessment=assessment, site=site
            ).save()
    for row in there.values():
        row.delete()
