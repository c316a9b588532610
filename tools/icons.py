"""Build the icon sprite and the sign files from the lucide package and our own status signs.

Run `python tools/icons.py` after adding a name to ICONS; the results are committed.
"""

from __future__ import annotations

import math
import re
import sys
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

STATIC = Path(__file__).parent.parent / "src/isonomy/base/static/isonomy"

# our name -> the name in lucide; rooms speak of things, not of drawings
ICONS = {
    "account": "circle-user-round",
    "audit": "clipboard-check",
    "auto": "sun-moon",
    "baseline": "snowflake",
    "bell": "bell",
    "board": "square-kanban",
    "book": "book-open-text",
    "building": "building-2",
    "calendar": "calendar",
    "camera": "camera",
    "catalogue": "library-big",
    "cert": "badge-check",
    "chart": "chart-column",
    "check": "check",
    "clock": "clock",
    "columns": "columns-3",
    "compare": "git-compare",
    "copy": "copy",
    "cv": "chevron-down",
    "dark": "moon",
    "doc": "file-text",
    "down": "download",
    "download": "download",
    "drop": "file-check",
    "edit": "pencil",
    "expand": "maximize-2",
    "file": "file",
    "filter": "list-filter",
    "finding": "flag",
    "gap": "list-checks",
    "globe": "globe",
    "history": "history",
    "home": "house",
    "import": "file-input",
    "info": "info",
    "join": "merge",
    "key": "key-round",
    "keyboard": "keyboard",
    "cl": "chevron-left",
    "light": "sun",
    "link": "link",
    "list": "list",
    "lock": "lock",
    "mail": "mail",
    "matrix": "table",
    "menu": "menu",
    "mic": "mic",
    "minus": "minus",
    "more": "ellipsis",
    "note": "notebook-pen",
    "off": "wifi-off",
    "open": "external-link",
    "passkey": "fingerprint-pattern",
    "people": "users",
    "person": "user-round",
    "plan": "chart-gantt",
    "plus": "plus",
    "print": "printer",
    "redo": "redo-2",
    "refresh": "refresh-cw",
    "remove": "trash-2",
    "cr": "chevron-right",
    "scope": "scan-line",
    "search": "search",
    "settings": "settings",
    "shield": "shield-check",
    "signout": "log-out",
    "site": "factory",
    "sort": "arrow-down",
    "sort-up": "arrow-up",
    "split": "split",
    "tag": "tag",
    "undo": "undo-2",
    "up": "upload",
    "upload": "file-up",
    "warn": "triangle-alert",
    "x": "x",
}

# status by shape as well as colour; drawn for 16 px
SIGNS = {
    "ok": (
        '<circle cx="8" cy="8" r="7.25" fill="currentColor"/>',
        '<path d="m4.6 8.3 2.4 2.3 4.4-4.9" fill="none" stroke="CUT" stroke-width="1.7" '
        'stroke-linecap="round" stroke-linejoin="round"/>',
    ),
    "part": (
        '<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        '<path d="M1.5 8a6.5 6.5 0 0 0 13 0z" fill="currentColor"/>',
        "",
    ),
    "no": (
        '<path d="M8 .2 15.8 8 8 15.8.2 8z" fill="currentColor"/>',
        '<path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" stroke="CUT" stroke-width="1.6" '
        'stroke-linecap="round"/>',
    ),
    "na": (
        '<path d="M3 8h10" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/>',
        "",
    ),
    "open": (
        '<circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" stroke-width="1.3" '
        'stroke-dasharray="2.2 1.82"/>',
        "",
    ),
    "stale": (
        '<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        '<path d="M8 4.2V8.3l2.8 1.6" fill="none" stroke="currentColor" stroke-width="1.5" '
        'stroke-linecap="round" stroke-linejoin="round"/>',
        "",
    ),
}

CERTIFICATES = (
    '<symbol id="c-exp" viewBox="0 0 24 24"><path d="M6 2.5h12M6 21.5h12M7 2.5v3.8c0 2.2 5 4 5 5.7'
    's-5 3.5-5 5.7v3.8m10-19v3.8c0 2.2-5 4-5 5.7s5 3.5 5 5.7v3.8" fill="none" '
    'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>'
    "</symbol>\n"
    '<symbol id="c-gone" viewBox="0 0 24 24"><path d="M12 .8 23.2 12 12 23.2.8 12z" '
    'fill="currentColor"/><path d="m8.5 8.5 7 7m0-7-7 7" stroke="var(--paper)" '
    'stroke-width="2.2" stroke-linecap="round"/></symbol>\n'
    '<symbol id="c-susp" viewBox="0 0 24 24"><circle cx="12" cy="12" r="10.4" fill="none" '
    'stroke="currentColor" stroke-width="2.2"/><path d="M9.4 8v8m5.2-8v8" stroke="currentColor" '
    'stroke-width="2.4" stroke-linecap="round"/></symbol>'
)


def seal() -> str:
    """The outline of a seal: a circle of radius 11 whose edge waves twelve times."""
    points = []
    for step in range(96):
        angle = math.tau * step / 96 - math.pi / 2
        radius = 10.95 + 0.55 * math.cos(12 * math.tau * step / 96)
        points.append(f"{12 + radius * math.cos(angle):.1f} {12 + radius * math.sin(angle):.1f}")
    return (
        f'<symbol id="c-valid" viewBox="0 0 24 24"><path d="M{"L".join(points)}z" '
        'fill="currentColor"/><path d="m7.6 12.3 3 2.9 5.8-6.3" fill="none" '
        'stroke="var(--paper)" stroke-width="2.1" stroke-linecap="round" '
        'stroke-linejoin="round"/></symbol>'
    )


def drawings() -> dict[str, str]:
    """The inner drawing of each icon we use, by our name."""
    archive = ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes()))
    found = {}
    for ours, theirs in sorted(ICONS.items()):
        svg = archive.read(f"{theirs}.svg").decode()
        inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
        found[ours] = re.sub(r"\s+/>", "/>", re.sub(r">\s+<", "><", inner.strip()))
    return found


def sprite() -> str:
    """All icons and signs in one file, each a symbol."""
    signs = [
        f'<symbol id="s-{name}" viewBox="0 0 16 16">{body}{cut.replace("CUT", "var(--paper)")}'
        "</symbol>"
        for name, (body, cut) in SIGNS.items()
    ]
    icons = [
        f'<symbol id="i-{name}" viewBox="0 0 24 24">{inner}</symbol>'
        for name, inner in drawings().items()
    ]
    note = "<!-- Icons: Lucide, ISC licence. Signs: Isonomy. Built by tools/icons.py -->"
    parts = [note, *signs, CERTIFICATES, seal(), *icons]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(parts) + "\n</svg>\n"


def sign(name: str) -> str:
    """One sign as a mask: what is cut out is left transparent, so paper shows through."""
    body, cut = SIGNS[name]
    if not cut:
        inner = body
    else:
        inner = (
            '<mask id="m"><rect width="16" height="16" fill="#fff"/>'
            f'{cut.replace("CUT", "#000")}</mask><g mask="url(#m)">{body}</g>'
        )
    inner = inner.replace("currentColor", "#000")
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{inner}</svg>\n'


def main() -> None:
    (STATIC / "icons.svg").write_text(sprite())
    (STATIC / "signs").mkdir(exist_ok=True)
    for name in SIGNS:
        (STATIC / "signs" / f"{name}.svg").write_text(sign(name))
    (STATIC / "signs" / "choose.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" fill="none" '
        'stroke="#777c83" stroke-width="1.75"><path d="m4 6.5 4 4 4-4"/></svg>\n'
    )
    sys.stdout.write(f"{len(ICONS)} icons, {len(SIGNS)} signs\n")


if __name__ == "__main__":
    main()
