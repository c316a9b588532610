"""What the gap room takes from tables: answers and controls, actions, evidence kept elsewhere."""

from __future__ import annotations

from isonomy.exchange.taking import declare
from isonomy.gap.exchange.takers.actions import ActionTaker
from isonomy.gap.exchange.takers.answers import AnswerTaker
from isonomy.gap.exchange.takers.evidence import EvidenceTaker


def declare_takers() -> None:
    """Offer the three; called once when the room is ready."""
    declare(AnswerTaker())
    declare(ActionTaker())
    declare(EvidenceTaker())
