"""Positions: employer, title, place, dates and what was done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.models.resume import DateRange, Experience
from shared.resumes.fields.entries import Entry, entries_of
from shared.resumes.fields.labels import unlabelled
from shared.resumes.fields.places import place
from shared.resumes.fields.rows import Row
from shared.resumes.fields.text import fold, words
from shared.resumes.fields.titles import employer_words, is_own_business, reads_as_title, title_words

_AT = re.compile(
    r"\s+(?:at|@|bei|bei der|beim|chez|presso|bij|na empresa|en la empresa|hos|w firmie)\s+(?=\S)|"
    r"\s*@\s+",
    re.IGNORECASE,
)
_STRONG = re.compile(r"\s*(?:\||·|•|●|▪|;|\s[–—]\s|\s-\s|\s/\s)\s*")
_LEGAL_PART = re.compile(
    r"^(?:inc|ltd|llc|llp|gmbh|corp|co|plc|s\.?a|s\.?l|jr|sr|ag|kg|limited|lda|ltda|s\.?p\.?a|s\.?r\.?l|b\.?v)\.?(?:\s|$)",
    re.IGNORECASE,
)
_TOWN = re.compile(r"[A-ZÀ-Ý][\w'’.-]+(?:[ -][\w'’.-]+){0,3}(?:, [A-ZÀ-Ý][\w .'’-]+)?")
_BREAK = re.compile(
    r"career break|sabbatical|(?:parental|maternity|paternity|family|caring) leave|gap year|elternzeit|auszeit|"
    r"sabbatjahr|conge (?:parental|sabbatique|maternite)|annee sabbatique|excedencia|ano sabatico|job search|"
    r"licenca (?:parental|de maternidade)|congedo|anno sabbatico|ouderschapsverlof|sabbatjaar|arbeits?suchend"
)
_KIND_OF_WORK = re.compile(
    r"^\(?(?:full[- ]?time|part[- ]?time|permanent|contract|temporary|internship|freelance|self-employed|remote|"
    r"hybrid|vollzeit|"
    r"teilzeit|befristet|unbefristet|cdi|cdd|temps plein|temps partiel|alternance|stage|jornada completa|"
    r"media jornada|"
    r"tempo pieno|tempo parziale|tempo determinato|tempo indeterminato|fulltime|parttime|\d{1,3}\s?%|on-site)\)?$"
)


@dataclass(slots=True)
class _Draft:
    """An entry on the way: pieces of the heading in order, and what is already decided."""

    pieces: list[str] = field(default_factory=list[str])
    employer: str | None = None
    title: str | None = None
    location: str | None = None
    place_below: bool = False
    dates: DateRange | None = None
    body: list[Row] = field(default_factory=list[Row])


def experience_of(rows: Sequence[Row], *, month_first: bool) -> list[Experience]:
    """The positions of a section in the order of the text."""
    entries = entries_of(unlabelled(rows), month_first=month_first, enough=_enough)
    drafts = [_draft(entry) for entry in entries]
    _place_alike(drafts)
    title_first = _title_comes_first(drafts)
    for draft in drafts:
        _settle(draft, title_first)
    drafts = [draft for draft in drafts if not _is_break(draft)]
    _hand_down_employers(drafts)
    made = [_made(draft) for draft in drafts]
    return [item for item in made if item.employer or item.title]


def _enough(head: list[list[str]]) -> bool:
    pieces, _ = _pieces(head)
    if len(pieces) < 2:
        return False
    titles = [title_words(piece) == 2 for piece in pieces]
    return not all(titles) or len(pieces) > 2 or any(employer_words(piece) for piece in pieces)


def _pieces(head: list[list[str]]) -> tuple[list[str], str | None]:
    """The parts of a heading that are title or employer, and the place among them."""
    pieces: list[str] = []
    location: str | None = None
    for cells in head:
        for cell in cells:
            for part in _parted(cell):
                if _KIND_OF_WORK.match(fold(part)) and not is_own_business(part):
                    continue
                found = place(part)
                if found and location is None and (pieces or len(part.split(",")) > 1 or len(head) > 1):
                    location = found.text
                else:
                    pieces.append(part)
    if not pieces and location:
        pieces, location = [location], None
    return pieces, location


def _parted(cell: str) -> list[str]:
    """A cell at its separators; commas part it only where a place, a legal form or a title shows that they may."""
    parts: list[str] = []
    for strong in _STRONG.split(cell):
        if (piece := strong.strip(" ,")) and words(piece):
            at = _AT.split(piece, maxsplit=1)
            for side in at:
                parts.extend(_at_commas(side.strip(" ,")))
    return parts


def _at_commas(piece: str) -> list[str]:
    if found := re.fullmatch(r"(.*\S)\s*\(([^)]*)\)", piece):
        if place(found[2]) or (
            _TOWN.fullmatch(found[2]) and reads_as_title(found[2]) is None and found[2][1:2].islower()
        ):
            return [*_at_commas(found[1]), found[2]]
        if _KIND_OF_WORK.match(fold(found[2])):
            return _at_commas(found[1])
    if "," not in piece or place(piece):
        return [piece] if piece else []
    parts = [part.strip() for part in piece.split(",") if part.strip()]
    joined: list[str] = []
    for part in parts:
        if joined and (_LEGAL_PART.match(part) or part[:1].islower()):
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    tail: list[str] = []
    for size in (3, 2, 1):
        if len(joined) > size and place(", ".join(joined[-size:])):
            tail = [", ".join(joined[-size:])]
            joined = joined[:-size]
            break
    if len(joined) > 2:
        joined = _grouped(joined)
    return [*joined, *tail]


def _grouped(parts: list[str]) -> list[str]:
    """Of many parts between commas: those that read as one thing stay together, "Head of Sales, Marketing and
    Events"."""
    groups = [parts[0]]
    for part in parts[1:]:
        told = reads_as_title(part)
        if told is None or told == reads_as_title(groups[-1]):
            if told is None and reads_as_title(groups[-1]) is True and len(groups) == 1:
                groups.append(part)
            else:
                groups[-1] += f", {part}"
        else:
            groups.append(part)
    return groups


def _draft(entry: Entry) -> _Draft:
    draft = _Draft(dates=entry.dates, body=entry.body)
    draft.pieces, draft.location = _pieces(entry.head)
    if draft.location is None and draft.body and (found := place(draft.body[0].text)) and len(draft.body) > 1:
        draft.location, draft.place_below = found.text, True
        draft.body = draft.body[1:]
    for cells in entry.head:
        for cell in cells:
            sides = _AT.split(cell, maxsplit=1)
            if len(sides) == 2 and reads_as_title(sides[0]) is not False:
                draft.title = _first_part(sides[0], last=True)
                draft.employer = _first_part(sides[1])
                return draft
    return draft


def _is_break(draft: _Draft) -> bool:
    """Whether an entry says that nobody was worked for: it is a gap, and none of our business."""
    return any(_BREAK.match(fold(piece)) for piece in draft.pieces)


def _place_alike(drafts: Sequence[_Draft]) -> None:
    """A place that no list has, in the row below the heading where other entries have theirs."""
    known = any(draft.place_below for draft in drafts)
    for draft in drafts:
        first = draft.body[0] if len(draft.body) > 1 else None
        if known and first and not draft.location and not first.bullet and _TOWN.fullmatch(first.text):
            draft.location, draft.body = first.text, draft.body[1:]


def _first_part(text: str, *, last: bool = False) -> str | None:
    parts = _parted(text.strip(" ,"))
    return parts[-1 if last and len(parts) > 1 and not reads_as_title(parts[0]) else 0] if parts else None


def _title_comes_first(drafts: Sequence[_Draft]) -> bool:
    """The order of title and employer, from the entries whose words tell."""
    votes = 0
    for draft in drafts:
        if draft.title is None and len(draft.pieces) >= 2:
            one, two = reads_as_title(draft.pieces[0]), reads_as_title(draft.pieces[1])
            strength = title_words(draft.pieces[0]) - title_words(draft.pieces[1])
            if one is not two:
                votes += (one is True) + (two is False) - (one is False) - (two is True)
            else:
                votes += (strength > 0) - (strength < 0)
    return votes >= 0


def _settle(draft: _Draft, title_first: bool) -> None:
    """Decides which piece is the title and which the employer."""
    if draft.title or draft.employer:
        return
    pieces = draft.pieces
    if not pieces:
        return
    if len(pieces) == 1:
        told = reads_as_title(pieces[0])
        if told is False or (told is None and not title_first):
            draft.employer = pieces[0]
        else:
            draft.title = pieces[0]
        return
    if len(pieces) > 2:
        pieces = _two_of(draft, pieces)
    first, second = pieces[0], pieces[1]
    one, two = reads_as_title(first), reads_as_title(second)
    if one is two:
        difference = (title_words(first) - employer_words(first)) - (title_words(second) - employer_words(second))
        first_is_title = difference > 0 or (difference == 0 and title_first) or (one is True and title_first)
    else:
        first_is_title = one is True or two is False
    draft.title, draft.employer = (first, second) if first_is_title else (second, first)


def _two_of(draft: _Draft, pieces: Sequence[str]) -> list[str]:
    """Of three pieces or more the two that read most like title and employer; a town among the others is the place."""
    title = next((piece for piece in pieces if reads_as_title(piece) and title_words(piece) == 2), None)
    others = [piece for piece in pieces if piece is not title]
    employer = next((piece for piece in others if reads_as_title(piece) is False), others[0])
    if title is None:
        title = next(piece for piece in others if piece is not employer)
    left = [piece for piece in pieces if piece is not title and piece is not employer]
    if draft.location is None and _TOWN.fullmatch(left[0]) and reads_as_title(left[0]) is None:
        draft.location = left[0]
    return [piece for piece in pieces if piece is title or piece is employer]


def _hand_down_employers(drafts: list[_Draft]) -> None:
    """Several positions under one employer: the heading that is only an employer gives its name to the titles below, up
    to the first that names another, and never to somebody's own business."""
    parent: str | None = None
    gone: list[_Draft] = []
    for index, draft in enumerate(drafts):
        if draft.employer and not draft.title:
            has_heirs = index + 1 < len(drafts) and drafts[index + 1].title and not drafts[index + 1].employer
            parent = draft.employer if has_heirs else None
            if has_heirs and not draft.body:
                gone.append(draft)
        elif draft.title and not draft.employer and parent and not is_own_business(draft.title):
            draft.employer = parent
        elif draft.employer:
            parent = None  # an entry with a name of its own ends what stood under the heading
    for draft in gone:
        drafts.remove(draft)


def _made(draft: _Draft) -> Experience:
    description = "\n".join(row.text.replace("\t", " ") for row in draft.body).strip()
    return Experience(
        employer=_bare(draft.employer),
        title=_bare(draft.title),
        location=draft.location,
        dates=draft.dates,
        description=description or None,
    )


def _bare(text: str | None) -> str | None:
    return text.strip(" ,;:|·•–—-") or None if text else None
