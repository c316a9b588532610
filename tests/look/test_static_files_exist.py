"""What a template asks for is there: a missing file would be a failure of the whole page."""

from __future__ import annotations

import re
from pathlib import Path

from django.contrib.staticfiles import finders

SOURCE = Path(__file__).resolve().parents[2] / "src/isonomy"
NAMED = re.compile(r"""\{%\s*static\s+["']([^"']+)["']""")


def test_every_static_file_that_a_template_names_exists() -> None:
    named = {
        (str(path.relative_to(SOURCE)), name)
        for path in SOURCE.rglob("templates/**/*.html")
        for name in NAMED.findall(path.read_text("utf-8"))
    }
    assert len(named) > 10
    assert [where for where in sorted(named) if finders.find(where[1]) is None] == []
