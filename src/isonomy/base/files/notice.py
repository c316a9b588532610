"""A sentence with named facts in it: said in English here, put into the reader's language by a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Fact = str | int


def gettext_noop(text: str) -> str:
    """Mark a sentence for the translators and give it back as it is."""
    return text


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for a reader: `template` with named places, and the facts that fill them."""

    template: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % dict(self.facts)

    def as_json(self) -> dict[str, Any]:
        """The shape in which a notice is stored and passed between processes."""
        return {"template": self.template, "facts": dict(self.facts)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Notice:
        """The notice that `as_json` wrote."""
        return cls(str(stored["template"]), dict(stored.get("facts", {})))


def notice(template: str, **facts: Fact) -> Notice:
    """Word a notice; wrap the template in `gettext_noop` where it is written."""
    return Notice(template, facts)


class FileRefused(Exception):
    """A file is not taken, and the notice says why and what helps."""

    def __init__(self, said: Notice) -> None:
        self.notice = said
        super().__init__(str(said))


def refused(template: str, **facts: Fact) -> FileRefused:
    """The refusal of a file in one sentence."""
    return FileRefused(Notice(template, facts))
