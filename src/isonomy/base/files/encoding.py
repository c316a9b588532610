"""Finds out how a text file was encoded: byte order mark, UTF-8, UTF-16, else by which letters make sense."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WESTERN = {
    "German": "äöüßÄÖÜ", "French": "àâæçéèêëîïôœùûüÿÀÂÇÉÈÊËÎÏÔŒÙÛ", "Spanish": "áéíñóúüÁÉÍÑÓÚ¿¡",
    "Portuguese": "áâãàçéêíóôõúÁÂÃÀÇÉÊÍÓÔÕÚ", "Italian": "àèéìòùÀÈÉÌÒÙ",
    "Nordic": "åäöæøéÅÄÖÆØ", "Icelandic": "áðéíóúýþæöÁÐÉÍÓÚÝÞÆÖ",
}  # fmt: skip
_CENTRAL = {
    "Czech, Slovak": "áäčďéěíĺľňóôŕřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ", "Polish": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
    "Hungarian": "áéíóöőúüűÁÉÍÓÖŐÚÜŰ", "Slovene, Croatian": "čćđšžČĆĐŠŽ", "Romanian": "ăâîşţĂÂÎŞŢ",
}  # fmt: skip
_ALPHABETS = (
    ("cp1252", _WESTERN), ("cp1250", _CENTRAL), ("mac_roman", _WESTERN), ("cp850", _WESTERN),
    ("iso8859_2", _CENTRAL), ("cp852", _CENTRAL),
)  # fmt: skip
_TYPOGRAPHY = frozenset("–—„“”‚‘’«»…•€§°©®™·²³±×µ½¼¾\u00a0†‰¶¿¡£")
_OTHERS = (
    "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "shift_jis", "cp932",
    "euc_jp", "gb18030", "big5", "cp949",
)  # fmt: skip
_ENOUGH = 0.8
_SAMPLE = 200_000
_WORD = re.compile(r"[^\W\d_]+")

# The limited process may open no file once it reads, so codecs are loaded with this module.
for _name in (*(alphabet[0] for alphabet in _ALPHABETS), *_OTHERS, "utf-8-sig", "utf-16", "utf-32"):
    codecs.lookup(_name)
codecs.lookup("utf-16-le"), codecs.lookup("utf-16-be"), codecs.lookup("latin-1")


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and the encoding it was read in; a given `encoding` is tried first."""
    for name in (encoding, encoding_of(data)):
        if name:
            try:
                return data.decode(name), name
            except (UnicodeDecodeError, LookupError):
                continue
    return data.decode("latin-1"), "latin-1"


def encoding_of(data: bytes) -> str:
    """The encoding that these bytes are most likely written in."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if name := _sixteen_bit(data):
        return name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _by_letters(data)
    return "utf-8"


def _sixteen_bit(data: bytes) -> str:
    sample = data[:4000]
    if len(sample) < 4 or sample.count(0) < len(sample) * 0.2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < min(even, odd) * 10:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _by_letters(data: bytes) -> str:
    sample = _telling_lines(data)
    best, best_score = "latin-1", -1.0
    for name, languages in _ALPHABETS:
        try:
            text = sample.decode(name)
        except UnicodeDecodeError:
            continue
        score = max(_sense(text, letters) for letters in languages.values())
        if score > best_score:
            best, best_score = name, score
    if best_score >= _ENOUGH:
        return best
    found = from_bytes(sample, cp_isolation=list(_OTHERS), enable_fallback=False).best()
    return found.encoding if found else best


def _telling_lines(data: bytes) -> bytes:
    """Only lines with bytes beyond ASCII tell encodings apart."""
    lines = (line for line in data.splitlines() if not line.isascii())
    return b"\n".join(lines)[:_SAMPLE]


def _sense(text: str, letters: str) -> float:
    """The share of foreign characters that this language writes, less those that sit wrongly."""
    strange = [mark for mark in text if ord(mark) > 127]
    if not strange:
        return 0.0
    fitting = sum(1.0 for mark in strange if mark in letters)
    fitting += sum(0.9 for mark in strange if mark in _TYPOGRAPHY)
    wrong = sum(_odd_capitals(word) for word in _WORD.findall(text))
    wrong += len(re.findall(r"[^\W\d_][^\w\s\x00-\x7f–—’·\u00a0…“”®™„‚‘«»][^\W\d_]", text))
    return (fitting - wrong) / len(strange)


def _odd_capitals(word: str) -> int:
    return sum(
        1
        for before, mark in pairwise(word)
        if ord(mark) > 127 and mark.isupper() and before.islower()
    )
