"""Pictures of a page, compared at the places where its words stand."""

import math
from typing import Final, NamedTuple

from shared.resumes.pdf_page import PdfWord, Picture

LEAST_COLUMNS: Final = 0.2  # of a word's columns of pixels that its letters have to change


class Core(NamedTuple):
    """A part of a picture in pixels, ends excluded: that which a word's letters fill and its neighbours' do not."""

    left: int
    top: int
    right: int
    bottom: int


def core_of(word: PdfWord, picture: Picture) -> Core | None:
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
    return _within(picture, int(x1), int(y1), round(x2), round(y2))


def reach_of(word: PdfWord, picture: Picture) -> Core:
    """All the pixels that the letters of a word may change."""
    scale = picture.scale
    left, top, right, bottom = (side * scale for side in (word.left, word.top, word.right, word.bottom))
    return _within(picture, int(left) - 1, int(top) - 1, math.ceil(right) + 1, math.ceil(bottom) + 1)


def _within(picture: Picture, left: int, top: int, right: int, bottom: int) -> Core:
    """A part of the picture, of a pixel at least."""
    left, top = min(max(left, 0), picture.width - 1), min(max(top, 0), picture.height - 1)
    return Core(left, top, max(min(right, picture.width), left + 1), max(min(bottom, picture.height), top + 1))


def difference(one: Picture, other: Picture) -> bytes:
    """A byte for each pixel, not zero where two pictures differ."""
    apart = int.from_bytes(one.pixels, "little") ^ int.from_bytes(other.pixels, "little")
    return (apart | apart >> 8 | apart >> 16).to_bytes(len(one.pixels), "little")[0::3]


def is_marked(changed: bytes, core: Core, picture: Picture) -> bool:
    """Whether enough of a word's columns of pixels hold a change."""
    width = core.right - core.left
    enough = max(1, LEAST_COLUMNS * width)
    middle = (core.top + core.bottom) // 2 * picture.width + core.left
    if width - changed.count(0, middle, middle + width) >= enough:
        return True
    merged = 0
    for start in range(core.top * picture.width + core.left, core.bottom * picture.width + core.left, picture.width):
        merged |= int.from_bytes(changed[start : start + width], "little")
    return width - merged.to_bytes(width, "little").count(0) >= enough
