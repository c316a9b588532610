"""Word documents to be worked on: real headings, tables that repeat their head, page numbers.

A document is described as a sequence of parts and written in one pass; the same parts and time
give the same bytes. Text is always text: fields and links come from the house alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from isonomy.base.paper.document import Heading, Paper, Paragraph, Part, Table, TableCell

FONT = "Calibri"
INK, INK_2, INK_3 = (
    RGBColor(0x18, 0x1F, 0x26),
    RGBColor(0x43, 0x4B, 0x54),
    RGBColor(0x5E, 0x65, 0x6D),
)
HAIR, HAIR_2, STONE = "DDDCD7", "777C83", "F5F4F1"
STATE_INKS = {
    "conforms": RGBColor(0x17, 0x63, 0x3E),
    "partly": RGBColor(0x7E, 0x51, 0x12),
    "does_not_conform": RGBColor(0xA5, 0x25, 0x22),
}

RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur"})

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_AFTER_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")
_AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
               "w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr")  # fmt: skip
"""What must follow an element; Word calls a document damaged when the order is wrong."""

_THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"
_FIXED_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def docx_bytes(paper: Paper) -> bytes:
    """Write a document; identical input gives identical bytes."""
    file = Document()
    writer = _Writer(file, paper)
    writer.ground()
    writer.cover()
    for part in paper.parts:
        writer.part(part)
    _drop_sample_picture(file)
    buffer = io.BytesIO()
    file.save(buffer)
    return _with_fixed_times(buffer.getvalue())


def _drop_sample_picture(file: Any) -> None:
    """The writer's own template carries a preview of an empty page; it is not this document."""
    relations = file.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype == _THUMBNAIL]:
        del relations[key]


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)


def _with_fixed_times(data: bytes) -> bytes:
    """The same archive with one time stamp on every entry."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, _FIXED_ZIP_TIME)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, source.read(entry))
    return buffer.getvalue()


class _Writer:
    """Writes the parts into one open document in the house style."""

    def __init__(self, file: Any, paper: Paper) -> None:
        self._file = file
        self._paper = paper
        self._tables = 0
        self._rtl = paper.language.split("-")[0] in RIGHT_TO_LEFT

    def ground(self) -> None:
        """Page, styles, language, properties, header and footer."""
        self._page()
        self._styles()
        self._properties()
        self._margins()

    def _page(self) -> None:
        section = self._file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        if self._paper.landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin, section.bottom_margin = Mm(24), Mm(20)
        section.different_first_page_header_footer = True

    def _styles(self) -> None:
        styles = self._file.styles
        for name, size, color, before, after in (
            ("Normal", 10, INK, 0, 6),
            ("Title", 30, INK, 120, 18),
            ("Heading 1", 19, INK, 24, 10),
            ("Heading 2", 13, INK, 18, 6),
            ("Heading 3", 11, INK, 12, 4),
            ("Caption", 8.5, INK_3, 10, 4),
            ("Header", 8, INK_3, 0, 0),
            ("Footer", 8, INK_3, 0, 0),
        ):
            self._style(styles[name], size, color, before, after)
        _drop_borders(styles["Title"])
        language = styles["Normal"].element.get_or_add_rPr()
        language.append(
            _element(
                "w:lang",
                val=self._paper.language,
                eastAsia=self._paper.language,
                bidi=self._paper.language,
            )
        )

    @staticmethod
    def _style(style: Any, size: float, color: RGBColor, before: float, after: float) -> None:
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for side in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{side}"), None)
        for side in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{side}"), FONT)
        style.font.size, style.font.color.rgb = Pt(size), color
        style.font.bold = style.name.startswith("Heading")
        style.font.italic = False
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        if style.name.startswith(("Heading", "Caption")):
            style.paragraph_format.keep_with_next = True

    def _properties(self) -> None:
        facts = self._file.core_properties
        at = self._paper.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        facts.title = _clean(self._paper.title)[:255]
        facts.author = facts.last_modified_by = _clean(self._paper.organisation)[:255]
        facts.language = self._paper.language
        facts.created = facts.modified = at
        facts.comments = facts.keywords = facts.subject = ""
        facts.revision = 1

    def _margins(self) -> None:
        section = self._file.sections[0]
        head = section.header.paragraphs[0]
        head.text = _clean(f"{self._paper.organisation} · {self._paper.title}")
        self._direct(head)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.LEFT if self._rtl else WD_ALIGN_PARAGRAPH.RIGHT
        for piece in re.split(r"(\{page\}|\{pages\})", self._paper.page_words):
            if piece in {"{page}", "{pages}"}:
                _field(foot, "PAGE" if piece == "{page}" else "NUMPAGES")
            elif piece:
                foot.add_run(piece)

    def cover(self) -> None:
        """Title, organisation and facts on a page of their own."""
        self._direct(self._file.add_paragraph(_clean(self._paper.title), style="Title"))
        self._paragraph(Paragraph(self._paper.organisation, "lead"))
        for label, value in self._paper.cover:
            line = self._file.add_paragraph()
            line.paragraph_format.space_after = Pt(3)
            quiet = line.add_run(f"{_clean(label)}: ")
            quiet.font.color.rgb = INK_3
            line.add_run(_clean(value))
            self._direct(line)

    def part(self, part: Part) -> None:
        if isinstance(part, Heading):
            heading = self._file.add_heading(_clean(part.text), level=part.level)
            heading.paragraph_format.page_break_before = part.new_page
            self._direct(heading)
        elif isinstance(part, Paragraph):
            self._paragraph(part)
        else:
            self._table(part)

    def _paragraph(self, part: Paragraph) -> None:
        line = self._file.add_paragraph()
        run = line.add_run(_clean(part.text))
        size, color, bold = {
            "body": (10, INK, False),
            "lead": (12, INK, False),
            "note": (8.5, INK_3, False),
            "figure": (40, INK, True),
        }[part.style]
        run.font.size, run.font.color.rgb, run.font.bold = Pt(size), color, bold
        self._direct(line)

    def _table(self, part: Table) -> None:
        self._caption(part.caption)
        table = self._file.add_table(rows=0, cols=len(part.head))
        table.autofit = False
        self._frame(table, part)
        cells = table.add_row().cells
        for at, name in enumerate(part.head):
            self._cell(cells[at], TableCell(name), at in part.numeric, head=True)
        _repeat(table.rows[0])
        for row in part.rows:
            made = table.add_row()
            _keep_whole(made)
            cells = made.cells
            for at, value in enumerate(row):
                cell = TableCell(value) if isinstance(value, str) else value
                self._cell(cells[at], cell, at in part.numeric)
        self._file.add_paragraph().paragraph_format.space_after = Pt(0)

    def _frame(self, table: Any, part: Table) -> None:
        """Lines between rows only, the caption as the text alternative."""
        facts = table._tbl.tblPr
        borders = _element("w:tblBorders")
        borders.append(_element("w:bottom", val="single", sz="4", color=HAIR))
        borders.append(_element("w:insideH", val="single", sz="4", color=HAIR))
        facts.insert_element_before(borders, *_AFTER_BORDERS)
        facts.append(_element("w:tblCaption", val=_clean(part.caption)))
        if self._rtl:
            facts.insert_element_before(_element("w:bidiVisual"), "w:tblW", *_AFTER_BORDERS)
        for at, width in enumerate(part.widths):
            table.columns[at].width = Mm(width)

    def _cell(self, cell: Any, said: TableCell, numeric: bool, head: bool = False) -> None:
        line = cell.paragraphs[0]
        line.paragraph_format.space_after = Pt(2)
        line.paragraph_format.space_before = Pt(2)
        if numeric:
            line.alignment = WD_ALIGN_PARAGRAPH.LEFT if self._rtl else WD_ALIGN_PARAGRAPH.RIGHT
        run = line.add_run(_clean(said.text))
        run.font.size = Pt(8.5 if head else 9)
        run.font.bold = said.strong or bool(said.tone)
        run.font.color.rgb = INK_2 if head else STATE_INKS.get(said.tone, INK)
        if said.below:
            quiet = cell.add_paragraph().add_run(_clean(said.below))
            quiet.font.size, quiet.font.color.rgb = Pt(8.5), INK_2
        for paragraph in cell.paragraphs:
            self._direct(paragraph)
        if head:
            cell._tc.get_or_add_tcPr().append(
                _element("w:shd", val="clear", color="auto", fill=STONE)
            )

    def _caption(self, text: str) -> None:
        self._tables += 1
        line = self._file.add_paragraph(style="Caption")
        line.add_run(f"{_clean(self._paper.table_word)} ")
        _field(line, "SEQ Table \\* ARABIC", shown=str(self._tables))
        line.add_run(f": {_clean(text)}")
        self._direct(line)

    def _direct(self, line: Any) -> None:
        """Set the direction of a paragraph where the language is written from right to left."""
        if self._rtl:
            line._p.get_or_add_pPr().insert_element_before(_element("w:bidi"), *_AFTER_BIDI)
            for run in line.runs:
                run._r.get_or_add_rPr().append(_element("w:rtl"))


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _field(line: Any, code: str, shown: str = "1") -> None:
    """A field that Word keeps up to date, with the value it shows until then."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = line.add_run()
        if kind == "shown":
            run.text = text
        elif kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            instruction = _element("w:instrText")
            instruction.text = f" {text} "
            run._r.append(instruction)


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))
    _keep_whole(row)


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:cantSplit", val="true"))


def _drop_borders(style: Any) -> None:
    facts = style.element.pPr
    for border in facts.findall(qn("w:pBdr")) if facts is not None else []:
        facts.remove(border)
