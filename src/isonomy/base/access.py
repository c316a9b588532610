"""Who acts, for whom, and which addresses their role may reach. What has no row is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is to an organisation."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    CONTRIBUTOR = "contributor"
    CONSULTANT = "consultant"
    READER = "reader"


READERS = frozenset(Role)
EDITORS = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.CONTRIBUTOR, Role.CONSULTANT})
MANAGERS = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.CONSULTANT})
APPROVERS = frozenset({Role.ADMINISTRATOR, Role.MANAGER})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


class Gate(StrEnum):
    """Addresses that no organisation owns: for anyone, for whoever is signed in, for operators."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    OPERATOR = "operator"


PUBLIC, SIGNED_IN, OPERATOR = Gate.PUBLIC, Gate.SIGNED_IN, Gate.OPERATOR

Rule = frozenset[Role] | Gate


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one role for one organisation; every read and every change names one."""

    person_id: int | None
    organisation_id: int
    role: Role | None
    name: str = ""
    via: str = "web"
    request_id: str = ""

    @classmethod
    def system(cls, organisation_id: int = 0, *, via: str = "system") -> Actor:
        """The house itself, for what happens by the clock or at installation."""
        return cls(None, organisation_id, None, "Isonomy", via)

    @property
    def roles(self) -> frozenset[str]:
        """The role as the set that workflows ask for."""
        return frozenset() if self.role is None else frozenset({str(self.role)})

    def may(self, roles: frozenset[Role]) -> bool:
        """Whether this role is among those named."""
        return self.role in roles


class AccessTable:
    """The one table of addresses and who may reach them, filled by every room's `access.py`."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}

    def add(self, rules: Mapping[str, Rule]) -> None:
        """Take a room's rows; an address may have one row only."""
        for name, rule in rules.items():
            if self._rules.setdefault(name, rule) != rule:
                raise ValueError(f"{name} has two different rules")

    def rule(self, name: str) -> Rule | None:
        """The rule of an address, or None where it has none (which means nobody)."""
        return self._rules.get(name)

    def names(self) -> frozenset[str]:
        """Every address that has a row."""
        return frozenset(self._rules)


ACCESS = AccessTable()
OPERATIONS = AccessTable()
"""The calls for programs, `room.call`, and the roles whose tokens may make them."""
