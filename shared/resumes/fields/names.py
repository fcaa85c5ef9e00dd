"""Whose résumé it is: the line that reads like a name, and not like a heading, a job or a place."""

import re
from collections.abc import Sequence
from typing import Final

from shared.resumes.fields.data import word_list
from shared.resumes.fields.places import country_of_name, is_address, place
from shared.resumes.fields.rows import Row
from shared.resumes.fields.sections import known_heading
from shared.resumes.fields.text import fold, key, words
from shared.resumes.fields.titles import title_words

_ROWS_TRIED: Final = 14
_TITLE_OF_DOCUMENT = re.compile(
    r"^\W*(?:curriculum vitae|cv|c\.v\.|resume|lebenslauf|bewerbung|hoja de vida|curriculo|vita|"
    r"tabellarischer lebenslauf|"
    r"europass|personal profile)(?:\s+(?:of|von|de|di|van|for|europeo))?(?:\W+|$)"
)
_LABEL = re.compile(
    r"^\W*(?:full name|name|nom et prenom|prenom et nom|nombre completo|nombre y apellidos|apellidos y nombre|"
    r"nombre|nome completo|"
    r"nome e cognome|nome|vor- und nachname|vor- und zuname|vorname und nachname|naam|volledige naam|nom|candidate|"
    r"imie i nazwisko|"
    r"apellidos?/nombre\(?s?\)?|nome e apelido)\s*[:\t]\s*"
)
_FIRST = re.compile(r"^\W*(?:first name|given names?|vorname|prenom|nombres?|nome|voornaam|forename)\s*[:\t]\s*(.+)$")
_LAST = re.compile(
    r"^\W*(?:last name|family name|surname|nachname|familienname|nom|nom de famille|apellidos?|"
    r"cognome|apelido|achternaam)\s*[:\t]\s*(.+)$"
)
_HONORIFIC = re.compile(
    r"^(?:mr|mrs|ms|miss|mx|dr|prof|professor|doctor|herr|frau|m|mme|mlle|sr|sra|srta|don|dona|dott|dott\.ssa|ing|"
    r"dipl\.?-?\w*|dhr|mevr|"
    r"rev|sir|eng|drs|ir|lic|priv\.?-?doz)\.?(?:[ ]|(?<=\.))+"
)
_CREDENTIALS = re.compile(
    r"(?:,|\s)\s*(?:ph\.?\s?d\.?|m\.?d\.?|mba|m\.?sc\.?|b\.?sc\.?|m\.?a\.?|b\.?a\.?|m\.?eng\.?|b\.?eng\.?|rn|bsn|"
    r"msn|lpn|np|cna|pmp|cpa|"
    r"cfa|esq\.?|jr\.?|p\.?e\.?|acca|aca|csm|cissp|llm|llb|lmsw|lcsw|phr|shrm-?cp|ccna|rgn|fcca|mrcp|frcs|edd|"
    r"pharmd|dds|dvm|mph|"
    r"msw|cma|fca|ca|it|cscp|psm|itil|m\.?ed\.?|b\.?ed\.?|dphil|beng|meng|(?:he|she|they)/(?:him|her|them)|"
    r"\((?:he|she|they)/[a-z/]+\))(?=$|[\s,.)])\.?"
)
_TOKEN = re.compile(r"^(?:[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?|[^\W\d_]\.(?:-?[^\W\d_]\.)*)$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def name_in(rows: Sequence[Row], emails: Sequence[str]) -> str | None:
    """The name that a résumé gives, from its first rows and from labels such as "Name:"."""
    if labelled := _labelled(rows):
        return labelled
    head = rows[:_ROWS_TRIED]
    tallest = max((row.height or 0.0 for row in rows[:40]), default=0.0)
    locals_ = [re.sub(r"\d", "", fold(address.split("@")[0])) for address in emails]
    best: tuple[float, str] | None = None
    for at, row in enumerate(head):
        for part_at, part in enumerate(_parts(row, head[at + 1] if at + 1 < len(head) else None, tallest)):
            name = _as_name(part)
            if name is None:
                continue
            score = _score(name, at, part_at, row, tallest, locals_)
            if best is None or score > best[0]:
                best = (score, name)
    best = max(filter(None, [best, _large_elsewhere(rows, tallest, locals_)]), default=None)
    return best[1] if best and best[0] >= 1 else None


def reads_as_name(text: str) -> bool:
    """Whether a text may be a name: no heading, no job, no place."""
    if _TITLE_OF_DOCUMENT.match(fold(text)) or _is_job(text) or place(text) is not None:
        return False
    return _as_name(text) is not None


def _is_job(text: str) -> bool:
    """Whether a text is a job title. Names such as Baker are not, at the end of two or three."""
    tokens = words(text)
    surname = 2 <= len(tokens) <= 3 and tokens[-1] in word_list("surname_too")
    return title_words(" ".join(tokens[:-1] if surname else tokens)) == 2


def _score(name: str, at: int, part_at: int, row: Row, tallest: float, locals_: Sequence[str]) -> float:
    score = 3.0 - 0.35 * at - 0.5 * part_at
    if row.height and tallest and row.height >= 0.97 * tallest and tallest > 0.17:
        score += 2.5
    tokens = [token for token in words(name) if len(token) > 2 and token not in word_list("name_particle")]
    if any(token in local for token in tokens for local in locals_):
        score += 2.5
    if len(name.split()) == 1 and not _CJK.search(name):
        score -= 2.5
    if _is_job(name):
        score -= 4
    if place(name) is not None:
        score -= 2.5
    return score


def _large_elsewhere(rows: Sequence[Row], tallest: float, locals_: Sequence[str]) -> tuple[float, str] | None:
    """A name below a side column that is read first: set in the largest letters."""
    for row in rows:
        if (
            row.page == 1
            and row.height
            and row.height >= 0.97 * tallest
            and tallest > 0.2
            and (name := _as_name(row.text))
        ):
            return _score(name, 2, 0, row, tallest, locals_), name
    return None


def _labelled(rows: Sequence[Row]) -> str | None:
    first = last = None
    for row in rows[:40]:
        folded = fold(row.text)
        if (found := _LABEL.match(folded)) and not (_FIRST.match(folded) and _has_last(rows)):
            name = _as_name(row.text[found.end() :].split("\t")[0])
            if name and len(name.split()) > 1:
                return name
        if found := _FIRST.match(folded):
            first = first or row.text[found.start(1) :].split("\t")[0].strip()
        if found := _LAST.match(folded):
            last = last or row.text[found.start(1) :].split("\t")[0].strip()
    return _as_name(f"{first} {last}") if first and last else None


def _has_last(rows: Sequence[Row]) -> bool:
    return any(_LAST.match(fold(row.text)) for row in rows[:40])


def _parts(row: Row, following: Row | None, tallest: float) -> list[str]:
    """The parts of a row that may be a name: before a bar or a dash, or with the row below in letters as large."""
    text = row.text
    if found := _TITLE_OF_DOCUMENT.match(fold(text)):
        text = text[found.end() :].strip(" :–-|")
    parts = [part.strip() for part in re.split(r"\t|\s?[|•·●]\s?|\s[–—-]\s|\s?:\s", text) if part.strip()]
    both_large = (
        following is not None
        and row.height
        and following.height
        and tallest > 0.2
        and (min(row.height, following.height) >= 0.9 * tallest)
    )
    if both_large and following and len(text.split()) <= 2 and len(following.text.split()) <= 2:
        parts.insert(0, f"{text} {following.text}")
    return parts


def _as_name(text: str) -> str | None:
    """The text as a name without what stands before and behind names, or None if it is none."""
    text = _undressed(text)
    if not text or len(text) > 60 or known_heading(text) or is_address(text) or country_of_name(text):
        return None
    if _CJK.search(text):
        bare = re.sub(r"\s", "", re.sub(r"\(.*?\)", "", text))
        return text if 2 <= len(bare) <= 8 or re.search(r"[a-z]", text) else None
    text = re.sub(r"\s*[(\"“'][^)\"”]*[)\"”']\s*", " ", text).strip() if re.search(r"[(\"“]", text) else text
    if "," in text:
        if place(text) is not None:
            return None
        family, _, given = text.partition(",")
        if not given.strip() or "," in given:
            return None
        text = f"{given.strip()} {family.strip()}"
    tokens = text.split()
    if not 1 <= len(tokens) <= 6 or not all(_TOKEN.match(token) for token in tokens):
        return None
    folded = [fold(token) for token in tokens]
    if any(word in word_list("no_name") for word in folded):
        return None
    if not all(
        token[0].isupper() or word in word_list("name_particle") or not _cased(token)
        for token, word in zip(tokens, folded, strict=True)
    ):
        return None
    if (
        sum(len(key(token)) > 1 for token in tokens) < 1
        or sum(word not in word_list("name_particle") for word in folded) < 1
    ):
        return None
    return _in_mixed_case(tokens) if text.isupper() else _half_in_capitals(tokens)


def _undressed(text: str) -> str:
    text = " ".join(text.split()).strip(" ,.;:|–-")
    for _ in range(3):
        if found := _HONORIFIC.match(fold(text)):
            text = text[found.end() :].strip(" ,")
    for _ in range(4):
        if not (found := list(_CREDENTIALS.finditer(fold(text)))) or found[-1].end() < len(text):
            break
        if "," not in text and found[-1].group().strip().isalpha() and not text[found[-1].start() :].strip().isupper():
            break
        if "," not in text and text.isupper() and len(text.split()) <= 2:
            break
        text = text[: found[-1].start()].strip(" ,")
    return text


def _cased(token: str) -> bool:
    return token.lower() != token.upper()


def _in_mixed_case(tokens: Sequence[str]) -> str:
    def one(token: str) -> str:
        if len(token.rstrip(".")) == 1:
            return token
        mixed = re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), token)
        return re.sub(r"\bMc([a-z])", lambda found: f"Mc{found[1].upper()}", mixed)

    small = word_list("name_particle_small")
    return " ".join(token.lower() if at and fold(token) in small else one(token) for at, token in enumerate(tokens))


def _half_in_capitals(tokens: Sequence[str]) -> str:
    """`Jean DUPONT` in mixed case: capitals mark a family name. Initials stay."""
    return " ".join(
        _in_mixed_case([token]) if len(token) > 3 and token.isupper() and token.isalpha() else token for token in tokens
    )
