"""What a model read from a résumé, held against its visible text: what does not stand there is dropped and counted.

Letters' case, white space, typographic quotes and dashes, invisible characters and the hyphens of line ends make no
difference; nothing is fuzzier than that. Dates are taken over as the text writes them, phones are compared as numbers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, Final

from shared.models.resume import DateRange, Education, Experience, Link, ResumeProfile, SpokenLanguage
from shared.resumes.binding import Bound, EntryLines, place_of
from shared.resumes.fields.calendar_words import PRESENT
from shared.resumes.fields.contact import bare_url, emails_in, links_in, phones_in
from shared.resumes.fields.dates import Span, find_dates
from shared.resumes.fields.denials import is_denied
from shared.resumes.fields.places import place
from shared.resumes.fields.rows import Row, rows_of_text
from shared.resumes.fields.sections import without_heading
from shared.resumes.fields.soft_skills import is_soft_skill
from shared.resumes.fields.text import fold, without_bullet
from shared.resumes.fields.vocabulary import spellings, term_of
from shared.scoring.evidence import comparable

_LEAST_DIGITS: Final = 7
_MOST_MENTIONS: Final = 100  # of a skill
_EDGES: Final = " \t\n,;:|·•–—-"
type _Given = Mapping[str, Any]


def ground(given: _Given, document_text: str, rows: Sequence[Row] | None = None) -> tuple[ResumeProfile, int]:
    """The model's fields that stand in the text, and how many do not.

    `given` is what `AzureOpenAIService.parse_resume` gives. The fields of an entry have to stand together (see
    `binding`) in the `rows` that the rules read, by default the lines of the text; one whose employer and title
    (institution and degree) are both gone is dropped whole, each of its fields counted.
    """
    reader = _Reader(document_text, rows)
    location = reader.text(given.get("location"))
    found = place(location, strict=False) if location else None
    emails = reader.emails(given.get("email"))
    phones = reader.phones(given.get("phone"), found.country if found else None)
    profile = ResumeProfile(
        name=reader.text(given.get("name")),
        email=emails[0] if emails else None,
        phone=phones[0] if phones else None,
        emails=emails,
        phones=phones,
        links=[link for url in _texts(given, "links") for link in reader.links(url)],
        location=location,
        country=found.country if found else None,
        summary=reader.passage(given.get("summary")),
        skills=_once(skill for name in _texts(given, "skills") if (skill := reader.skill(name))),
        experience=[entry for item in _items(given, "experience") if (entry := reader.position(item))],
        education=[entry for item in _items(given, "education") if (entry := reader.degree(item))],
        certifications=_once(text for item in _texts(given, "certifications") if (text := reader.text(item))),
        languages=[language for item in _items(given, "languages") if (language := reader.language(item))],
        method="rules_and_model",
    )
    return profile.model_copy(update={"dropped": reader.dropped}), reader.dropped


class _Reader:
    """Looks fields up in one text and counts those that are not there."""

    def __init__(self, text: str, rows: Sequence[Row] | None) -> None:
        lines = [without_bullet(line.strip())[0] for line in text.splitlines()]
        self._rows = rows_of_text(text) if rows is None else rows
        self._raw = "\n".join(lines)
        flowing = re.sub(r"(?<=\w)[-\u2010\u00ad]\n(?=\w)", "\u2010\n", self._raw)
        self._texts = tuple(
            comparable(variant)
            for variant in dict.fromkeys((flowing.replace("\u2010\n", ""), flowing.replace("\u2010\n", "-"), self._raw))
        )
        self._digits = re.sub(r"[^\d\n]", "", self._raw)
        self._folded = fold(self._raw)
        self._held: dict[str, bool] = {}
        self.dropped = 0

    def holds(self, fragment: str) -> bool:
        """Whether the text has these words, as whole words."""
        wanted = comparable(fragment)
        if wanted not in self._held:
            self._held[wanted] = bool(wanted) and any(place_of(wanted, text) >= 0 for text in self._texts)
        return self._held[wanted]

    def text(self, value: str | None) -> str | None:
        bare = _bare(value)
        if not bare:
            return None
        if self.holds(bare):
            return bare
        self.dropped += 1
        return None

    def passage(self, value: str | None) -> str | None:
        """A longer text: as a whole, or those of its lines that stand in the text."""
        if not value or not value.strip() or self.holds(value):
            return (value or "").strip() or None
        lines = [without_bullet(line.strip())[0] for line in value.splitlines() if line.strip()]
        kept = [line for line in lines if self.holds(line)]
        self.dropped += len(lines) - len(kept)
        return "\n".join(kept) or None

    def emails(self, value: str | None) -> list[str]:
        if not value or not value.strip():
            return []
        found = [address for address in emails_in([value]) if address.lower() in self._raw.lower()]
        self.dropped += not found
        return found

    def phones(self, value: str | None, country: str | None) -> list[str]:
        """The number in E.164, if its digits stand in the text; a national one without a country is left out."""
        if not value or not value.strip():
            return []
        digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", value))
        national = digits.lstrip("0")
        if len(national) < _LEAST_DIGITS or not any(
            national in line or national == re.sub(r"^0+", "", line) for line in self._digits.splitlines()
        ):
            self.dropped += 1
            return []
        return phones_in([value], country)

    def links(self, value: str) -> list[Link]:
        bare = bare_url(value)
        if bare and bare in self._raw.lower():
            return links_in([value])
        self.dropped += bool(bare)
        return []

    def skill(self, value: str) -> str | None:
        """The vocabulary's name of a skill that the text has under one of its names."""
        bare = _bare(value)
        if not bare or is_soft_skill(bare):
            return None
        term = term_of(bare)
        if term is None and self.holds(bare) and not self._only_denied(bare):
            return bare
        if term and any(self._has_skill(name) for name in spellings(term.name)):
            return term.shown(bare)
        self.dropped += 1
        return None

    def _has_skill(self, name: str) -> bool:
        """Whether the text has a name of a skill; one that is also a word has to be spelt like the name."""
        known = term_of(name)
        stands = place_of(name, self._raw) >= 0 if known and known.where != "everywhere" else self.holds(name)
        return stands and not self._only_denied(name)

    def _only_denied(self, name: str) -> bool:
        """Whether the text names a skill to say that it is missing or wished for, each time that is looked at."""
        found = list(islice(re.finditer(re.escape(fold(name)), self._folded), _MOST_MENTIONS))
        return bool(found) and all(is_denied(self._folded, *match.span()) for match in found)

    def language(self, item: _Given) -> SpokenLanguage | None:
        name = self.text(item.get("name"))
        level = self.text(item.get("level"))
        if name is None:
            self.dropped += level is not None
            return None
        return SpokenLanguage(name=name, level=level)

    def position(self, item: _Given) -> Experience | None:
        names = item.get("employer"), item.get("title")
        (employer, title), dates, _ = self._entry(names, item, item.get("location"))
        if employer is None and title is None:
            self._drop_rest(item, ("employer", "title"), ("location", "description"))
            return None
        return Experience(
            employer=employer,
            title=title,
            location=self.text(item.get("location")),
            dates=dates,
            description=self.passage(item.get("description")),
        )

    def degree(self, item: _Given) -> Education | None:
        names = item.get("institution"), item.get("degree")
        (institution, degree), dates, bound = self._entry(names, item, item.get("field"))
        if institution is None and degree is None:
            self._drop_rest(item, ("institution", "degree"), ("field",))
            return None
        if dates and not item.get("start") and dates.start == dates.end:
            dates = dates.model_copy(update={"start": None})
        field = self.text(item.get("field"))
        if field is not None and not self._entries.belongs(field, bound, names):
            self.dropped += 1
            field = None
        return Education(institution=institution, degree=degree, field=field, dates=dates)

    def _entry(
        self, names: tuple[str | None, str | None], item: _Given, other: str | None
    ) -> tuple[tuple[str | None, str | None], DateRange | None, Bound]:
        """The names and the dates of an entry that stand together in the text, and where."""
        first, second = (_bare(name) or None for name in names)
        start, end = (item.get("start") or "").strip() or None, (item.get("end") or "").strip() or None
        dated, lines = self._dated(start, end), self._entries
        bound = lines.bind(lines.led_by(first, (second, other)), lines.led_by(second, (first, other)), sorted(dated))
        kept = (first if bound.first is not None else None), (second if bound.second is not None else None)
        self.dropped += sum(
            given is not None and held is None for given, held in zip((first, second), kept, strict=True)
        )
        dates = dated[bound.dates] if bound.dates is not None else None
        if dates is None:
            self.dropped += (start is not None) + (end is not None)
        return kept, dates, bound

    def _dated(self, start: str | None, end: str | None) -> dict[int, DateRange]:
        """The lines that write this range, and how they do."""
        if start is None and end is None:
            return {}
        current = end is not None and fold(end).strip(" .") in PRESENT
        first, last = _point(start), None if current else _point(end)
        goes_on = current or end is None
        found = ((line, _range(self._entries.spans(line), first, last, goes_on, current)) for line in self._dated_lines)
        return {line: dates for line, dates in found if dates}

    @cached_property
    def _entries(self) -> EntryLines:
        return EntryLines(self._rows)

    @cached_property
    def _dated_lines(self) -> list[int]:
        return [line for line in range(len(self._rows)) if self._entries.spans(line)]

    def _drop_rest(self, item: _Given, leading: Sequence[str], rest: Sequence[str]) -> None:
        """Counts what goes with a name that was made up; a row that never had a name says nothing."""
        if any(item.get(name) for name in leading):
            self.dropped += sum(bool(item.get(name)) for name in rest)


def _bare(value: str | None) -> str:
    """A name as it is looked up: without what a line has around it."""
    return without_heading((value or "").strip(_EDGES)).strip(_EDGES)


def _texts(given: _Given, name: str) -> list[str]:
    listed: list[str] = given.get(name) or []
    return listed


def _items(given: _Given, name: str) -> list[_Given]:
    listed: list[_Given] = given.get(name) or []
    return listed


def _point(text: str | None) -> DateRange | None:
    spans = find_dates(text) if text else ()
    return spans[0].dates if spans else None


def _range(
    spans: Sequence[Span], first: DateRange | None, last: DateRange | None, goes_on: bool, current: bool
) -> DateRange | None:
    """The range as a line writes it: in one piece, or with its two dates apart, as in the cells of a table."""
    for span in spans:
        begins = _covers(first.start, span.dates.start) if first else span.single
        if goes_on:
            ends = span.dates.current or (not current and span.single)
        else:
            ends = last is not None and _covers(last.end, span.dates.end)
        if begins and ends:
            return span.dates
    apart = [span.dates for span in spans if span.single]
    if first and last and len(apart) == 2 and _covers(first.start, apart[0].start) and _covers(last.end, apart[1].end):
        return DateRange(start=apart[0].start, end=apart[1].end, text=f"{apart[0].text} – {apart[1].text}")
    return None


def _covers(given: str | None, written: str | None) -> bool:
    """Whether a date in the text is the given one; a given year covers each of its months."""
    return given is not None and written is not None and written.startswith(given)


def _once(names: Iterable[str]) -> list[str]:
    return list({name.casefold(): name for name in reversed(list(names))}.values())[::-1]
