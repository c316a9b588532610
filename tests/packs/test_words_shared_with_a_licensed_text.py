"""Long runs of words shared with a text somebody owns; all texts here are invented."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from isonomy.packs.commands import pack as pack_command
from isonomy.packs.load import builtin_packs, load_pack
from isonomy.packs.overlap import overlap
from tests.packs.making import CLAUSES, write_pack

INVENTED = """
4.1 The oven. The miller SHALL record — every morning, before sunrise — how much flour came in,
and shall tell the baker. Bread is baked when the dough is ready and not a minute earlier.
"""


def with_words(folder: Path, words: str) -> Path:
    return write_pack(folder, clauses=CLAUSES.replace("what bears on the bakery", words))


def test_a_planted_run_is_found_in_spite_of_case_and_punctuation(tmp_path: Path) -> None:
    home = with_words(tmp_path, "that every morning before sunrise how much flour came in counts")
    found = overlap(load_pack(home), INVENTED)
    assert [(f.node, f.field, f.count) for f in found] == [("tiny:4.1", "paraphrase", 9)]
    assert found[0].words == "every morning before sunrise how much flour came in"


def test_a_short_run_is_let_through(tmp_path: Path) -> None:
    home = with_words(tmp_path, "how much flour came in and when")
    assert overlap(load_pack(home), INVENTED) == []
    assert [f.count for f in overlap(load_pack(home), INVENTED, run=5)] == [6]


def test_accents_do_not_hide_a_run(tmp_path: Path) -> None:
    home = with_words(tmp_path, "évery morning before sunrise how much flour came ín")
    assert [f.count for f in overlap(load_pack(home), INVENTED)] == [9]


def test_shipped_packs_share_nothing_with_the_invented_text() -> None:
    assert [f for pack in builtin_packs().values() for f in overlap(pack, INVENTED)] == []


def test_the_command_refuses_a_pack_with_a_shared_run(tmp_path: Path) -> None:
    home = with_words(tmp_path, "when the dough is ready and not a minute earlier")
    licensed = tmp_path / "licensed.txt"
    licensed.write_text(INVENTED, encoding="utf-8")
    done = CliRunner().invoke(pack_command, ["check", str(home), "--against", str(licensed)])
    assert done.exit_code == 1
    assert "tiny:4.1 paraphrase: 10 words in a row" in done.output
    clean = write_pack(tmp_path)
    done = CliRunner().invoke(pack_command, ["check", str(clean), "--against", str(licensed)])
    assert done.exit_code == 0


def test_a_licensed_text_that_cannot_be_read_is_an_error_and_not_a_pass(tmp_path: Path) -> None:
    licensed = tmp_path / "licensed.pdf"
    licensed.write_bytes(b"not a pdf")
    home = write_pack(tmp_path)
    done = CliRunner().invoke(pack_command, ["check", str(home), "--against", str(licensed)])
    assert done.exit_code != 0
    assert "cannot be read as a PDF" in done.output
