"""Move an analysis to a new edition: choose, see what would happen, then let it happen."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from isonomy.base.acting import ActingRequest
from isonomy.gap.models import Answer
from isonomy.gap.queries.carry import Road, move_lines, roads
from isonomy.gap.queries.picture import Picture
from isonomy.gap.services.carry_over import carry_over
from isonomy.gap.views.frame import frame, picture_or_404
from isonomy.norms.gap.carry_over import Fate


@require_safe
def choose(request: ActingRequest, org: str, assessment: int) -> HttpResponse:
    """The standards of this analysis that have a newer edition."""
    found = picture_or_404(request, assessment)
    context = {
        **frame(request, org, found, "carry"),
        "roads": roads(request.actor, found),
        "again": _look_again(request, org, found),
    }
    return render(request, "gap/carry.html", context)


def _look_again(request: ActingRequest, org: str, found: Picture) -> tuple[int, str]:
    """How many answers wait for another look, and where the first of them is."""
    marked = set(
        Answer.objects.for_(request.actor)
        .filter(assessment=found.assessment)
        .exclude(look_again="")
        .values_list("key", flat=True)
    )
    first = next((q.key for q in found.questions if q.key in marked), None)
    if first is None:
        return 0, ""
    address = reverse("gap:question", args=[org, found.assessment.pk, first])
    return sum(q.key in marked for q in found.questions), f"{address}?show=again"


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: ActingRequest, org: str, assessment: int, pack: int) -> HttpResponse:
    """What would become of every answer; sent, it happens."""
    found = picture_or_404(request, assessment)
    road = next((r for r in roads(request.actor, found) if r.new.pk == pack), None)
    if road is None:
        raise Http404
    if request.method == "POST" and found.assessment.is_open and not road.beside:
        return _carry(request, org, found, road)
    lines = move_lines(found, road)
    context = {
        **frame(request, org, found, "carry"),
        "road": road,
        "groups": [(fate, _words(fate), listed) for fate, listed in lines.items()],
    }
    return render(request, "gap/carry_over.html", context)


def _carry(request: ActingRequest, org: str, found: Picture, road: Road) -> HttpResponse:
    keep = request.POST.get("keep") == "both"
    after = carry_over(actor=request.actor, before=found, old=road.old, new=road.new, keep_old=keep)
    many, address = _look_again(request, org, after)
    messages.success(
        request,
        ngettext(
            "Moved to %(edition)s. %(many)s answer needs another look.",
            "Moved to %(edition)s. %(many)s answers need another look.",
            many,
        )
        % {"edition": road.pack.reference, "many": many},
    )
    return redirect(address or reverse("gap:results", args=[org, found.assessment.pk]))


def _words(fate: Fate) -> tuple[str, str]:
    """The heading of a fate, and what it means."""
    return {
        Fate.LOOK_AGAIN: (
            _("Look again"),
            _("The answer comes along, marked with what changed, until somebody confirms it."),
        ),
        Fate.NEW: (_("New"), _("The new edition asks for it; it starts unanswered.")),
        Fate.DROPPED: (
            _("Dropped"),
            _("The new edition no longer asks for it. The old answer stays in the history."),
        ),
        Fate.KEPT: (_("Kept"), _("Nothing of substance changed; the answer stays as it is.")),
    }[fate]
