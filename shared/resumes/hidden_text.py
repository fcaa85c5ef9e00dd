"""Hidden text of a PDF page, found by comparing what is seen with what was extracted.

The page is rendered twice, as it is and without its text. Where a word stands, the two have to differ: otherwise it is
covered, clipped, transparent or painted in its background's colour. Words that stand on each other are rendered without
each of them. Invisible words are seen all the same when they are what recognition put over a scanned page: nearly all
the words of the page are so, a picture is under them, and there is ink where they stand.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from shared.models.document import HiddenBy
from shared.resumes.pdf_page import Colour, Paint, PdfPage, PdfWord, Picture
from shared.resumes.pixels import LEAST_COLUMNS, Core, core_of, difference, is_marked
from shared.resumes.text_on_text import layers, overlapping

_SCALE: Final = 0.5  # pixels to a point: strokes are smeared, but they leave a trace
_LEAST_POINTS: Final = 3.0  # on a page as wide as a sheet
_SHEET_POINTS: Final = 595.0
_FAINT: Final = 20  # of 255, in the channel that differs most: less cannot be told from the background
_DARK: Final = 64  # the same in the dark, where the eye tells less
_DARK_RATIO: Final = 1.25  # contrast ratio (WCAG 2.2) that dark on dark needs
_ON_CONTRAST: Final = 0.3  # of the pixels behind a word that its colour has to stand out from
_SCANNED_SHARE: Final = 0.8  # of a page's words that recognition put there
_PICTURED: Final = 0.5  # of a scanned page is pictures
_MOST_PICTURES: Final = 500  # that a scan is cut into
_INK: Final = 40  # of 255: between the paper and the letters of a scan
_LAST_LATIN: Final = "\u024f"
_INVERTED: Final = bytes(255 - value for value in range(256))


class HiddenWord(NamedTuple):
    word: PdfWord
    by: HiddenBy


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
    cores: dict[int, Core] = {}
    for number, word in enumerate(words):
        if not any(map(str.isalnum, word.content)):
            continue  # a dot or a dash says nothing, and has too little ink to judge by
        if (core := core_of(word, seen.whole)) is None:
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
    return _Seen(whole, bare, difference(whole, bare))


def _is_tiny(word: PdfWord, least: float) -> bool:
    if 0 < word.paint.size < least:
        return True
    along = word.right - word.left if word.paint.angle in (0, 180) else word.bottom - word.top
    return len(word.content) >= 4 and along < len(word.content) * least * 0.12


def _unseen_by(paint: Paint, core: Core, seen: _Seen) -> HiddenBy | None:
    """What keeps a word from being seen, as far as its paint and the two pictures tell."""
    if paint.mode == 3:  # neither filled nor stroked (ISO 32000-1, 9.3.6)
        return "invisible"
    colours = _colours(paint)
    if colours and all(colour[3] < 10 for colour in colours):
        return "invisible"
    if colours and not any(_stands_out(colour, core, seen) for colour in colours):
        return "colour"
    return None if is_marked(seen.changed, core, seen.whole) else "covered"


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


def _stands_out(colour: Colour, core: Core, seen: _Seen) -> bool:
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


def _rows(picture: Picture, core: Core) -> list[bytes]:
    left, right, stride = core.left * 3, core.right * 3, picture.width * 3
    return [picture.pixels[row * stride + left : row * stride + right] for row in range(core.top, core.bottom)]


def _look_closer_at_overlaps(
    page: PdfPage, words: Sequence[PdfWord], cores: dict[int, Core], hidden: dict[int, HiddenBy], seen: _Seen
) -> set[int]:
    """Words that stand on others: those not seen there become hidden; given are those that are painted twice."""
    twice: set[int] = set()
    doubtful: set[int] = set()
    for one, other in overlapping(words, [number for number in cores if number not in hidden]):
        if words[one].content == words[other].content:
            twice.add(max(one, other))
        elif words[one].paint.handle != words[other].paint.handle:
            doubtful |= {one, other}
    if not doubtful - twice:
        return twice
    whole = seen.whole if seen.bare is not None else page.picture(_SCALE)
    below, rest = layers(words, sorted(doubtful - twice), cores, whole)
    for layer in below:
        changed = difference(whole, page.picture(_SCALE, without=layer.paints))
        rest += [number for number in layer.numbers if not is_marked(changed, cores[number], whole)]
    hidden.update(dict.fromkeys(rest, "covered"))
    return twice


def _bring_back_scanned(
    page: PdfPage, words: Sequence[PdfWord], cores: dict[int, Core], hidden: dict[int, HiddenBy], seen: _Seen
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
    largest = sorted(pictures, key=lambda p: (p[0] - p[2]) * (p[3] - p[1]))[:_MOST_PICTURES]
    on_top = {max(pair) for pair in overlapping(words, layer)}
    for number in layer:
        word = words[number]
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        pictured = any(p[0] <= x <= p[2] and p[1] <= y <= p[3] for p in largest)
        if pictured and number not in on_top and _has_ink(cores[number], seen.bare):
            del hidden[number]


def _has_ink(core: Core, picture: Picture) -> bool:
    """Whether the background of a word holds something dark on light, or light on dark, along most of it."""
    rows = _rows(picture, core)
    columns = [[row[at + 1] for row in rows] for at in range(0, len(rows[0]), 3)]  # green, which is nearest to grey
    darkest = min(map(min, columns))
    lightest = max(map(max, columns))
    if lightest - darkest < _INK:
        return False
    middle = (darkest + lightest) / 2
    crossed = sum(1 for column in columns if min(column) < middle) / len(columns)
    return crossed >= LEAST_COLUMNS
