"""PDF pages as they are read here: their words with places and paint, and pictures of them.

Each call into PDFium costs more than a microsecond, so characters are taken in bulk, and only the first and the last
one of a word are asked where they stand. A word ends where the way it is painted changes: it may be half hidden.
"""

import ctypes
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from shared.resumes.layout import Placed
from shared.resumes.unreadable import MAX_CHARACTERS, UnreadableDocument

POINTS: Final = 72.0  # to an inch

type Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

type Colour = tuple[int, int, int, int]
"""Red, green, blue, alpha, 0 to 255."""

# PDFium marks a hyphen at the end of a line with 0x02 or U+FFFE, and generated line ends with CR LF.
_WORD: Final = re.compile("[^\\s\x00-\x1f\x7f-\x9f\ufffe]+[\x02\ufffe]?")
_HYPHENS: Final = str.maketrans({"\x02": "-", "\ufffe": "-", "\u00ad": "-"})  # in a PDF a soft hyphen is drawn
_FONT_SHEAR: Final = 10.0  # degrees off a quarter turn: more is text that runs askew
ASKEW: Final = 360  # the angle of such text
_MAX_PIXELS: Final = 1_500_000
_MOST_LOOKS: Final = 1_000_000  # of words at what may be painted over them


class Paint(NamedTuple):
    """How a text object is painted, as the page is shown; `size` in points, `angle` in degrees counter-clockwise."""

    handle: int
    mode: int
    fill: Colour | None
    stroke: Colour | None
    size: float
    angle: int


@dataclass(slots=True)
class PdfWord(Placed):
    """A word on a page as it is shown, in points from its top left.

    It may be made of several text objects that look alike; `paint` is the first one's.
    """

    paint: Paint
    more_paints: tuple[Paint, ...] = ()


class Picture(NamedTuple):
    """A rendered page: rows of pixels from the top, BGR or grey bytes, `scale` pixels to a point."""

    pixels: bytes
    width: int
    height: int
    scale: float


class PdfPage:
    """An open page. All places on it are in points from the top left of what is shown, x to the right and y down."""

    def __init__(self, page: Any, text: Any, raw: Any) -> None:
        self._page = page
        self._text = text
        self._raw = raw
        self._box: tuple[float, float, float, float] = page.get_bbox()  # left, bottom, right, top; y up
        self._rotation: int = page.get_rotation()  # clockwise
        self._paints: dict[int, Paint] = {}
        self._handles: dict[int, Any] = {}
        self._looked = 0
        self._corners = raw.FS_RECTF()
        # The same function, but giving an address: a third of the time, for every word.
        plain = ctypes.CFUNCTYPE(ctypes.c_void_p, *raw.FPDFText_GetTextObject.argtypes)
        self._object_at = plain(ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        left, bottom, right, top = self._box
        return (right - left, top - bottom) if self._rotation in (0, 180) else (top - bottom, right - left)

    def _shown(self, x1: float, y1: float, x2: float, y2: float) -> Box:
        """A box of the page's own coordinates, y up, as it is shown."""
        left, bottom, right, top = self._box
        if self._rotation == 0:
            return x1 - left, top - y2, x2 - left, top - y1
        if self._rotation == 90:
            return y1 - bottom, x1 - left, y2 - bottom, x2 - left
        if self._rotation == 180:
            return right - x2, y1 - bottom, right - x1, y2 - bottom
        return top - y2, right - x2, top - y1, right - x1

    def words(self) -> list[PdfWord]:
        """All the words of the page, also those that cannot be seen, in the order in which the file holds them."""
        content = self._characters()
        spans = [match.span() for match in _WORD.finditer(content)]
        content = content.translate(_HYPHENS)
        painted = [self._paint(start) for start, _ in spans]
        found: list[PdfWord] = []
        for number, (start, end) in enumerate(spans):
            paint = painted[number]
            same = number + 1 < len(spans) and painted[number + 1] is paint
            if same or end - start == 1 or self._paint(end - 1) is paint:
                pieces = [(start, end, [paint])]
            else:
                pieces = self._pieces(start, end)
            for begin, stop, paints in pieces:
                box = self._place(begin, stop - 1)
                found.append(PdfWord(_whole(content[begin:stop]), *box, paints[0], tuple(paints[1:])))
        return found

    def picture(self, scale: float, without: Iterable[Paint] = ()) -> Picture:
        """The page as it is shown, on white, without the text objects of some paints. `scale`: pixels to a point."""
        hidden = [self._handles[paint.handle] for paint in without if paint.handle in self._handles]
        return self._picture(scale, hidden, self._raw.FPDFBitmap_BGR, 3)

    def picture_without_text(self, scale: float) -> Picture:
        """The page without any of the text that `words` found on it."""
        return self._picture(scale, list(self._handles.values()), self._raw.FPDFBitmap_BGR, 3)

    def grey_picture(self, scale: float) -> Picture:
        """The page as it is shown, a byte a pixel."""
        return self._picture(scale, [], self._raw.FPDFBitmap_Gray, 1)

    def _picture(self, scale: float, hidden: Sequence[Any], kind: int, depth: int) -> Picture:
        raw = self._raw
        width, height = self.size
        scale = min(scale, math.sqrt(_MAX_PIXELS / max(width * height, 1)))
        columns, rows = max(1, math.ceil(width * scale)), max(1, math.ceil(height * scale))
        stride = columns * depth
        pixels = bytearray(b"\xff") * (stride * rows)
        holder = (ctypes.c_char * len(pixels)).from_buffer(pixels)
        bitmap = raw.FPDFBitmap_CreateEx(columns, rows, kind, holder, stride)
        try:
            for handle in hidden:
                raw.FPDFPageObj_SetIsActive(handle, False)
            raw.FPDF_RenderPageBitmap(bitmap, self._page.raw, 0, 0, columns, rows, 0, 0)
        finally:
            for handle in hidden:
                raw.FPDFPageObj_SetIsActive(handle, True)
            raw.FPDFBitmap_Destroy(bitmap)
        return Picture(bytes(pixels), columns, rows, scale)

    def has_only_text(self) -> bool:
        """Whether there is nothing on the page but text."""
        raw, page = self._raw, self._page.raw
        kinds = (
            raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, number))
            for number in range(raw.FPDFPage_CountObjects(page))
        )
        return all(kind == raw.FPDF_PAGEOBJ_TEXT for kind in kinds)

    def pictured(self) -> list[Box]:
        """Where pictures stand. Those in forms count as large as their form."""
        raw, page = self._raw, self._page.raw
        found: list[Box] = []
        sides = [ctypes.c_float() for _ in range(4)]
        for number in range(raw.FPDFPage_CountObjects(page)):
            item = raw.FPDFPage_GetObject(page, number)
            if raw.FPDFPageObj_GetType(item) not in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM):
                continue
            if raw.FPDFPageObj_GetBounds(item, *sides):
                found.append(self._shown(*(side.value for side in sides)))
        return found

    def has_its_font(self, paint: Paint) -> bool:
        """Whether the file brings the font of a text object. Others are found, or not, on the reader's machine."""
        raw, handle = self._raw, self._handles.get(paint.handle)
        return handle is None or raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(handle)) == 1

    def is_overlaid(self, word: PdfWord) -> bool:
        """Whether something that is no text was painted over a word; so too when there is too much to tell."""
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        orders, boxes = self._drawn
        order = orders.get(word.paint.handle, -1)
        self._looked += len(boxes)
        return self._looked > _MOST_LOOKS or any(
            number > order and left <= x <= right and top <= y <= bottom for number, (left, top, right, bottom) in boxes
        )

    @cached_property
    def _drawn(self) -> tuple[dict[int, int], list[tuple[int, Box]]]:
        """The order in which text objects are painted, by their addresses; and of all else, with the boxes."""
        raw, page = self._raw, self._page.raw
        orders: dict[int, int] = {}
        boxes: list[tuple[int, Box]] = []
        sides = [ctypes.c_float() for _ in range(4)]
        for number in range(raw.FPDFPage_CountObjects(page)):
            item = raw.FPDFPage_GetObject(page, number)
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT:
                orders[ctypes.addressof(item.contents)] = number
            elif raw.FPDFPageObj_GetBounds(item, *sides):
                boxes.append((number, self._shown(*(side.value for side in sides))))
        return orders, boxes

    def _characters(self) -> str:
        """The characters of the page, each at PDFium's index of it: those past the first plane take two."""
        raw, page = self._raw, self._text.raw
        count = max(raw.FPDFText_CountChars(page), 0)
        if count > 2 * MAX_CHARACTERS:  # it counts the spaces too
            raise UnreadableDocument("too_much_text")
        buffer = (ctypes.c_ushort * (count + 1))()
        written = raw.FPDFText_GetText(page, 0, count, buffer)
        content = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "replace")
        if len(content) == count and raw.FPDFText_GetTextIndexFromCharIndex(page, count - 1) == count - 1:
            return content
        # Some characters have no index of their own, or take two units: one by one.
        codes = [raw.FPDFText_GetUnicode(page, index) for index in range(count)]
        return "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)

    def _pieces(self, start: int, end: int) -> list[tuple[int, int, list[Paint]]]:
        """A word cut where its paint changes for the eye."""
        pieces = [(start, start + 1, [self._paint(start)])]
        for position in range(start + 1, end):
            begin, _, paints = pieces[-1]
            paint = self._paint(position)
            if paint is paints[-1]:
                pieces[-1] = (begin, position + 1, paints)
            elif _alike(paint, paints[0]):
                paints.append(paint)
                pieces[-1] = (begin, position + 1, paints)
            else:
                pieces.append((position, position + 1, [paint]))
        return pieces

    def _place(self, first: int, last: int) -> Box:
        """The box of the characters from one to another. Asked for the two alone: each call takes microseconds."""
        ask, page, corners = self._raw.FPDFText_GetLooseCharBox, self._text.raw, self._corners
        ask(page, first, corners)
        left, bottom, right, top = corners.left, corners.bottom, corners.right, corners.top
        if first != last:
            ask(page, last, corners)
            last_left, last_bottom, last_right, last_top = corners.left, corners.bottom, corners.right, corners.top
            left, right = min(left, last_left), max(right, last_right)
            bottom, top = min(bottom, last_bottom), max(top, last_top)
        return self._shown(left, bottom, right, top)

    def _paint(self, index: int) -> Paint:
        """How the character is painted."""
        raw = self._raw
        address = self._object_at(self._text.raw, index) or 0
        if (known := self._paints.get(address)) is not None:
            return known
        handle = ctypes.cast(address, raw.FPDF_PAGEOBJECT)
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text.raw, index, matrix)
        scale = min(math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d))
        paint = Paint(
            handle=address,
            mode=raw.FPDFTextObj_GetTextRenderMode(handle) if handle else 0,
            fill=self._colour(raw.FPDFPageObj_GetFillColor, handle),
            stroke=self._colour(raw.FPDFPageObj_GetStrokeColor, handle),
            size=raw.FPDFText_GetFontSize(self._text.raw, index) * scale,
            angle=self._angle(matrix.a, matrix.b),
        )
        self._paints[address] = paint
        if handle:
            self._handles[address] = handle
        return paint

    def _angle(self, a: float, b: float) -> int:
        degrees = (math.degrees(math.atan2(b, a)) - self._rotation) % 360
        quarter = round(degrees / 90) * 90
        return quarter % 360 if abs(degrees - quarter) <= _FONT_SHEAR else ASKEW

    def _colour(self, ask: Callable[..., bool], handle: Any) -> Colour | None:
        parts = [ctypes.c_uint() for _ in range(4)]
        if not handle or not ask(handle, *parts):
            return None
        return parts[0].value, parts[1].value, parts[2].value, parts[3].value


def _whole(text: str) -> str:
    """A text whose characters past the first plane are one each again."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _alike(one: Paint, other: Paint) -> bool:
    if (one.mode, one.fill, one.stroke) != (other.mode, other.fill, other.stroke):
        return False
    return 0.4 < (one.size + 0.1) / (other.size + 0.1) < 2.5
