"""The words of the catalogue: relations, confidence, changes, milestones, dates that may be partial."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from isonomy.catalogue.editions_between import Passage
from isonomy.packs.source import Problem

RELATIONS: dict[str, tuple[str, str | Promise]] = {
    "identical": ("=", gettext_lazy("the same")),
    "extended": ("+", gettext_lazy("adds something")),
    "partial": ("≈", gettext_lazy("a relative")),
    "specific": ("•", gettext_lazy("its own")),
}
CONFIDENCE: dict[str, tuple[int, str | Promise]] = {
    "high": (3, gettext_lazy("high confidence")),
    "medium-high": (2, gettext_lazy("medium to high confidence")),
    "medium": (2, gettext_lazy("medium confidence")),
    "medium-low": (1, gettext_lazy("medium to low confidence")),
    "low": (1, gettext_lazy("low confidence")),
}
KINDS: dict[str, str | Promise] = {
    "kept": gettext_lazy("unchanged"),
    "renumbered": gettext_lazy("renumbered"),
    "retitled": gettext_lazy("retitled"),
    "reworded": gettext_lazy("reworded"),
    "extended": gettext_lazy("asks more"),
    "split": gettext_lazy("split"),
    "merged": gettext_lazy("merged"),
    "new": gettext_lazy("new"),
    "removed": gettext_lazy("removed"),
}
MILESTONES: dict[str, str | Promise] = {
    "bodies_ready": gettext_lazy("Certification bodies are ready"),
    "new_certificates_only_to_this_edition": gettext_lazy("New certificates to this edition only"),
    "end_of_transition": gettext_lazy("Certificates to the old edition end"),
}
COUNTS: dict[str, str | Promise] = {
    "headings": gettext_lazy("headings"),
    "requirements": gettext_lazy("requirements"),
    "controls": gettext_lazy("controls"),
    "identical": gettext_lazy("the same as in the shared structure"),
    "extended": gettext_lazy("with something added"),
    "partial": gettext_lazy("with a relative in the shared structure"),
    "specific": gettext_lazy("of its own"),
    "questions": gettext_lazy("questions an auditor may ask"),
}
PRACTICE: dict[str, str | Promise] = {
    "never": gettext_lazy("No, it always applies."),
    "practically_never": gettext_lazy("Allowed with a justification, but practically never right."),
    "rare": gettext_lazy("Allowed with a justification, but rarely right."),
    "typical": gettext_lazy("Yes, with a justification; often done."),
    "conditional": gettext_lazy("Only where the situation it speaks of does not occur."),
    "via_soa": gettext_lazy("Yes, through the Statement of Applicability."),
    "unknown": gettext_lazy("The source does not say."),
}
PDCA: dict[str, str | Promise] = {
    "plan": pgettext_lazy("cycle", "Plan"),
    "do": pgettext_lazy("cycle", "Do"),
    "check": pgettext_lazy("cycle", "Check"),
    "act": pgettext_lazy("cycle", "Act"),
}


def day_in_words(text: str) -> str:
    """A date that may lack its day or month: 16 Sep 2026, Sep 2015, 2021."""
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
    except ValueError:
        return text
    if len(numbers) == 3:
        return date_format(date(*numbers), "j M Y")
    if len(numbers) == 2:
        return date_format(date(numbers[0], numbers[1], 1), "M Y")
    return text


def cause(problem: Problem) -> str:
    """What is wrong with a row or a file, in the language of the page."""
    if not problem.template:
        return problem.message
    facts = dict(problem.facts)
    if facts.get("kind"):
        facts["kind"] = _(str(facts["kind"]))
    return _(problem.template) % facts


def why(passage: Passage) -> str:
    """Why a step between editions is what it is: as the pack states it, or by its kind."""
    step = passage.step
    if step.stated:
        return step.reason
    before = ", ".join(node.clause for node in passage.old)
    generic = {
        "kept": _("No change of substance is known."),
        "renumbered": _("The same demand stood in %(before)s."),
        "retitled": _("The title or the wording changed, not the demand."),
        "reworded": _("Our words for it changed; look again."),
        "extended": _("Asks more than %(before)s did."),
        "split": _("What %(before)s asked now stands in several places."),
        "merged": _("Brings together %(before)s."),
        "new": _("This edition adds it."),
        "removed": _("Nothing in the newer edition asks for it under this number."),
    }
    return generic[step.kind] % {"before": before}
