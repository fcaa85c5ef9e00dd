"""How a run of a Word document looks in the end: hidden, its colour, size and background, with styles resolved."""

from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from shared.models.document import HiddenBy

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFF: Final = ("0", "false", "off", "none")
_LEAST_POINTS: Final = 3.0
_USUAL_ADVANCE: Final = 0.5  # from one letter to the next, of the font's size
_LEAST_ADVANCE: Final = 0.05
_TWIPS: Final = 1440  # to an inch
_OUTSIDE: Final = 0.5  # inches before the paper's edge: words that begin there are lost
_SHORT: Final = 2.0  # inches: what is taken for the length of a frame that does not give its own
_MOST_BASES: Final = 30  # that styles stand on; Word allows for ten
_FAINT: Final = 20  # of 255, in the channel that differs most: less cannot be told from the background
_WHITE: Final = (255, 255, 255)
_HIGHLIGHTS: Final[dict[str, tuple[int, int, int]]] = {
    "black": (0, 0, 0),
    "blue": (0, 0, 255),
    "cyan": (0, 255, 255),
    "darkBlue": (0, 0, 139),
    "darkCyan": (0, 139, 139),
    "darkGray": (169, 169, 169),
    "darkGreen": (0, 100, 0),
    "darkMagenta": (128, 0, 128),
    "darkRed": (139, 0, 0),
    "darkYellow": (128, 128, 0),
    "green": (0, 255, 0),
    "lightGray": (211, 211, 211),
    "magenta": (255, 0, 255),
    "red": (255, 0, 0),
    "white": _WHITE,
    "yellow": (255, 255, 0),
}

type Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """What of a run's look says whether it can be seen. `background` None: it cannot be told from the file."""

    vanish: bool = False
    outlined_only: bool = False  # filled with nothing
    colour: Rgb | None = None  # None: automatic, which contrasts with its background
    background: Rgb | None = _WHITE
    points: float = 11.0
    percent: float = 100.0
    spacing: float = 0.0  # points between letters, beyond what the font gives
    indent: tuple[float, float, float] = (0.0, 0.0, 0.0)  # inches from the left, from the right, of the first line
    off_page: bool = False

    def hidden_by(self) -> HiddenBy | None:
        """What hides a run that looks so; None when it is seen."""
        if self.vanish:
            return "hidden_run"
        if self.outlined_only:
            return "invisible"
        if self.off_page:
            return "off_page"
        advance = self.points * _USUAL_ADVANCE * self.percent / 100 + self.spacing
        if self.points < _LEAST_POINTS or advance < self.points * _LEAST_ADVANCE:
            return "size"
        if self.colour is None or self.background is None:
            return None
        apart = max(abs(one - other) for one, other in zip(self.colour, self.background, strict=True))
        return "colour" if apart < _FAINT else None


class Sheet(NamedTuple):
    """The paper of a document, in inches."""

    width: float = 8.5
    height: float = 11.0
    left_margin: float = 1.0
    top_margin: float = 1.0


class Styles:
    """The styles of a document on its paper; `element` is the root of its styles part."""

    def __init__(self, element: Any, sheet: Sheet) -> None:
        self._sheet = sheet
        self._by_id: dict[str, Any] = {style.get(f"{W}styleId"): style for style in element.iter(f"{W}style")}
        self._default = Look()
        self._default_paragraph: str | None = None
        for properties in element.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr"):
            self._default = with_run(self._default, properties)
        for style in self._by_id.values():
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default_paragraph = style.get(f"{W}styleId")
        self._known: dict[tuple[Look, str], Look] = {}
        self._lists: dict[str, bool] = {}
        self._shading: dict[str, bool] = {}

    def of_paragraph(self, around: Look, properties: Any | None) -> Look:
        """The look of plain text in a paragraph, on the background that is around it."""
        look = replace(self._default, background=around.background)
        style = _value(properties, "pStyle") or self._default_paragraph
        if style:
            look = self.with_style(look, style)
        look = look if properties is None else with_paragraph(look, properties, self._sheet)
        left, right, first = look.indent
        start = self._sheet.left_margin + left + min(first, 0.0)
        if start < -_OUTSIDE or max(left, left + first, right) >= self._sheet.width:
            look = replace(look, off_page=True)
        return look

    def with_style(self, look: Look, style_id: str) -> Look:
        """A look with a style and those it is based on."""
        if (known := self._known.get((look, style_id))) is not None:
            return known
        changed = look
        for style in reversed(self._chain(style_id)):
            if (paragraph := style.find(f"{W}pPr")) is not None:
                changed = with_paragraph(changed, paragraph, self._sheet)
            if (run := style.find(f"{W}rPr")) is not None:
                changed = with_run(changed, run)
        return self._known.setdefault((look, style_id), changed)

    def is_list(self, properties: Any | None) -> bool:
        """Whether a paragraph is an item of a list, by itself or by its style."""
        own = _numbers(properties)
        if own is not None:
            return own
        style = _value(properties, "pStyle") or ""
        if style not in self._lists:
            said = (_numbers(item.find(f"{W}pPr")) for item in self._chain(style))
            self._lists[style] = next((numbers for numbers in said if numbers is not None), False)
        return self._lists[style]

    def shades_table(self, style_id: str | None) -> bool:
        """Whether a table's style gives some of its cells a background."""
        style_id = style_id or ""
        if style_id not in self._shading:
            self._shading[style_id] = any(
                shade.get(f"{W}fill", "auto").lower() not in ("auto", "ffffff")
                for style in self._chain(style_id)
                for shade in style.iter(f"{W}shd")
            )
        return self._shading[style_id]

    def _chain(self, style_id: str) -> list[Any]:
        found: list[Any] = []
        while (style := self._by_id.get(style_id)) is not None and style not in found and len(found) < _MOST_BASES:
            found.append(style)
            style_id = _value(style, "basedOn") or ""
        return found


def with_run(look: Look, properties: Any) -> Look:
    """A look changed by the properties of a run (`w:rPr`)."""
    changes: dict[str, Any] = {}
    for item in properties:
        value: str | None = item.get(f"{W}val")
        match item.tag:
            case tag if tag in (f"{W}vanish", f"{W}webHidden", f"{W}specVanish"):
                changes["vanish"] = (value or "1").lower() not in _OFF
            case tag if tag == f"{W}color":
                changes["colour"] = rgb(value)
            case tag if tag == f"{W}sz":
                changes["points"] = number(value, 22) / 2
            case tag if tag == f"{W}spacing":
                changes["spacing"] = number(value, 0) / 20
            case tag if tag == f"{W}w":
                changes["percent"] = number((value or "").rstrip("%"), 100)
            case tag if tag == f"{W}highlight" and value in _HIGHLIGHTS:
                changes["background"] = _HIGHLIGHTS[value]
            case tag if tag == f"{W}shd":
                changes["background"] = shade(item, look.background)
            case tag if tag == f"{W14}textFill":
                changes["outlined_only"] = item.find(f"{W14}noFill") is not None
            case _:
                pass
    if changes.get("outlined_only") and properties.find(f"{W14}textOutline") is not None:
        changes["outlined_only"] = False
    return replace(look, **changes) if changes else look


def with_paragraph(look: Look, properties: Any, sheet: Sheet) -> Look:
    """A look changed by the properties of a paragraph (`w:pPr`): its background, its height, and where it stands."""
    if (shading := properties.find(f"{W}shd")) is not None:
        look = replace(look, background=shade(shading, look.background))
    spacing = properties.find(f"{W}spacing")
    if spacing is not None and spacing.get(f"{W}lineRule") == "exact":
        points = number(spacing.get(f"{W}line"), 240) / 20
        if points < _LEAST_POINTS:
            look = replace(look, points=points)
    if (indent := properties.find(f"{W}ind")) is not None:
        look = replace(look, indent=_indented(look.indent, indent))
    if (frame := properties.find(f"{W}framePr")) is not None:
        look = replace(
            look,
            off_page=_is_outside(frame, "h", "x", "w", sheet.width, sheet.left_margin)
            or _is_outside(frame, "v", "y", "h", sheet.height, sheet.top_margin),
        )
    return look


def _indented(before: tuple[float, float, float], indent: Any) -> tuple[float, float, float]:
    """Indents changed by a `w:ind`, which may give some of them only."""
    left, right, first = (twips * _TWIPS for twips in before)
    left = number(indent.get(f"{W}left") or indent.get(f"{W}start"), left)
    right = number(indent.get(f"{W}right") or indent.get(f"{W}end"), right)
    first = -number(indent.get(f"{W}hanging"), -number(indent.get(f"{W}firstLine"), first))
    return left / _TWIPS, right / _TWIPS, first / _TWIPS


def _is_outside(frame: Any, axis: str, at: str, length: str, sheet: float, margin: float) -> bool:
    """Whether a frame (`w:framePr`) begins past the paper, or ends before it."""
    if frame.get(f"{W}{at}Align") is not None:
        return False
    start = number(frame.get(f"{W}{at}"), 0) / _TWIPS
    if frame.get(f"{W}{axis}Anchor") != "page":
        start += margin
    return start >= sheet or start + number(frame.get(f"{W}{length}"), _SHORT * _TWIPS) / _TWIPS < 0


def _numbers(properties: Any | None) -> bool | None:
    """Whether paragraph properties make an item of a list; None when they do not say."""
    numbering = None if properties is None else properties.find(f"{W}numPr")
    return None if numbering is None else _value(numbering, "numId") != "0"


def shade(shading: Any, before: Rgb | None) -> Rgb | None:
    """The background that a `w:shd` gives."""
    fill: str = shading.get(f"{W}fill", "auto")
    return before if fill.lower() == "auto" else rgb(fill)


def rgb(value: str | None) -> Rgb | None:
    """The colour of six hexadecimal digits; None for `auto` and anything else."""
    try:
        return (int(value[0:2], 16), int(value[2:4], 16), int(value[4:6], 16)) if value and len(value) == 6 else None
    except ValueError:
        return None


def number(value: str | None, otherwise: float) -> float:
    """The number that an attribute holds."""
    try:
        return float(value) if value else otherwise
    except ValueError:
        return otherwise


def _value(parent: Any | None, name: str) -> str | None:
    found = None if parent is None else parent.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")
