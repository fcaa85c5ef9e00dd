"""Places: which part of a text is a location, and in which country it lies."""

import functools
import re
from typing import Final, NamedTuple

from shared.resumes.fields.data import table, word_list, word_lists
from shared.resumes.fields.text import fold, key
from shared.resumes.fields.titles import employer_words

_POSTCODE = re.compile(
    r"\b\d{2}-\d{3}\b|\b\d{4} ?[A-Z]{2}\b|\b(?:[A-Z]{1,2}-?\s?)?\d{4,6}(?:-\d{3,4})?\b|"
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|"
    r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"
    r"|\b\d{3} ?\d{2}\b|(?<=[a-z]) \d{1,2}\b"
)
_STREET = re.compile(
    r"\b(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|drive|blvd|boulevard|court|close|square|terrace|crescent|rue|"
    r"allee|ul\.|ulica|al\.|os\.|"
    r"chemin|impasse|quai|calle|c/|avenida|avda\.?|av\.|paseo|plaza|rua|travessa|praca|via|viale|corso|piazza|laan|"
    r"gracht|plein|kade|apt\.?|flat|suite|p\.?o\.? box|platz|weg|gasse|way|place|parkway|apartment|unit|floor|"
    r"[a-z]+(?:strasse|str\.|straat|straße|weg|gasse|platz|allee|laan|gatan|vej|veien))(?![a-z])"
)
_LABEL = re.compile(
    r"^\W*(?:address|location|residence|city|based in|lives in|living in|adresse|anschrift|wohnort|wohnhaft in|ort|"
    r"standort|domicile|ville|localisation|lieu|direccion|ubicacion|domicilio|ciudad|residencia|endereco|morada|"
    r"localidade|"
    r"localizacao|cidade|indirizzo|residenza|citta|luogo|adres|woonplaats|home|current location|place of residence|"
    r"localidad)"
    r"\s*[:\t-]\s*"
)


_NO_PLACE = re.compile(r"\S*(?:@|www\.|https?:|\.(?:com|org|net|io|de|dev)/)\S*|(?<![\w.])\(?\+?\d[\d ()./-]{7,}\d")


_MOST_PARTS: Final = 12


class Place(NamedTuple):
    """A location as written and its country, ISO 3166-1 alpha-2, where that is known."""

    text: str
    country: str | None


@functools.cache
def _cities() -> dict[str, str]:
    listed = {key(name): country for name, country in table("places")}
    return listed | {key(name): country for country, names in word_lists("city_name_").items() for name in names}


@functools.cache
def _countries() -> dict[str, str]:
    listed = {key(name): code for code, names in table("countries") for name in names.split("|")}
    states = {key(name): country for country, names in word_lists("country_name_").items() for name in names}
    return listed | states


def country_of_name(text: str) -> str | None:
    """The country that a text is a name of (a state's name stands for its country)."""
    return _countries().get(key(text))


def country_of_city(text: str) -> str | None:
    return _cities().get(key(text))


def _state(part: str, before: str) -> str | None:
    """The country of a state's letters after a city: "TX", "ON M5V 2T6"."""
    letters = part.split()[0] if part.split() else ""
    if not letters.isupper():
        return None
    countries = [country for country, states in word_lists("state_code_").items() if letters in states]
    city = country_of_city(before)
    return city if city in countries else (countries[0] if countries else None)


def place(text: str, *, strict: bool = True) -> Place | None:
    """The whole text as a location: a city, a country, or both. `strict` wants more than a city named like a word."""
    text = text.strip(" ,;|·•()\t-–/")
    text = re.sub(r"\s*\([A-Z]{2}\)$", "", text)  # "Milano (MI)"
    if not text or len(text) > 60 or re.search(r"[@/]|https?", text):
        return None
    if key(text) in word_list("remote"):
        return Place(text, None)
    parts = [part.strip() for part in re.split(r",|\s[-–|]\s|\((?=[^)]*\))", text.rstrip(")")) if part.strip()]
    bare = [_POSTCODE.sub("", part).strip(" -") for part in parts]
    bare = [part for part in bare if part]
    if not 1 <= len(bare) <= 4:
        return None
    country = country_of_name(bare[-1])
    if len(bare) == 1:
        one = _single(bare[0], strict=strict and bare == parts)
        return Place(text, one) if one else None
    if key(bare[-1]) in word_list("remote") and place(bare[0], strict=False):
        return Place(text, country_of_city(bare[0]))
    state = _state(parts[-1], bare[-2])
    named = country or state
    if named and all(len(part.split()) <= 4 and part[:1].isupper() for part in bare[:-1]):
        return Place(text, country if country and not state else named) if _placelike(bare[:-1], bool(state)) else None
    if country_of_city(bare[0]) and (country_of_city(bare[-1]) or re.fullmatch(r"[A-Z]{2}", bare[-1])):
        return Place(text, country_of_city(bare[0]))
    return None


def _placelike(parts: list[str], state: bool) -> bool:
    first = parts[0]
    if country_of_city(first):
        return True
    if employer_words(first) or len(parts) > 1:
        return False
    return state or any(country_of_city(part) or country_of_name(part) for part in parts) or not _busy(first)


def _busy(part: str) -> bool:
    """Whether a part is no name of a place by its letters: digits, signs, many words."""
    return len(part.split()) > 3 or re.search(r"[\d&+.]", part) is not None


def _single(part: str, *, strict: bool) -> str | None:
    if not part[:1].isupper() and part.isascii():
        return None
    if strict and key(part) in word_list("city_like_a_word"):
        return None
    found = country_of_city(part) or country_of_name(part)
    if found:
        return found
    words = part.split()  # "Austin TX", "Berlin Germany"
    if len(words) >= 2:
        if state := _state(words[-1], " ".join(words[:-1])):
            return state if country_of_city(" ".join(words[:-1])) else None
        if (country := country_of_name(words[-1])) and country_of_city(" ".join(words[:-1])):
            return country
    return None


def location_in(text: str) -> Place | None:
    """The location in a line of contact data: after its label, behind a street, as one of several parts."""
    text = _NO_PLACE.sub(" | ", text)
    folded = fold(text)
    label = _LABEL.match(folded)
    text = text[label.end() :] if label else text
    pieces = [
        piece.strip(" ,;")
        for piece in re.split(
            r"\t|\s[|•·●▪♦◆⋅∙❖]\s|[|•·●▪]|;|\s{2,}|"
            r"\s[-–—/]\s",
            text,
        )
        if piece.strip(" ,;")
    ]
    for piece in pieces:
        if re.search(r"@|https?:|www\.|\+\d|\(\d", piece):
            continue
        if (
            found := (_address(piece) if is_address(piece) else None)
            or place(piece, strict=not label)
            or _address(piece)
        ):
            return found
        if label and len(piece) <= 60:
            return Place(piece, None)
    return next((found for piece in pieces if "," in piece and (found := _among_commas(piece))), None)


def _among_commas(piece: str) -> Place | None:
    """A place between commas among other contact data: "Leeds, UK, 0113 496 0000"."""
    parts = [part.strip() for part in piece.split(",")][:_MOST_PARTS]
    for size in (3, 2, 1):
        for at in range(len(parts) - size + 1):
            if found := place(", ".join(parts[at : at + size])):
                return found
    return None


def _address(piece: str) -> Place | None:
    """The city of a postal address: what stands beside the postcode or behind the street."""
    parts = [part.strip() for part in piece.split(",") if part.strip()]
    street = any(_STREET.search(fold(part)) for part in parts)
    if not street and not (_POSTCODE.search(piece) and len(piece) < 60):
        return None
    kept = [
        part for part in parts if not _STREET.search(fold(part)) and not re.fullmatch(r"[\d\W]+[a-z]?", part)
    ] or parts
    for size in (3, 2, 1):
        for at in range(max(0, len(kept) - size + 1)):
            bare = [_POSTCODE.sub("", part).strip(" -") or part for part in kept[at : at + size]]
            if at + size == len(kept) and (found := place(", ".join(bare), strict=False)):
                written = ", ".join(bare)
                return Place(written if written in piece else kept[at], found.country)
    return None


def is_address(text: str) -> bool:
    """Whether a line is a postal address or a part of one."""
    return _STREET.search(fold(text)) is not None and any(char.isdigit() for char in text)
