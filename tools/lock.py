"""Write the hash-locked requirement files from requirements/*.in.

Run `python tools/lock.py` after changing a file in requirements/, or with `--upgrade` to take newer
releases. It needs uv on the path. The files hold names, versions, markers and SHA-256 digests only:
where packages come from is the business of each machine.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {  # lock file: (what it is made from, the lock it must agree with)
    "requirements.txt": ("requirements/base.in", None),
    "requirements-s3.txt": ("requirements/s3.in", "requirements.txt"),
    "requirements-dev.txt": ("requirements/dev.in", "requirements.txt"),
}
COMPILE = (
    *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-build", "--no-emit-index-url", "--no-header", "--no-annotate"),
    *("--no-emit-find-links",),
)
ADDRESS = re.compile(r"https?://|file://|--(extra-)?index-url|--find-links")


def lock(target: str, source: str, agreeing_with: str | None, extra: list[str]) -> None:
    """Compile one lock file and refuse it when it names a place packages come from."""
    command = [*COMPILE, *extra, source, "--output-file", target]
    if agreeing_with:
        command += ["--constraint", agreeing_with]
    subprocess.run(command, cwd=ROOT, check=True)
    written = (ROOT / target).read_text(encoding="utf-8")
    if found := ADDRESS.search(written):
        sys.exit(f"{target} names an address ({found.group()}); the lock must not.")
    print(f"{target}: {written.count('==')} packages")


def main() -> None:
    for target, (source, agreeing_with) in LOCKS.items():
        lock(target, source, agreeing_with, sys.argv[1:])


if __name__ == "__main__":
    main()
