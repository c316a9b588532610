"""Text can be read in both colour schemes, by the arithmetic of WCAG 2.2 (1.4.3 and 1.4.11)."""

from __future__ import annotations

import re

import pytest

from tests.look.pages import STATIC

TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)",
        (STATIC / "tokens.css").read_text(),
    )
}


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, from 0 (black) to 1 (white)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_arithmetic_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


# (text, ground, light, dark): the measured table of the design
MEASURED = [
    ("ink", "paper", 16.4, 14.3),
    ("ink-2", "paper", 8.7, 9.4),
    ("ink-3", "paper", 5.8, 6.5),
    ("aegean", "paper", 7.9, 9.2),
    ("on-aegean", "aegean", 7.9, 9.7),
    ("edge", "paper", 4.1, 4.4),
    ("ok", "paper", 7.2, 9.5),
    ("part", "paper", 6.7, 10.6),
    ("no", "paper", 7.2, 8.2),
    ("na", "paper", 6.7, 7.6),
    ("stale", "paper", 7.2, 9.5),
    ("ok", "ok-tint", 6.4, 7.9),
    ("no", "no-tint", 6.4, 6.8),
]


@pytest.mark.parametrize(("text", "ground", "light", "dark"), MEASURED)
def test_a_pair_of_the_table_has_the_contrast_it_claims(
    text: str, ground: str, light: float, dark: float
) -> None:
    measured = [contrast(TOKENS[text][n], TOKENS[ground][n]) for n in (0, 1)]
    assert measured == pytest.approx([light, dark], abs=0.06)


READ = [("ink", 4.5), ("ink-2", 4.5), ("ink-3", 4.5), ("aegean", 4.5), ("no", 4.5), ("edge", 3.0)]


@pytest.mark.parametrize("ground", ["paper", "stone", "sunk", "raised"])
@pytest.mark.parametrize(("text", "least"), READ)
def test_text_and_edges_can_be_seen_on_every_ground(ground: str, text: str, least: float) -> None:
    for scheme in (0, 1):
        assert contrast(TOKENS[text][scheme], TOKENS[ground][scheme]) >= least


@pytest.mark.parametrize("state", ["ok", "part", "no", "na", "stale"])
def test_a_status_can_be_read_on_its_own_tint(state: str) -> None:
    for scheme in (0, 1):
        assert contrast(TOKENS[state][scheme], TOKENS[f"{state}-tint"][scheme]) >= 4.5


@pytest.mark.parametrize("text", ["ink", "ink-2", "aegean"])
def test_the_chosen_row_can_be_read(text: str) -> None:
    for scheme in (0, 1):
        assert contrast(TOKENS[text][scheme], TOKENS["aegean-tint"][scheme]) >= 4.5
