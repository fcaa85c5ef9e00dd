"""The text of a Word document in document order: headers, paragraphs, tables row by row, text boxes, footers.

A Word document has no pages until it is laid out, so it is one page without places. Runs that nobody sees are told
apart by how they look in the end. Where a shape or picture may lie behind the text, white text is taken as seen.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any, Final

from shared.resumes.archives import check_archive
from shared.resumes.docx_styles import Look, Sheet, Styles, W, number, rgb, shade, with_run
from shared.resumes.findings import HiddenPiece
from shared.resumes.unreadable import UnreadableDocument

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_SKIPPED: Final = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr", "tblPr", "tcPr", "trPr")
)
_CHARACTERS: Final = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-", f"{W}br": "\n", f"{W}cr": "\n"}
_LEAST_ROW_TWIPS: Final = 60.0  # three points
_BULLET: Final = "• "
_EMU: Final = 914_400  # to an inch
_BACKDROP: Final = 6 * _EMU * _EMU  # square inches: a banner or sidebar; a portrait is smaller
_FARTHEST: Final = 20.0  # inches down: further than any paper
_NEARLY_WHITE: Final = 235
_MAX_NESTING: Final = 60


@dataclass(slots=True)
class DocxText:
    """Visible lines, and hidden pieces with what hides them, both in document order."""

    lines: list[str] = field(default_factory=list[str])
    hidden: list[HiddenPiece] = field(default_factory=lambda: list[HiddenPiece]())


def read_docx(content: bytes) -> DocxText:
    """The text of a Word document. Raises `UnreadableDocument`."""
    check_archive(content)
    try:
        document: Any = import_module("docx").Document(io.BytesIO(content))
        return _Reader(document).read()
    except UnreadableDocument:
        raise
    except (MemoryError, RecursionError):
        raise UnreadableDocument("too_large_inside") from None
    except Exception:  # whatever the libraries stumble over: the file is not what it says
        raise UnreadableDocument("damaged") from None


class _Reader:
    def __init__(self, document: Any) -> None:
        self._document = document
        self._sheet = _sheet(document)
        self._styles = Styles(document.styles.element, self._sheet)
        self._text = DocxText()
        self._line: list[str] = []
        self._page = Look()

    def read(self) -> DocxText:
        roots = list(self._roots())
        self._page = replace(self._page, background=self._page_colour(roots))
        for root in roots:
            self._blocks(root, self._page, 0)
        return self._text

    def _roots(self) -> Iterator[Any]:
        """The headers, the body, footnotes and the footers; each part once."""
        seen: set[str] = set()
        for names in (
            ("first_page_header", "header", "even_page_header"),
            (),
            ("first_page_footer", "footer", "even_page_footer"),
        ):
            if not names:
                yield self._document.element.body
                yield from self._notes()
            for section in self._document.sections:
                for name in names:
                    part = getattr(section, name)
                    if not self._is_shown(section, name) or part.is_linked_to_previous:
                        continue
                    if (key := str(part.part.partname)) not in seen:
                        seen.add(key)
                        yield part._element

    def _is_shown(self, section: Any, name: str) -> bool:
        if name.startswith("first_page"):
            return bool(section.different_first_page_header_footer)
        return not name.startswith("even") or bool(self._document.settings.odd_and_even_pages_header_footer)

    def _notes(self) -> Iterator[Any]:
        parse = import_module("docx.oxml").parse_xml
        relations = [relation for relation in self._document.part.rels.values() if not relation.is_external]
        parts = [one.target_part for one in relations if one.reltype.endswith(("/footnotes", "/endnotes"))]
        for part in {str(part.partname): part for part in parts}.values():
            yield parse(part.blob)

    def _page_colour(self, roots: list[Any]) -> tuple[int, int, int] | None:
        """The colour of the paper; None when something may lie between it and the text."""
        if any(
            _is_backdrop(anchor) for root in roots for anchor in root.iter(f"{_WP}anchor", f"{_V}rect", f"{_V}shape")
        ):
            return None
        paper = self._document.element.find(f"{W}background")
        return (rgb(paper.get(f"{W}color")) if paper is not None else None) or (255, 255, 255)

    def _blocks(self, parent: Any, around: Look, depth: int) -> None:
        if depth > _MAX_NESTING:
            raise UnreadableDocument("too_large_inside")
        for item in parent:
            if item.tag == f"{W}p":
                self._paragraph(item, around, depth)
            elif item.tag == f"{W}tbl":
                self._table(item, around, depth)
            elif item.tag not in _SKIPPED and isinstance(item.tag, str):
                self._blocks(item, around, depth + 1)

    def _table(self, table: Any, around: Look, depth: int) -> None:
        style = table.find(f"{W}tblPr/{W}tblStyle")
        if self._styles.shades_table(None if style is None else style.get(f"{W}val")):
            around = replace(around, background=None)
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue
            cells: list[list[str]] = []
            look = _of_row(around, row)
            for cell in row.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tr")) is not row:
                    continue
                before, self._text.lines = self._text.lines, []
                shading = cell.find(f"{W}tcPr/{W}shd")
                inside = look if shading is None else replace(look, background=shade(shading, look.background))
                self._blocks(cell, inside, depth + 1)
                cells.append(self._text.lines)
                self._text.lines = before
            if all(len(lines) <= 1 for lines in cells):
                self._add("\t".join(lines[0] for lines in cells if lines))
            else:
                self._text.lines += [line for lines in cells for line in lines]

    def _paragraph(self, paragraph: Any, around: Look, depth: int) -> None:
        properties = paragraph.find(f"{W}pPr")
        look = self._styles.of_paragraph(around, properties)
        if around.points < look.points and around.points < 3:
            look = replace(look, points=around.points)
        before, self._line = self._line, []
        boxes: list[Any] = []
        self._inline(paragraph, look, boxes, depth)
        lines = "".join(self._line).split("\n")
        self._line = before
        marked = self._styles.is_list(properties)
        for number_, line in enumerate(lines):
            if line.strip():
                self._add(f"{_BULLET if marked and number_ == 0 else ''}{line}")
        for box in boxes:
            self._box(box, depth)

    def _inline(self, parent: Any, look: Look, boxes: list[Any], depth: int) -> None:
        if depth > _MAX_NESTING:
            raise UnreadableDocument("too_large_inside")
        for item in parent:
            if item.tag in _SKIPPED or not isinstance(item.tag, str):
                continue
            if item.tag == f"{W}r":
                self._run(item, look, boxes, depth)
            elif item.tag == f"{W}txbxContent":
                boxes.append(item)
            elif item.tag == f"{_MC}AlternateContent":
                self._inline(item.findall(f"{_MC}Choice") or item, look, boxes, depth + 1)
            else:
                self._inline(item, look, boxes, depth + 1)

    def _run(self, run: Any, look: Look, boxes: list[Any], depth: int) -> None:
        properties = run.find(f"{W}rPr")
        if properties is not None:
            style = properties.find(f"{W}rStyle")
            if style is not None:
                look = self._styles.with_style(look, style.get(f"{W}val"))
            look = with_run(look, properties)
        text = ""
        for item in run:
            if item.tag == f"{W}t":
                text += item.text or ""
            elif item.tag in _CHARACTERS:
                text += _CHARACTERS[item.tag]
            elif item.tag == f"{W}sym":
                text += _symbol(item.get(f"{W}char"))
            elif item.tag not in _SKIPPED and isinstance(item.tag, str):
                self._inline([item], look, boxes, depth + 1)
        by = look.hidden_by()
        if by is None or not text.strip():
            self._line.append(text)
        else:
            self._text.hidden.append(HiddenPiece(by, None, text))

    def _box(self, box: Any, depth: int) -> None:
        """A text box; its background is its own, and it may stand where no paper is."""
        anchor = next(box.iterancestors(f"{_WP}anchor"), None)
        if anchor is not None and _is_off_page(anchor, self._sheet.width):
            lines, self._text.lines = self._text.lines, []
            self._blocks(box, replace(self._page, background=None), depth + 1)
            self._text.hidden += [HiddenPiece("off_page", None, line) for line in self._text.lines]
            self._text.lines = lines
            return
        self._blocks(box, replace(self._page, background=_box_colour(box, self._page.background)), depth + 1)

    def _add(self, line: str) -> None:
        if line := line.strip():
            self._text.lines.append(line)


def _of_row(look: Look, row: Any) -> Look:
    """The look of a table's row: one of a fixed height that no letter fits in cannot be read."""
    for height in row.iterfind(f"{W}trPr/{W}trHeight"):
        if height.get(f"{W}hRule") == "exact" and number(height.get(f"{W}val"), 240) < _LEAST_ROW_TWIPS:
            return replace(look, points=1.0)
    return look


def _symbol(code: str | None) -> str:
    try:
        symbol = chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ud800" <= symbol <= "\udfff" else symbol


def _is_backdrop(anchor: Any) -> bool:
    """Whether a floating drawing is something that text may stand on: a picture, or a shape that is filled."""
    if anchor.tag == f"{_WP}anchor":
        extent = anchor.find(f"{_WP}extent")
        if extent is None or number(extent.get("cx"), 0) * number(extent.get("cy"), 0) < _BACKDROP:
            return False
        return any(_is_coloured(fill) for fill in anchor.iter(f"{_A}solidFill", f"{_A}gradFill", f"{_A}blip"))
    return (
        anchor.get("fillcolor", "#ffffff").lower() not in ("#ffffff", "white", "#fff") and anchor.get("filled") != "f"
    )


def _is_coloured(fill: Any) -> bool:
    plain = fill.find(f"{_A}srgbClr")
    colour = None if plain is None else rgb(plain.get("val"))
    return colour is None or min(colour) < _NEARLY_WHITE


def _sheet(document: Any) -> Sheet:
    """The largest paper and the widest margins of a document's sections."""
    found = Sheet(0.0, 0.0, 0.0, 0.0)
    for section in document.sections:
        sides = (section.page_width, section.page_height, section.left_margin, section.top_margin)
        here = (usual if side is None else side.inches for side, usual in zip(sides, Sheet(), strict=True))
        found = Sheet(*map(max, found, here))
    return found if found.width > 0 else Sheet()


def _is_off_page(anchor: Any, width: float) -> bool:
    """Whether a floating drawing is further out than its paper is wide, or than any is high."""
    extent = anchor.find(f"{_WP}extent")
    for axis, side, farthest in (("positionH", "cx", width), ("positionV", "cy", _FARTHEST)):
        for offset in anchor.iterfind(f"{_WP}{axis}/{_WP}posOffset"):
            start = number(offset.text, 0) / _EMU
            length = number(None if extent is None else extent.get(side), 0) / _EMU
            if start > farthest or start + length < -2:
                return True
    return False


def _box_colour(box: Any, paper: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
    """The fill of the shape that holds a text box; None when it cannot be told."""
    shape = next((item for item in box.iterancestors() if item.tag.endswith("}wsp")), None)
    if shape is None:
        return None
    properties = next((item for item in shape if item.tag.endswith("}spPr")), None)
    if properties is None:
        return None
    if properties.find(f"{_A}noFill") is not None:
        return paper
    fill = properties.find(f"{_A}solidFill/{_A}srgbClr")
    return None if fill is None else rgb(fill.get("val"))
