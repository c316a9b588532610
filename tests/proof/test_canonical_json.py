"""One value has one byte sequence, as RFC 8785 says, so that a digest means something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomy.proof.canonical import canonical, digest

CASES = ["arrays", "french", "structures", "unicode", "values", "weird"]


@pytest.mark.parametrize("name", CASES)
def test_the_published_vectors_come_out_byte_for_byte(name: str, shared: Path) -> None:
    folder = shared / "vectors/cyberphone-jcs/testdata"
    given_value = json.loads((folder / f"input/{name}.json").read_text("utf-8"))
    told = bytes.fromhex((folder / f"outhex/{name}.txt").read_text())
    assert canonical(given_value) == told


def test_keys_are_sorted_by_utf16_and_nothing_is_spaced() -> None:
    # U+10000 is written D800 DC00 in UTF-16 and so stands before U+FFFD
    assert canonical({"\ufffd": 1, "\U00010000": 2, "a": [True, None]}) == (
        '{"a":[true,null],"\U00010000":2,"\ufffd":1}'.encode()
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, object(), {1: "a"}])
def test_what_json_cannot_hold_exactly_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="canonical"):
        canonical(value)


def test_the_digest_is_the_sha256_of_the_bytes() -> None:
    # printf '{}' | sha256sum
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


SAFE = 2**53 - 1
values = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE, SAFE) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_the_order_of_keys_in_hand_never_matters(value: object) -> None:
    again = json.loads(canonical(value))
    assert again == value
    assert canonical(again) == canonical(value)
