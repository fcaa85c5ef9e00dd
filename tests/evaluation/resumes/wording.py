"""How a résumé is worded: headings and dates in its language, in several styles."""

import tomllib
from pathlib import Path
from typing import Final

_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
PRESENT: Final = {
    "en": ("Present", "current", "now"),
    "de": ("heute", "jetzt", "heute"),
    "fr": ("aujourd'hui", "présent", "ce jour"),
    "es": ("actualidad", "Actualidad", "presente"),
    "pt": ("presente", "atual", "atualmente"),
    "it": ("oggi", "in corso", "presente"),
    "nl": ("heden", "nu", "heden"),
}
_TO: Final = {"en": "to", "de": "bis", "fr": "à", "es": "a", "pt": "a", "it": "a", "nl": "tot"}
_SINCE: Final = {"en": "since", "de": "seit", "fr": "depuis", "es": "desde", "pt": "desde", "it": "da", "nl": "sinds"}
_HEADINGS: Final[dict[str, dict[str, list[dict[str, str]]]]] = tomllib.loads(
    (Path(__file__).parent / "headings.toml").read_text("utf-8")
)
INTERESTS: Final = {
    "en": "Cycling, choir, growing tomatoes",
    "de": "Radfahren, Chor, Gartenarbeit",
    "fr": "Vélo, chorale, jardinage",
    "es": "Ciclismo, coro, huerto",
    "pt": "Ciclismo, coro, horta",
    "it": "Ciclismo, coro, orto",
    "nl": "Fietsen, zingen, moestuin",
}
DATE_STYLES: Final = (
    "short month", "long month", "numbers slash", "numbers dot", "iso", "years", "words", "two digits", "quarters"
)  # fmt: skip


def headings(set_: str, language: str, variant: int) -> dict[str, str]:
    """The heading of each section, from one of the sets: first, second, held_out."""
    variants = _HEADINGS[set_][language]
    return variants[variant % len(variants)]


def date(value: str, language: str, style: str) -> str:
    """One date, `YYYY-MM` or `YYYY`, in a style; a year stays a year."""
    year, _, month = value.partition("-")
    if not month or style == "years":
        return year
    name = _MONTHS[language].split()[int(month) - 1]
    match style:
        case "short month":
            return f"{name[:3].capitalize() if language in ('en', 'de') else name[:3]} {year}"
        case "long month" | "words":
            return f"{name} de {year}" if language in {"es", "pt"} and style == "words" else f"{name} {year}"
        case "numbers slash":
            return f"{month}/{year}"
        case "numbers dot":
            return f"{month}.{year}"
        case "iso":
            return f"{year}-{month}"
        case "two digits":
            return f"{month}/{year[2:]}"
        case _:
            return f"Q{(int(month) + 2) // 3} {year}"


def period(start: str, end: str, language: str, style: str, variant: int) -> str:
    """A range, with an empty end for one that goes on; a missing start leaves the end alone."""
    if not start:
        return date(end, language, style)
    if not end:
        if style == "words":
            return f"{_SINCE[language]} {date(start, language, style)}"
        return f"{date(start, language, style)} – {PRESENT[language][variant % 3]}"
    joint = f" {_TO[language]} " if style == "words" else ("–" if style == "years" else " – " if variant % 2 else " - ")
    return f"{date(start, language, style)}{joint}{date(end, language, style)}"


def shown(value: str, style: str, *, last: bool) -> str:
    """What of a date the style shows: the label to be found."""
    year, _, month = value.partition("-")
    if not month or style == "years":
        return year
    if style == "quarters":
        quarter = (int(month) + 2) // 3
        return f"{year}-{quarter * 3 if last else quarter * 3 - 2:02d}"
    return value
