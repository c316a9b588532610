"""Every icon that a page asks for is in the sprite."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from isonomy.base.look import SIGNS
from isonomy.web.navigation import PLACES
from tests.look.pages import SRC, STATIC

SPRITE = (STATIC / "icons.svg").read_text()
SYMBOLS = set(re.findall(r'<symbol id="([a-z-]+)"', SPRITE))


def asked_for() -> dict[str, str]:
    """Icon names written in templates, with the file that writes them."""
    found: dict[str, str] = {}
    for path in SRC.rglob("templates/**/*.html"):
        text = path.read_text()
        names = re.findall(r"{% icon [\"']([a-z-]+)[\"']", text)
        names += re.findall(r"<c-[a-z-]+[^>]*?\sicon=\"([a-z-]+)\"", text)
        names += re.findall(r"<c-icon[^>]*?\sname=\"([a-z-]+)\"", text)
        found |= dict.fromkeys(names, path.name)
    return found


def test_every_icon_in_a_template_is_in_the_sprite() -> None:
    asked = asked_for()
    assert len(asked) > 15
    assert {name: file for name, file in asked.items() if f"i-{name}" not in SYMBOLS} == {}


def test_every_place_of_the_navigation_has_its_icon() -> None:
    assert [place.icon for place in PLACES if f"i-{place.icon}" not in SYMBOLS] == []


def test_every_status_has_its_drawing_and_differs_in_shape() -> None:
    assert {sign.drawing for sign in SIGNS.values()} <= SYMBOLS
    verdicts = ["s-ok", "s-part", "s-no", "s-na", "s-open", "s-stale"]
    shapes = [re.search(rf'<symbol id="{name}".*?</symbol>', SPRITE, re.S) for name in verdicts]
    bodies = {shape.group(0).split(">", 1)[1] for shape in shapes if shape}
    assert len(bodies) == len(verdicts)


def test_the_sprite_is_well_formed_and_holds_no_fixed_colour() -> None:
    root = ET.fromstring(SPRITE)  # noqa: S314 - our own file
    assert len(root) == len(SYMBOLS)
    assert re.findall(r"(?:fill|stroke)=\"#[0-9a-f]+\"", SPRITE) == []


def test_every_sign_has_a_mask_for_small_rows() -> None:
    for css in ("ok", "part", "no", "na", "open", "stale"):
        assert (STATIC / f"signs/{css}.svg").is_file()
