"""How a run of a Word document looks in the end: hidden, its colour, size and background, with styles resolved."""

from dataclasses import dataclass, replace
from typing import Any, Final

from shared.models.document import HiddenBy

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFF: Final = ("0", "false", "off", "none")
_LEAST_POINTS: Final = 3.0
_NARROWEST_PERCENT: Final = 10
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

    def hidden_by(self) -> HiddenBy | None:
        """What hides a run that looks so; None when it is seen."""
        if self.vanish:
            return "hidden_run"
        if self.outlined_only:
            return "invisible"
        if self.points < _LEAST_POINTS or self.percent < _NARROWEST_PERCENT:
            return "size"
        if self.colour is None or self.background is None:
            return None
        apart = max(abs(one - other) for one, other in zip(self.colour, self.background, strict=True))
        return "colour" if apart < _FAINT else None


class Styles:
    """The styles of a document; `element` is the root of its styles part."""

    def __init__(self, element: Any) -> None:
        self._by_id: dict[str, Any] = {style.get(f"{W}styleId"): style for style in element.iter(f"{W}style")}
        self._default = Look()
        self._default_paragraph: str | None = None
        for properties in element.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr"):
            self._default = with_run(self._default, properties)
        for style in self._by_id.values():
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default_paragraph = style.get(f"{W}styleId")
        self._known: dict[tuple[Look, str], Look] = {}

    def of_paragraph(self, around: Look, properties: Any | None) -> Look:
        """The look of plain text in a paragraph, on the background that is around it."""
        look = replace(self._default, background=around.background)
        style = _value(properties, "pStyle") or self._default_paragraph
        if style:
            look = self.with_style(look, style)
        return look if properties is None else with_paragraph(look, properties)

    def with_style(self, look: Look, style_id: str) -> Look:
        """A look with a style and those it is based on."""
        if (known := self._known.get((look, style_id))) is not None:
            return known
        changed = look
        for style in reversed(self._chain(style_id)):
            if (paragraph := style.find(f"{W}pPr")) is not None:
                changed = with_paragraph(changed, paragraph)
            if (run := style.find(f"{W}rPr")) is not None:
                changed = with_run(changed, run)
        return self._known.setdefault((look, style_id), changed)

    def is_list(self, properties: Any | None) -> bool:
        """Whether a paragraph is an item of a list, by itself or by its style."""
        style = _value(properties, "pStyle")
        holders = [] if properties is None else [properties]
        holders += [found for item in self._chain(style or "") if (found := item.find(f"{W}pPr")) is not None]
        for holder in holders:
            if (numbering := holder.find(f"{W}numPr")) is not None:
                return _value(numbering, "numId") != "0"
        return False

    def shades_table(self, style_id: str | None) -> bool:
        """Whether a table's style gives some of its cells a background."""
        return any(
            shade.get(f"{W}fill", "auto").lower() not in ("auto", "ffffff")
            for style in self._chain(style_id or "")
            for shade in style.iter(f"{W}shd")
        )

    def _chain(self, style_id: str) -> list[Any]:
        found: list[Any] = []
        while (style := self._by_id.get(style_id)) is not None and style not in found:
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


def with_paragraph(look: Look, properties: Any) -> Look:
    """A look changed by the properties of a paragraph (`w:pPr`): its background, and lines too low to read."""
    if (shading := properties.find(f"{W}shd")) is not None:
        look = replace(look, background=shade(shading, look.background))
    spacing = properties.find(f"{W}spacing")
    if spacing is not None and spacing.get(f"{W}lineRule") == "exact":
        points = number(spacing.get(f"{W}line"), 240) / 20
        if points < _LEAST_POINTS:
            look = replace(look, points=points)
    return look


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
