"""From a drawn-up Statement of Applicability to what its document says."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from isonomy.base.access import Actor
from isonomy.gap.models import SoaVersion
from isonomy.gap.papers.statement import Approval, Control, Implementation, Statement
from isonomy.norms.gap.soa import SoaState
from isonomy.norms.gap.state import State
from isonomy.parties.queries import organisation

IMPLEMENTED: dict[str, Implementation] = {
    State.CONFORMS: "implemented",
    State.PARTLY: "partly",
    State.DOES_NOT_CONFORM: "not_implemented",
    State.NOT_APPLICABLE: "not_applicable",
}


def statement_of(actor: Actor, row: SoaVersion) -> Statement:
    """The document of one version: exactly what was drawn up, and who approved it."""
    content: dict[str, Any] = row.content
    return Statement(
        title=_("Statement of Applicability"),
        organisation=organisation(actor).name,
        reference=", ".join(edition["reference"] for edition in content["editions"]),
        version=str(row.number),
        made_at=timezone.localtime(row.drawn_up_at),
        controls=tuple(_control(control) for control in content["controls"]),
        scope=content["scope"],
        prepared_by=row.drawn_up_by.name if row.drawn_up_by else "",
        approvals=_approvals(row),
        notes=(_("SHA-256 of the content: %(digest)s") % {"digest": row.digest},),
        language=get_language() or "en",
    )


def _control(control: dict[str, Any]) -> Control:
    reasons = "; ".join(str(reason) for reason in control["reasons"])
    return Control(
        id=control["control"].removeprefix("A."),
        title=control["title"],
        theme=control["theme"],
        applies=control["applicable"] if control["decided"] else None,
        justification="\n".join(text for text in (reasons, control["justification"]) if text),
        status=IMPLEMENTED.get(control["state"]),
        evidence=tuple(control["evidence"]),
        note=control["implementation"],
    )


def _approvals(row: SoaVersion) -> tuple[Approval, ...]:
    if row.state == SoaState.DRAFT or row.approved_at is None or row.approved_by is None:
        return ()
    on = timezone.localtime(row.approved_at).date()
    return (Approval(row.approved_by.name, "", on, row.meaning),)
