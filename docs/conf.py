"""How the documentation is built: `python -m sphinx -W docs docs/_build`."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INIT = (ROOT / "src/isonomy/__init__.py").read_text("utf-8")

project = "Isonomy"
author = "The Isonomy founders"
project_copyright = "2026 The Isonomy founders"
version = release = re.findall(r'__version__ = "([^"]+)"', INIT)[0]
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "**/_*"]
html_theme = "furo"
html_title = f"Isonomy {release}"
html_copy_source = False
