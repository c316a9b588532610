"""A change without an event cannot be written; a written event cannot be changed; the past can be read."""

from isonomy.base.audit_trail.checking import ChainReport, check_trails, note_heads
from isonomy.base.audit_trail.reading import all_as_of, as_of, erase_personal, history
from isonomy.base.audit_trail.recording import (
    Unrecorded,
    open_event,
    recording,
    require_recording,
)
from isonomy.base.audit_trail.sentences import FACTS, SENTENCES, sentence, worded

__all__ = [
    "FACTS",
    "SENTENCES",
    "ChainReport",
    "Unrecorded",
    "all_as_of",
    "as_of",
    "check_trails",
    "erase_personal",
    "history",
    "note_heads",
    "open_event",
    "recording",
    "require_recording",
    "sentence",
    "worded",
]
