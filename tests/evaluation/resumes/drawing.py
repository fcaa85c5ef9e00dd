"""Pens for the layouts: text on the pages of a PDF, columns included, and paragraphs of a Word document."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import reportlab
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_FONTS = Path(reportlab.__file__).parent / "fonts"
for _name, _file in (("Vera", "Vera.ttf"), ("Vera-Bold", "VeraBd.ttf"), ("Vera-Oblique", "VeraIt.ttf")):
    pdfmetrics.registerFont(TTFont(_name, str(_FONTS / _file)))


class Column:
    """A stretch of a page that text flows down in, and on over the next pages."""

    def __init__(self, sheet: "Sheet", left: float, right: float, top: float) -> None:
        self.sheet, self.left, self.right = sheet, left, right
        self.page = 0
        self.down = top

    def space(self, points: float) -> None:
        self.down += points

    def write(
        self,
        text: str,
        size: float = 10,
        *,
        bold: bool = False,
        italic: bool = False,
        indent: float = 0,
        align: str = "left",
        bullet: str = "",
        right: str = "",
        color: float = 0.0,
    ) -> None:
        """Writes a paragraph, wrapped. `right` stands at the right edge of its first line."""
        font = self.sheet.font + ("-Bold" if bold else "-Oblique" if italic else "")
        room = self.right - self.left - indent - (12 if bullet else 0)
        first_room = room - (pdfmetrics.stringWidth(right, self.sheet.font, size) + 12 if right else 0)
        for number, line in enumerate(_wrapped(text, font, size, room, first_room)):
            self._next_line(size * 1.35)
            if bullet and number == 0:
                self.sheet.put(self.page, self.left + indent, self.down, bullet, self.sheet.font, size, color)
            at = self.left + indent + (12 if bullet else 0)
            if align == "center":
                at = (self.left + self.right - pdfmetrics.stringWidth(line, font, size)) / 2
            if align == "right":
                at = self.right - pdfmetrics.stringWidth(line, font, size)
            self.sheet.put(self.page, at, self.down, line, font, size, color)
            if right and number == 0:
                edge = self.right - pdfmetrics.stringWidth(right, self.sheet.font, size)
                self.sheet.put(self.page, edge, self.down, right, self.sheet.font, size, color)

    def _next_line(self, height: float) -> None:
        self.down += height
        if self.down > self.sheet.height - 50:
            self.page += 1
            self.down = 60.0


class Sheet:
    """A PDF under way. Places are points from the top left."""

    def __init__(self, *, letter: bool = False, font: str = "Helvetica") -> None:
        self.width, self.height = LETTER if letter else A4
        self.font = font
        self._marks: dict[int, list[tuple[float, float, str, str, float, float]]] = {}
        self._boxes: dict[int, list[tuple[float, float, float, float, float]]] = {}

    def put(self, page: int, x: float, y: float, text: str, font: str, size: float, color: float) -> None:
        self._marks.setdefault(page, []).append((x, y, text, font, size, color))

    def box(self, page: int, left: float, top: float, right: float, bottom: float, grey: float) -> None:
        self._boxes.setdefault(page, []).append((left, top, right, bottom, grey))

    def column(self, left: float, right: float, top: float = 50) -> Column:
        return Column(self, left, right, top)

    def pdf(self) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(self.width, self.height), invariant=True)
        for page in range(max(self._marks) + 1):
            for left, top, right, bottom, grey in self._boxes.get(page, []):
                canvas.setFillGray(grey)
                canvas.rect(left, self.height - bottom, right - left, bottom - top, stroke=0, fill=1)
            for x, y, text, font, size, color in self._marks.get(page, []):
                canvas.setFillGray(color)
                canvas.setFont(font, size)
                canvas.drawString(x, self.height - y, text)
            canvas.showPage()
        canvas.save()
        return out.getvalue()


def _wrapped(text: str, font: str, size: float, room: float, first_room: float) -> list[str]:
    lines: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}".strip()
        if current and pdfmetrics.stringWidth(longer, font, size) > (room if lines else first_room):
            lines.append(current)
            current = word
        else:
            current = longer
    return [*lines, current]


class Paper:
    """A Word document under way."""

    def __init__(self) -> None:
        self._document: Any = docx.Document()
        for section in self._document.sections:
            section.left_margin = section.right_margin = Cm(2)

    def write(
        self,
        text: str,
        *,
        size: float = 10.5,
        bold: bool = False,
        italic: bool = False,
        style: str | None = None,
        right: str = "",
        before: float = 0,
    ) -> None:
        """Writes a paragraph; `right` follows after a tab that aligns it at the right edge."""
        paragraph = self._document.add_paragraph(style=style)
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.space_before = Pt(before)
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        if right:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT)
            paragraph.add_run(f"\t{right}").font.size = Pt(size)

    def heading(self, text: str, level: int = 1) -> None:
        self._document.add_heading(text, level)

    def table(self, rows: Sequence[Sequence[Sequence[str]]]) -> None:
        """Rows of cells of paragraphs."""
        table = self._document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            cells = table.add_row().cells
            for cell, paragraphs in zip(cells, row, strict=True):
                cell.text = paragraphs[0] if paragraphs else ""
                for paragraph in paragraphs[1:]:
                    cell.add_paragraph(paragraph)

    def docx(self) -> bytes:
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()
