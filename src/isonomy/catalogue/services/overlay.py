"""The text of a clause that an organisation owns a copy of: for its own eyes, never exported."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from isonomy.base.access import Actor
from isonomy.base.audit_trail import recording, sentence
from isonomy.catalogue.models import ClauseText
from isonomy.packs.node import Node
from isonomy.packs.pack import Pack

LAY = sentence(
    "catalogue.lay_down_text",
    gettext_noop("%(who)s laid down the licensed text of %(reference)s, %(clause)s"),
)
TAKE = sentence(
    "catalogue.take_text_away",
    gettext_noop("%(who)s took the licensed text of %(reference)s, %(clause)s away"),
)


def lay_down_text(*, actor: Actor, pack: Pack, node: Node, text: str, source: str) -> ClauseText:
    """Keep the text of a clause for the organisation that owns a copy of the standard."""
    row = ClauseText.objects.for_(actor).filter(node=node.id).first()
    if row is None:
        row = ClauseText(organisation_id=actor.organisation_id, node=node.id)
    row.text, row.source = text, source
    row.full_clean(validate_unique=False, validate_constraints=False)
    with recording(actor, LAY, said=_said(pack, node)) as event:
        row.save()
        event.about(row)
    return row


def take_text_away(*, actor: Actor, pack: Pack, node: Node) -> bool:
    """Delete the text; False where there was none."""
    row = ClauseText.objects.for_(actor).filter(node=node.id).first()
    if row is None:
        return False
    with recording(actor, TAKE, row, said=_said(pack, node)):
        row.delete()
    return True


def _said(pack: Pack, node: Node) -> dict[str, str]:
    return {"reference": pack.reference, "clause": node.clause, "node": node.id}
