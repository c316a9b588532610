"""Steps and refusals of actions and statements, in the words of the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomy.norms.kernel.verdict import Refusal
from isonomy.norms.kernel.workflow import Offer

STEPS: dict[str, str | Promise] = {
    "start": gettext_lazy("Start"),
    "finish": gettext_lazy("Mark as done"),
    "resume": gettext_lazy("Take up again"),
    "cancel": gettext_lazy("Cancel the action"),
    "reopen": gettext_lazy("Plan again"),
}


REFUSALS: dict[str, str | Promise] = {
    "owner_missing": gettext_lazy("Name an owner first."),
    "due_missing": gettext_lazy("Set a due date first."),
    "undecided": gettext_lazy("These controls are not decided yet: %(reason)s"),
    "unjustified": gettext_lazy("These controls have no reason yet: %(reason)s"),
    "reason_missing": gettext_lazy("Say why."),
    "closed": gettext_lazy("This gap analysis is closed. Open it again to change it."),
    "not_offered": gettext_lazy("This step is no longer possible; somebody took it already."),
}


def refusal_words(refusal: Refusal) -> str:
    """Why a step may not be taken, and what to do about it."""
    if refusal.code == "waiting":
        actions = refusal.reason.partition(": ")[2]
        return _("It waits for: %(actions)s") % {"actions": actions}
    words = REFUSALS.get(refusal.code)
    return refusal.reason if words is None else str(words) % {"reason": refusal.reason}


def worded(offers: list[Offer]) -> list[Offer]:
    """Offers whose refusals read in the language of the page."""
    return [
        Offer(
            offer.name,
            offer.target,
            tuple(Refusal(no.code, refusal_words(no), no.cite) for no in offer.refusals),
            offer.reason_required,
        )
        for offer in offers
    ]
