"""Refuse a dependency whose licence does not fit a product under Apache-2.0.

What users install (requirements.txt and requirements-s3.txt) is checked; tools that only developers
run are not part of the product.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|0BSD|Unlicense"
    r"|Zlib|HPND|CNRI-Python|LGPL|Lesser General)\b",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"\b(AGPL|Affero|SSPL|(?<!Lesser )General Public License|GPL)\b", re.IGNORECASE
)
KNOWN = {  # read by hand in the package's own licence file, where its metadata says nothing
    "python3-openid": "Apache-2.0",
}


def licence_of(name: str) -> str | None:
    """What a package says of its own licence; None where it is not installed here."""
    try:
        told = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    classifiers = [c for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    words = [told.get("License-Expression") or "", *classifiers]
    if not any(words):
        words.append((told.get("License") or "")[:200])
    return " ".join(filter(None, words)) or KNOWN.get(name, "")


def locked() -> list[str]:
    """The names of all packages in the locks that users install."""
    text = "".join((ROOT / f).read_text() for f in ("requirements.txt", "requirements-s3.txt"))
    return sorted(set(re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)))


def fits(licence: str) -> bool:
    """Whether a licence may come with the product; of a choice of several one is enough."""
    rest = re.sub(r"LGPL[-0-9A-Za-z.+]*|Lesser General Public License[^:]*", "LGPL", licence)
    return bool(ALLOWED.search(rest)) and not (REFUSED.search(rest) and " OR " not in rest)


def main() -> int:
    refused = []
    for name in locked():
        licence = licence_of(name)
        if licence is not None and not fits(licence):
            refused.append(f"{name}: {licence or 'says nothing of its licence'}")
    print("\n".join(refused) or f"{len(locked())} packages have licences that fit.")
    return bool(refused)


if __name__ == "__main__":
    sys.exit(main())
