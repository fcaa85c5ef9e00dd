"""Takes the words that a file hides out of the pages that a service read, which sees more than people do."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

from shared.models.document import DocumentPage, Line, Word
from shared.resumes.embedded_text import Embedded
from shared.resumes.invisible import without_invisible

_SAME_PLACE: Final = 0.5  # of the smaller of two boxes
_CELL: Final = 0.25  # inches: a short word
_MOST_WORK: Final = 300_000  # looks at words of one document; an honest one takes some thousands
_LOOK: Final = 64  # characters that are compared in one look


def seen_pages(read: Sequence[DocumentPage], embedded: Embedded) -> list[DocumentPage]:
    """The pages as the service read them, without words that are hidden in the file and without invisible characters.

    Pages that the service did not give are as the file has them, and so are those where too much stands in the same
    place to be compared: what the file has is without hidden words already.
    """
    given = {page.number: page for page in read}
    own = {page.number: page for page in embedded.document.pages}
    work = _Work()
    pages: list[DocumentPage] = []
    for number in sorted(given.keys() | own.keys()):
        if number not in given:
            pages.append(own[number])
            continue
        try:
            visible = own[number].words if number in own else []
            pages.append(_without_hidden(given[number], embedded.hidden_words.get(number, []), visible, work))
        except _TooMuchWork:
            pages += [own[number]] if number in own else []
    return pages


class _TooMuchWork(Exception):
    """So much stands in the same place that comparing it would take too long."""


@dataclass(slots=True)
class _Work:
    left: float = _MOST_WORK

    def take(self, looks: float) -> None:
        self.left -= looks
        if self.left < 0:
            raise _TooMuchWork


class _Box(NamedTuple):
    """What stands somewhere: its words in one case, and where, in inches."""

    said: str
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, what: Word | Line) -> "Self | None":
        """None for what has no place."""
        polygon = what.polygon
        if not polygon or not all(map(math.isfinite, polygon)):
            return None
        across, down = polygon[0::2], polygon[1::2]
        return cls(what.content.casefold(), min(across), min(down), max(across), max(down))

    def shares(self, other: "_Box") -> float:
        """How much of the smaller of the two both cover, 0 to 1."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        if across <= 0 or down <= 0:
            return 0.0
        smaller = min(
            (self.right - self.left) * (self.bottom - self.top), (other.right - other.left) * (other.bottom - other.top)
        )
        return across * down / smaller if smaller > 0 else 0.0


class _Places:
    """Boxes in a grid, each in all the cells that it touches, so that those near a place are few."""

    def __init__(self, boxes: Iterable[_Box | None], work: _Work) -> None:
        self._work = work
        self._cells: dict[tuple[int, int], list[tuple[int, _Box]]] = defaultdict(list)
        for number, box in enumerate(boxes):
            if box is not None:
                for cell in self._cells_of(box):
                    self._cells[cell].append((number, box))

    def near(self, box: _Box) -> Iterator[tuple[int, _Box]]:
        """The boxes that may stand where this one does, with their numbers; some of them more than once."""
        for cell in self._cells_of(box):
            for number, other in self._cells.get(cell, ()):
                self._work.take(1 + (len(box.said) + len(other.said)) / _LOOK)
                yield number, other

    def have(self, box: _Box) -> bool:
        """Whether something says the same as a box, or part of it, in the same place."""
        return any(
            (box.said in other.said or other.said in box.said) and box.shares(other) > _SAME_PLACE
            for _, other in self.near(box)
        )

    def _cells_of(self, box: _Box) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = (math.floor(side / _CELL) for side in box[1:])
        self._work.take((right - left + 1) * (bottom - top + 1))
        return ((column, row) for column in range(left, right + 1) for row in range(top, bottom + 1))


def _without_hidden(page: DocumentPage, hidden: Sequence[Word], visible: Sequence[Word], work: _Work) -> DocumentPage:
    words = [_cleaned(word) for word in page.words]
    lines = [_cleaned(line) for line in page.lines]
    if hidden:
        places = _Places(map(_Box.of, hidden), work), _Places(map(_Box.of, visible), work)
        kept: list[Word] = []
        struck: list[Word] = []
        for word in words:
            box = _Box.of(word)
            is_hidden = box is not None and places[0].have(box) and not places[1].have(box)
            (struck if is_hidden else kept).append(word)
        words = kept
        _strike(struck, lines, work)
    return page.model_copy(
        update={
            "words": [word for word in words if word.content],
            "lines": [line for line in lines if line.content.strip()],
        }
    )


def _cleaned[T: (Word, Line)](what: T) -> T:
    return what.model_copy(update={"content": without_invisible(what.content)[0]})


def _strike(words: Sequence[Word], lines: Sequence[Line], work: _Work) -> None:
    """Takes words out of the lines that they stand in, each out of one."""
    places = _Places(map(_Box.of, words), work)
    done: set[int] = set()
    for line in lines:
        if (box := _Box.of(line)) is None:
            continue
        parts = line.content.split(" ")
        said = set(parts)
        here = {
            number
            for number, word in places.near(box)
            if number not in done and words[number].content in said and box.shares(word) > _SAME_PLACE
        }
        if not here:
            continue
        done |= here
        out = Counter(words[number].content for number in here)
        kept: list[str] = []
        for part in parts:
            if out[part] > 0:
                out[part] -= 1
            else:
                kept.append(part)
        line.content = " ".join(kept)
