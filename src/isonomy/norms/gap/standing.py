"""What the answers mean for each requirement of each standard at each site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from isonomy.norms.gap.question import Member, Question
from isonomy.norms.gap.state import State, weakest

AnswerKey = tuple[str, str, int | None]
"""Question key, requirement whose difference is meant ("" for the answer itself), site (None: all)."""

Answers = Mapping[AnswerKey, State]


def answer_at(answers: Answers, key: str, part: str, site: int | None) -> State:
    """The state given for a site, or the one given for all sites where none differs."""
    if site is not None:
        own = answers.get((key, part, site))
        if own is not None:
            return own
    return answers.get((key, part, None), State.NOT_ASSESSED)


def state_at(question: Question, member: Member, answers: Answers, site: int | None) -> State:
    """How a requirement stands at one site: the answer, and its own difference where it adds one.

    The weaker of the two decides. A difference that does not apply leaves the shared answer; a
    shared answer that does not apply leaves the difference.
    """
    given = answer_at(answers, question.key, "", site)
    if not member.adds:
        return given
    difference = answer_at(answers, question.key, member.requirement.ref, site)
    return weakest((given, difference))


def state_of(question: Question, member: Member, answers: Answers, sites: Sequence[int]) -> State:
    """How a requirement stands over all sites: the weakest of them."""
    if not sites:
        return state_at(question, member, answers, None)
    return weakest(state_at(question, member, answers, site) for site in sites)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one requirement stands, over all chosen sites."""

    question: Question
    member: Member
    state: State

    @property
    def standard(self) -> str:
        """The standard that asks for it."""
        return self.member.requirement.standard


def standings(
    asked: Iterable[Question],
    answers: Answers,
    sites: Sequence[int],
    differing: frozenset[str] | None = None,
) -> list[Standing]:
    """How every requirement of every standard stands.

    `differing` names the questions answered differently at some site; the others need to be
    looked at once only. Left out, it is found from the answers.
    """
    if differing is None:
        differing = frozenset(key for key, _, site in answers if site is not None)
    return [
        Standing(
            question,
            member,
            state_of(question, member, answers, sites if question.key in differing else ()),
        )
        for question in asked
        for member in question.members
    ]


def counted(found: Iterable[Standing]) -> Counter[State]:
    """How many requirements stand in each state."""
    return Counter(standing.state for standing in found)
