"""Keep the translations of the interface current: gather the words, compile them, check them.

    python tools/language.py update    # gather every marked sentence into the .po files
    python tools/language.py compile   # make the .mo files from them
    python tools/language.py check     # fail where a sentence is missing, untranslated or not compiled

Needs GNU gettext. The words are gathered from a copy, so the source tree stays as it is, and without
places and times, so that two people who add a sentence do not meet in every line of the file.
"""

from __future__ import annotations

import gettext
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "isonomy"
GATHERED = {".py", ".html", ".txt"}
LEFT_OUT = {"migrations", "content", "static", "__pycache__", "locale"}
LANGUAGES = ("de",)
HEADER = """\
# German words of Isonomy's interface; the terms are agreed in docs/glossary-de.md.
# Licensed as the rest of Isonomy, under Apache-2.0.
msgid ""
msgstr ""
"Project-Id-Version: isonomy\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


class Gather(makemessages.Command):
    """Django's own gathering, without guesses from similar sentences: a guess reads as a mistake."""

    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching"]


def words_of(language: str) -> Path:
    """The file with the words of a language."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def gathered(language: str, *, places: bool = False) -> str:
    """The words of a language as they should be: today's sentences, with the translations there are."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "isonomy"
        shutil.copytree(SOURCE, copy, ignore=_not_gathered)
        words = copy / "locale" / language / "LC_MESSAGES" / "django.po"
        words.parent.mkdir(parents=True)
        if words_of(language).exists():
            shutil.copy(words_of(language), words)
        _gather_in(copy, language, places=places)
        return _plain(words.read_text("utf-8"), language)


def _not_gathered(folder: str, names: list[str]) -> set[str]:
    here = Path(folder)
    return {
        name
        for name in names
        if name in LEFT_OUT or ((here / name).is_file() and Path(name).suffix not in GATHERED)
    }


def _gather_in(folder: Path, language: str, *, places: bool) -> None:
    """In a process of its own: Django's command knows only the working directory."""
    command = [sys.executable, __file__, "gather", language, *(["places"] if places else [])]
    subprocess.run(command, cwd=folder, check=True)


def gather(language: str, places: str = "") -> int:
    """Gather in the working directory; `places` adds where each sentence stands."""
    settings.configure(USE_I18N=True)
    django.setup()
    options = {"locale": [language], "no_wrap": True, "no_obsolete": True, "verbosity": 0}
    call_command(Gather(), **options, no_location=not places)
    return 0


def _plain(words: str, language: str) -> str:
    """The file with our own short header, which holds no date."""
    entries = words.split("\n\n", 1)[1]
    return HEADER.format(language=language) + "\n" + entries.rstrip("\n") + "\n"


def compiled(language: str) -> bytes:
    """The words of a language in the form that is read at run time."""
    command = ["msgfmt", "--check", "--no-hash", "-o", "-", str(words_of(language))]
    return subprocess.run(command, check=True, capture_output=True).stdout


def faults(language: str) -> list[str]:
    """What is wrong with the words of a language, in sentences; empty where they are current."""
    found = []
    path = words_of(language)
    if gathered(language) != path.read_text("utf-8"):
        found.append(
            f"{language}: sentences were added or changed; run `tools/language.py update`."
        )
    for kind, option in (("untranslated", "--untranslated"), ("uncertain", "--only-fuzzy")):
        found += [f"{language}: {kind}: {text}" for text in _entries(path, option)]
    compiled_path = path.with_suffix(".mo")
    if not compiled_path.exists() or _read(compiled_path.read_bytes()) != _read(compiled(language)):
        found.append(f"{language}: not compiled; run `tools/language.py compile`.")
    return found


def _entries(path: Path, option: str) -> list[str]:
    command = ["msgattrib", "--no-wrap", "--no-obsolete", option, str(path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return re.findall(r'^msgid "(.+)"$', told, re.MULTILINE)


def _read(catalogue: bytes) -> dict[str, str]:
    with tempfile.TemporaryFile() as file:
        file.write(catalogue)
        file.seek(0)
        return dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]


def update() -> int:
    """Gather every marked sentence into the files of words."""
    for language in LANGUAGES:
        words = gathered(language)
        words_of(language).parent.mkdir(parents=True, exist_ok=True)
        words_of(language).write_text(words, "utf-8")
        missing = _entries(words_of(language), "--untranslated")
        print(
            f"{language}: {words.count(chr(10) + 'msgid ')} sentences, {len(missing)} to translate"
        )
    return 0


def compile_all() -> int:
    """Compile every language."""
    for language in LANGUAGES:
        words_of(language).with_suffix(".mo").write_bytes(compiled(language))
    return 0


def check() -> int:
    """Print what is wrong; fail where anything is."""
    found = [fault for language in LANGUAGES for fault in faults(language)]
    print("\n".join(found) or "Every sentence is translated and compiled.")
    return 1 if found else 0


if __name__ == "__main__":
    COMMANDS = {"update": update, "compile": compile_all, "check": check, "gather": gather}
    sys.exit(COMMANDS[sys.argv[1]](*sys.argv[2:]))
