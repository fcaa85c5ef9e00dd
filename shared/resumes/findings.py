"""What was hidden in a file, as it is recorded: pieces that stand together are one finding."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from shared.models.document import HiddenBy, HiddenText

_EXCERPT: Final = 200
_MOST: Final = 100


class HiddenPiece(NamedTuple):
    """A word or run that nobody sees; `page` None for formats without pages."""

    by: HiddenBy
    page: int | None
    content: str


def findings(pieces: Iterable[HiddenPiece]) -> list[HiddenText]:
    """At most a hundred findings, each with at most 200 code points of what is hidden."""
    found: list[HiddenText] = []
    for by, page, content in pieces:
        last = found[-1] if found else None
        if last is not None and (last.by, last.page) == (by, page) and by != "zero_width":
            last.excerpt = f"{last.excerpt} {content.strip()}"[:_EXCERPT]
        elif len(found) < _MOST:
            found.append(HiddenText(by=by, page=page, excerpt=content.strip()[:_EXCERPT]))
    return found
