"""What every page of one gap analysis shares: the analysis itself, its tabs, its way back."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from isonomy.base.access import APPROVERS, EDITORS, MANAGERS
from isonomy.base.acting import ActingRequest
from isonomy.gap.models import Assessment
from isonomy.gap.queries.counts import assessment_with_counts
from isonomy.gap.queries.picture import Picture, picture
from isonomy.norms.gap.ranking import ranked


def picture_or_404(request: ActingRequest, pk: int) -> Picture:
    """The picture of one of the organisation's own analyses; nobody else's is there."""
    try:
        return picture(request.actor, assessment_with_counts(request.actor, pk))
    except Assessment.DoesNotExist:
        raise Http404 from None


def frame(request: ActingRequest, org: str, found: Picture, current: str) -> dict[str, Any]:
    """The context that all tabs share; `current` names the tab one is on."""
    actor, assessment = request.actor, found.assessment
    return {
        "org": org,
        "assessment": assessment,
        "picture": found,
        "tabs": tabs(org, found, current),
        "may_edit": actor.may(EDITORS) and assessment.is_open,
        "may_manage": actor.may(MANAGERS),
        "may_freeze": actor.may(MANAGERS),
        "may_approve": actor.may(APPROVERS),
    }


def tabs(org: str, found: Picture, current: str) -> list[dict[str, Any]]:
    """The views of one analysis; the Statement of Applicability only where there are controls."""
    assessment: Any = found.assessment
    rows: list[tuple[str, str, int | None]] = [
        ("results", _("Overview"), None),
        ("gaps", _("Ranked gaps"), len(ranked(found.standings))),
        ("plan", _("Plan"), assessment.open_actions),
    ]
    if found.controls:
        rows.append(("statement", _("Statement of Applicability"), None))
    rows.append(("baselines", _("Baselines"), assessment.frozen or None))
    return [
        {
            "label": label,
            "url": reverse(f"gap:{name}", args=[org, assessment.pk]),
            "current": name == current,
            "count": count,
        }
        for name, label, count in rows
    ]
