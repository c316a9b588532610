"""Nothing can be slipped into a chain, out of it, or cut from its end unseen."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from isonomy.proof.chain import GENESIS, Head, Link, link_hash, walk


def chain(length: int) -> list[Link]:
    links, previous = [], GENESIS
    for number in range(1, length + 1):
        content = {"n": number}
        made = link_hash(previous, content)
        links.append(Link(number, content, previous, made))
        previous = made
    return links


def head(links: list[Link]) -> Head:
    return Head(links[-1].sequence, links[-1].hash)


def test_the_first_link_stands_on_nothing() -> None:
    # sha256 of 32 zero bytes followed by {}
    assert link_hash(GENESIS, {}) == hashlib.sha256(bytes(32) + b"{}").hexdigest()


def test_an_untouched_chain_holds() -> None:
    links = chain(4)
    assert walk(links, head(links)) is None


def test_an_empty_chain_holds_unless_it_was_once_longer() -> None:
    assert walk([]) is None
    broken = walk([], Head(3, "a" * 64))
    assert broken is not None
    assert broken.sequence == 1
    assert "tail" in broken.cause


@given(st.integers(1, 8), st.data())
def test_a_changed_content_is_named_at_its_place(length: int, data: st.DataObject) -> None:
    links = chain(length)
    place = data.draw(st.integers(0, length - 1))
    links[place] = replace(links[place], content={"n": -1})
    broken = walk(links, head(chain(length)))
    assert broken is not None
    assert broken.sequence == place + 1


@given(st.integers(2, 8), st.data())
def test_a_link_taken_out_is_named(length: int, data: st.DataObject) -> None:
    links = chain(length)
    place = data.draw(st.integers(0, length - 2))
    del links[place]
    broken = walk(links, head(links))
    assert broken is not None
    assert broken.sequence == place + 1


@given(st.integers(2, 8), st.data())
def test_a_cut_tail_is_found_by_the_head_that_was_noted(length: int, data: st.DataObject) -> None:
    links = chain(length)
    kept = data.draw(st.integers(1, length - 1))
    broken = walk(links[:kept], head(links))
    assert broken is not None
    assert broken.sequence == kept + 1
    assert str(length) in broken.cause


def test_a_chain_rewritten_from_the_start_differs_from_the_noted_head() -> None:
    links, previous = [], GENESIS
    for number in range(1, 4):
        made = link_hash(previous, {"n": number * 10})
        links.append(Link(number, {"n": number * 10}, previous, made))
        previous = made
    broken = walk(links, head(links), Head(2, chain(3)[1].hash))
    assert broken is not None
    assert broken.sequence == 2
    assert "noted" in broken.cause
