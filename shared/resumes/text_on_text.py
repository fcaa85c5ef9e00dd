"""Words that stand on each other: which do, and which of them can be looked under at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from shared.resumes.pdf_page import Paint, PdfWord, Picture
from shared.resumes.pixels import Core, reach_of

_OVERLAP: Final = 0.5  # of the smaller word
_MOST_LAYERS: Final = 12  # no honest page has so much text on one spot; each takes a picture of the page
_MOST_WORK: Final = 2_000_000  # rows of pixels that are held against layers; an honest page takes some thousands
_BUCKET: Final = 8.0  # points


def overlapping(words: Sequence[PdfWord], numbers: Sequence[int]) -> list[tuple[int, int]]:
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


@dataclass(slots=True)
class Layer:
    """Text objects that are taken away together, since none of them stands on what is looked at of another.

    The masks have a number for each row of pixels, with a bit for each column.
    """

    paints: list[Paint] = field(default_factory=list[Paint])
    numbers: list[int] = field(default_factory=list[int])
    painted: dict[int, int] = field(default_factory=dict[int, int])
    watched: dict[int, int] = field(default_factory=dict[int, int])


def layers(
    words: Sequence[PdfWord], numbers: Sequence[int], cores: dict[int, Core], picture: Picture
) -> tuple[list[Layer], list[int]]:
    """Doubtful words in layers that can be looked under, and those that are under too many others for that."""
    by_paint: dict[tuple[Paint, ...], list[int]] = defaultdict(list)
    for number in numbers:
        by_paint[words[number].paint, *words[number].more_paints].append(number)
    reach: dict[int, dict[int, int]] = defaultdict(dict)
    handles = {paint.handle for paints in by_paint for paint in paints}
    for word in words:
        for paint in {word.paint, *word.more_paints}:
            if paint.handle in handles:
                _add(reach[paint.handle], _mask(reach_of(word, picture)))
    found: list[Layer] = []
    rest: list[int] = []
    work = 0
    for paints, members in by_paint.items():
        painted: dict[int, int] = {}
        watched: dict[int, int] = {}
        for paint in paints:
            _add(painted, reach[paint.handle])
        for number in members:
            _add(watched, _mask(cores[number]))
        work += (len(painted) + len(watched)) * len(found)
        if work > _MOST_WORK:
            rest += members
            continue
        fitting = (one for one in found if not (_meet(painted, one.watched) or _meet(watched, one.painted)))
        layer = next(fitting, None)
        if layer is None:
            if len(found) >= _MOST_LAYERS:
                rest += members
                continue
            found.append(layer := Layer())
        layer.paints += paints
        layer.numbers += members
        _add(layer.painted, painted)
        _add(layer.watched, watched)
    return found, rest


def _mask(box: Core) -> dict[int, int]:
    return dict.fromkeys(range(box.top, box.bottom), (1 << box.right) - (1 << box.left))


def _add(mask: dict[int, int], other: dict[int, int]) -> None:
    for row, bits in other.items():
        mask[row] = mask.get(row, 0) | bits


def _meet(one: dict[int, int], other: dict[int, int]) -> bool:
    return any(bits & other.get(row, 0) for row, bits in one.items())
