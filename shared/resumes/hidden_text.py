"""Hidden text of a PDF page, found by comparing what is seen with what was extracted.

The page is rendered twice, as it is and without its text. Where a word stands, the two have to differ: otherwise it is
covered, clipped, transparent or painted in its background's colour. Words that stand on each other are rendered without
each of them. Invisible words are seen all the same when they are what recognition put over a scanned page: nearly all
the words of the page are so, a picture is under them, and there is ink where they stand.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from shared.models.document import HiddenBy
from shared.resumes.pdf_page import Colour, Paint, PdfPage, PdfWord, Picture

_SCALE: Final = 0.5  # pixels to a point: strokes are smeared, but they leave a trace
_LEAST_POINTS: Final = 3.0  # on a page as wide as a sheet
_SHEET_POINTS: Final = 595.0
_LEAST_COLUMNS: Final = 0.2  # of a word's columns of pixels that its letters have to change
_FAINT: Final = 20  # of 255, in the channel that differs most: less cannot be told from the background
_DARK: Final = 64  # the same in the dark, where the eye tells less
_DARK_RATIO: Final = 1.25  # contrast ratio (WCAG 2.2) that dark on dark needs
_ON_CONTRAST: Final = 0.3  # of the pixels behind a word that its colour has to stand out from
_OVERLAP: Final = 0.5  # of the smaller word
_ALONE_LIMIT: Final = 60  # text objects of a page that are rendered one by one
_SCANNED_SHARE: Final = 0.8  # of a page's words that recognition put there
_PICTURED: Final = 0.5  # of a scanned page is pictures
_INK: Final = 40  # of 255: between the paper and the letters of a scan
_LAST_LATIN: Final = "\u024f"
_INVERTED: Final = bytes(255 - value for value in range(256))
_BUCKET: Final = 8.0  # points


class HiddenWord(NamedTuple):
    word: PdfWord
    by: HiddenBy


class _Core(NamedTuple):
    """The part of a word's box that its own letters fill and its neighbours' do not: pixels, ends excluded."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(slots=True)
class _Seen:
    """A page as it is rendered: whole; without text, None where that is white; and where the two differ.

    `changed` has a byte a pixel, not zero where the text left a trace.
    """

    whole: Picture
    bare: Picture | None
    changed: bytes
    on_white: dict[Colour, bool] = field(default_factory=dict[Colour, bool])


def split_hidden(page: PdfPage, words: Sequence[PdfWord]) -> tuple[list[PdfWord], list[HiddenWord]]:
    """The words of a page that are seen, and those that are not. Words that are painted twice are given once."""
    if not words:
        return [], []
    seen = _rendered(page)
    least = _LEAST_POINTS * min(1.0, min(page.size) / _SHEET_POINTS)
    hidden: dict[int, HiddenBy] = {}
    cores: dict[int, _Core] = {}
    for number, word in enumerate(words):
        if not any(map(str.isalnum, word.content)):
            continue  # a dot or a dash says nothing, and has too little ink to judge by
        if (core := _core(word, seen.whole)) is None:
            hidden[number] = "off_page"
            continue
        cores[number] = core
        if _is_tiny(word, least):
            hidden[number] = "size"
        elif (by := _unseen_by(word.paint, core, seen)) and not (by == "covered" and _lacks_its_font(page, word)):
            hidden[number] = by
    twice = _look_closer_at_overlaps(page, words, cores, hidden, seen)
    _bring_back_scanned(page, words, cores, hidden, seen)
    visible = [word for number, word in enumerate(words) if number not in hidden and number not in twice]
    return visible, [HiddenWord(words[number], by) for number, by in sorted(hidden.items())]


def _rendered(page: PdfPage) -> _Seen:
    if page.has_only_text():
        grey = page.grey_picture(_SCALE)
        return _Seen(grey, None, grey.pixels.translate(_INVERTED))
    whole, bare = page.picture(_SCALE), page.picture_without_text(_SCALE)
    return _Seen(whole, bare, _difference(whole, bare))


def _difference(one: Picture, other: Picture) -> bytes:
    """A byte for each pixel, not zero where two pictures differ."""
    apart = int.from_bytes(one.pixels, "little") ^ int.from_bytes(other.pixels, "little")
    return (apart | apart >> 8 | apart >> 16).to_bytes(len(one.pixels), "little")[0::3]


def _core(word: PdfWord, picture: Picture) -> _Core | None:
    """Where the letters of a word stand in the picture; None when most of it is outside of the page."""
    left, top, right, bottom = word.left, word.top, word.right, word.bottom
    if word.paint.angle in (90, 270):
        margin = (right - left) * 0.25
        left, right = left + margin, right - margin
    else:
        height = bottom - top
        top, bottom = top + height * 0.25, bottom - height * 0.15
    scale = picture.scale
    x1, y1, x2, y2 = left * scale, top * scale, right * scale, bottom * scale
    if (x1 + x2) / 2 < 0 or (x1 + x2) / 2 > picture.width or (y1 + y2) / 2 < 0 or (y1 + y2) / 2 > picture.height:
        return None
    first_column, first_row = min(max(int(x1), 0), picture.width - 1), min(max(int(y1), 0), picture.height - 1)
    last_column, last_row = min(round(x2), picture.width), min(round(y2), picture.height)
    return _Core(first_column, first_row, max(last_column, first_column + 1), max(last_row, first_row + 1))


def _is_tiny(word: PdfWord, least: float) -> bool:
    if 0 < word.paint.size < least:
        return True
    along = word.right - word.left if word.paint.angle in (0, 180) else word.bottom - word.top
    return len(word.content) >= 4 and along < len(word.content) * least * 0.12


def _unseen_by(paint: Paint, core: _Core, seen: _Seen) -> HiddenBy | None:
    """What keeps a word from being seen, as far as its paint and the two pictures tell."""
    if paint.mode == 3:  # neither filled nor stroked (ISO 32000-1, 9.3.6)
        return "invisible"
    colours = _colours(paint)
    if colours and all(colour[3] < 10 for colour in colours):
        return "invisible"
    if colours and not any(_stands_out(colour, core, seen) for colour in colours):
        return "colour"
    return None if _is_marked(seen.changed, core, seen.whole) else "covered"


def _lacks_its_font(page: PdfPage, word: PdfWord) -> bool:
    """Whether a word leaves no trace because its font is neither in the file nor on this machine.

    Machines without fonts still draw Latin letters; of other scripts, what is not painted over counts as seen.
    """
    return (
        any(character > _LAST_LATIN for character in word.content)
        and not page.has_its_font(word.paint)
        and not page.is_overlaid(word)
    )


def _colours(paint: Paint) -> list[Colour]:
    """What a text object paints with; empty when that cannot be told, as for patterns."""
    filled, stroked = paint.mode in (0, 2, 4, 6), paint.mode in (1, 2, 5, 6)
    if (filled and paint.fill is None) or (stroked and paint.stroke is None):
        return []
    return [colour for colour, used in ((paint.fill, filled), (paint.stroke, stroked)) if used and colour is not None]


def _stands_out(colour: Colour, core: _Core, seen: _Seen) -> bool:
    """Whether a colour can be told from enough of the pixels behind a word."""
    behind = b"" if seen.bare is None else b"".join(_rows(seen.bare, core))
    if not behind.strip(b"\xff"):
        if colour not in seen.on_white:
            seen.on_white[colour] = _differs(colour, (255, 255, 255))
        return seen.on_white[colour]
    pixels = Counter(zip(behind[2::3], behind[1::3], behind[0::3], strict=True))
    contrasting = sum(count for pixel, count in pixels.items() if _differs(colour, pixel))
    return contrasting >= _ON_CONTRAST * pixels.total()


def _differs(colour: Colour, background: tuple[int, int, int]) -> bool:
    """Whether a colour can be told from a background."""
    opacity = colour[3] / 255
    mixed = [round(behind + (part - behind) * opacity) for part, behind in zip(colour[:3], background, strict=True)]
    apart = max(abs(one - other) for one, other in zip(mixed, background, strict=True))
    if apart < _FAINT:
        return False
    if apart >= _DARK or max(background) > 80:
        return True
    one, other = sorted((_luminance(mixed), _luminance(background)))
    return (other + 0.05) / (one + 0.05) >= _DARK_RATIO


def _luminance(colour: Sequence[int]) -> float:
    """Relative luminance (WCAG 2.2), with its exponent rounded."""
    red, green, blue = ((part / 255) ** 2.2 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rows(picture: Picture, core: _Core) -> list[bytes]:
    left, right, stride = core.left * 3, core.right * 3, picture.width * 3
    return [picture.pixels[row * stride + left : row * stride + right] for row in range(core.top, core.bottom)]


def _is_marked(changed: bytes, core: _Core, picture: Picture) -> bool:
    """Whether enough of a word's columns of pixels hold a change."""
    width = core.right - core.left
    enough = max(1, _LEAST_COLUMNS * width)
    middle = (core.top + core.bottom) // 2 * picture.width + core.left
    if width - changed.count(0, middle, middle + width) >= enough:
        return True
    merged = 0
    for start in range(core.top * picture.width + core.left, core.bottom * picture.width + core.left, picture.width):
        merged |= int.from_bytes(changed[start : start + width], "little")
    return width - merged.to_bytes(width, "little").count(0) >= enough


def _look_closer_at_overlaps(
    page: PdfPage, words: Sequence[PdfWord], cores: dict[int, _Core], hidden: dict[int, HiddenBy], seen: _Seen
) -> set[int]:
    """Words that stand on others: those not seen there become hidden; given are those that are painted twice."""
    twice: set[int] = set()
    doubtful: set[int] = set()
    for one, other in _overlapping(words, [number for number in cores if number not in hidden]):
        if words[one].content == words[other].content:
            twice.add(max(one, other))
        elif words[one].paint.handle != words[other].paint.handle:
            doubtful |= {one, other}
    by_paint: dict[tuple[Paint, ...], list[int]] = defaultdict(list)
    for number in sorted(doubtful - twice):
        by_paint[words[number].paint, *words[number].more_paints].append(number)
    whole = None if seen.bare is None else seen.whole
    for count, (paints, numbers) in enumerate(by_paint.items()):
        if count >= _ALONE_LIMIT:  # no honest page: nothing of this can be read
            hidden.update(dict.fromkeys(numbers, "covered"))
            continue
        whole = whole or page.picture(_SCALE)
        changed = _difference(whole, page.picture(_SCALE, without=paints))
        for number in numbers:
            if not _is_marked(changed, cores[number], seen.whole):
                hidden[number] = "covered"
    return twice


def _overlapping(words: Sequence[PdfWord], numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of words of which one covers most of the other's core."""
    buckets: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        word = words[number]
        buckets[int((word.top + word.bottom) / 2 // _BUCKET)].append(number)
    found: list[tuple[int, int]] = []
    for key, members in buckets.items():
        row = sorted(
            [*members, *buckets.get(key + 1, ())] if key + 1 in buckets else members, key=lambda n: words[n].left
        )
        inside = set(members)
        for at, one in enumerate(row):
            for other in row[at + 1 : at + 12]:
                if words[other].left >= words[one].right:
                    break
                if (one in inside or other in inside) and _share(words[one], words[other]) > _OVERLAP:
                    found.append((one, other))
    return found


def _share(one: PdfWord, other: PdfWord) -> float:
    """How much of the smaller word's core the two have in common, 0 to 1."""
    margins = ((one.bottom - one.top) / 4, (other.bottom - other.top) / 4)
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom - margins[0], other.bottom - margins[1]) - max(one.top + margins[0], other.top + margins[1])
    if across <= 0 or down <= 0:
        return 0.0
    smaller = min((one.right - one.left) * margins[0], (other.right - other.left) * margins[1]) * 2
    return across * down / smaller if smaller > 0 else 0.0


def _bring_back_scanned(
    page: PdfPage, words: Sequence[PdfWord], cores: dict[int, _Core], hidden: dict[int, HiddenBy], seen: _Seen
) -> None:
    """Takes what recognition put over a scanned page out of the hidden words."""
    layer = [number for number, by in hidden.items() if by in ("invisible", "covered") and number in cores]
    if len(layer) < _SCANNED_SHARE * len(cores):
        return
    width, height = page.size
    pictures = page.pictured()
    area = sum(
        max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(bottom, height) - max(top, 0))
        for left, top, right, bottom in pictures
    )
    if seen.bare is None or area < _PICTURED * width * height:
        return
    on_top = {max(pair) for pair in _overlapping(words, layer)}
    for number in layer:
        word = words[number]
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        pictured = any(p[0] <= x <= p[2] and p[1] <= y <= p[3] for p in pictures)
        if pictured and number not in on_top and _has_ink(cores[number], seen.bare):
            del hidden[number]


def _has_ink(core: _Core, picture: Picture) -> bool:
    """Whether the background of a word holds something dark on light, or light on dark, along most of it."""
    rows = _rows(picture, core)
    columns = [[row[at + 1] for row in rows] for at in range(0, len(rows[0]), 3)]  # green, which is nearest to grey
    darkest = min(map(min, columns))
    lightest = max(map(max, columns))
    if lightest - darkest < _INK:
        return False
    middle = (darkest + lightest) / 2
    crossed = sum(1 for column in columns if min(column) < middle) / len(columns)
    return crossed >= _LEAST_COLUMNS
