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


def refusal_words(refusal: Refusal) -> str:
    """Why a step may not be taken, and what to do about it."""
    if refusal.code == "owner_missing":
        return _("Name an owner first.")
    if refusal.code == "due_missing":
        return _("Set a due date first.")
    if refusal.code == "waiting":
        actions = refusal.reason.partition(": ")[2]
        return _("It waits for: %(actions)s") % {"actions": actions}
    if refusal.code == "undecided":
        return _("These controls are not decided yet: %(controls)s") % {"controls": refusal.reason}
    if refusal.code == "unjustified":
        return _("These controls have no reason yet: %(controls)s") % {"controls": refusal.reason}
    if refusal.code == "reason_missing":
        return _("Say why.")
    if refusal.code == "closed":
        return _("This gap analysis is closed. Open it again to change it.")
    if refusal.code == "not_offered":
        return _("This step is no longer possible; somebody took it already.")
    return refusal.reason


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
