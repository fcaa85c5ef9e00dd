"""From the rows of a résumé to its profile: each concern reads the sections that are its own."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from shared.models.document import DocumentPage, Line, ReadDocument
from shared.models.resume import Education, Experience, ResumeProfile
from shared.resumes.fields.certifications import certifications_of
from shared.resumes.fields.contact import country_of_addresses, emails_in, links_in, location_of, phones_in
from shared.resumes.fields.dates import month_comes_first
from shared.resumes.fields.education import education_of, reads_as_degree, reads_as_institution
from shared.resumes.fields.experience import experience_of
from shared.resumes.fields.headings import Kind
from shared.resumes.fields.languages import languages_of
from shared.resumes.fields.names import name_in
from shared.resumes.fields.rows import Row, rows_of
from shared.resumes.fields.sections import Section, sections_of
from shared.resumes.fields.skills import languages_among, skills_of
from shared.resumes.fields.summary import summary_before, summary_of
from shared.resumes.timeline import timeline_of

_HEAD_ROWS: Final = 14


def parse_fields(document: ReadDocument, *, today: date | None = None) -> ResumeProfile:
    """The profile that a document's visible text gives. `today` is when current positions are counted up to."""
    rows = rows_of(document)
    sections = sections_of(rows)
    contact = _contact_texts(sections)
    own = [row.text for row in _rows(sections, None, "contact")]
    emails, links = emails_in(contact), links_in(own, elsewhere=contact)
    place = location_of(_place_texts(sections))
    country = place.country if place else None
    phones = phones_in(own, country or country_of_addresses(emails, links), elsewhere=contact)
    texts = [row.text for row in rows]
    month_first = bool(month_comes_first(texts, country))
    experience, education = _stations(sections, month_first)
    skill_rows = _rows(sections, "skills")
    language_rows = _rows(sections, "languages") or languages_among(skill_rows) or _languages_elsewhere(sections)
    return ResumeProfile(
        name=name_in(rows, emails),
        email=emails[0] if emails else None,
        phone=phones[0] if phones else None,
        emails=emails,
        phones=phones,
        links=links,
        location=place.text if place else None,
        country=country,
        summary=summary_of(_rows(sections, "summary")) or summary_before(_rows(sections, None)),
        skills=skills_of(skill_rows, _prose(sections), spoken=not _rows(sections, "languages")),
        experience=experience,
        education=education,
        certifications=certifications_of(_rows(sections, "certifications")),
        languages=languages_of(language_rows),
        timeline=timeline_of([item.dates for item in experience], today=today),
        text_source=document.source,
        findings=document.hidden,
    )


def parse_text(text: str, *, today: date | None = None) -> ResumeProfile:
    """The same for plain text."""
    page = DocumentPage(number=1, lines=[Line(content=line) for line in text.splitlines()])
    return parse_fields(ReadDocument(kind="text", source="embedded", pages=[page]), today=today)


def _rows(sections: Iterable[Section], *kinds: Kind | None) -> list[Row]:
    return [row for section in sections if section.kind in kinds for row in section.rows]


def _contact_texts(sections: Sequence[Section]) -> list[str]:
    """Where a person's own addresses stand: never among references."""
    return [row.text for section in sections if section.kind != "references" for row in section.rows]


def _place_texts(sections: Sequence[Section]) -> list[str]:
    """Contact data and the head of the résumé, which is where people say where they live."""
    head = _rows(sections, None)[:_HEAD_ROWS]
    return [row.text for row in (*_rows(sections, "contact"), *head) if not row.dates]


def _stations(sections: Sequence[Section], month_first: bool) -> tuple[list[Experience], list[Education]]:
    """Positions and education. Without a heading for one of them, the rows with dates elsewhere are looked
    through."""
    experience = [
        item
        for section in sections
        if section.kind == "experience"
        for item in experience_of(section.rows, month_first=month_first)
    ]
    education = [
        item
        for section in sections
        if section.kind == "education"
        for item in education_of(section.rows, month_first=month_first)
    ]
    if experience and education:
        return experience, education
    for section in sections:
        if section.kind in {None, "other"} and any(row.dates for row in section.rows):
            rows = [row for row in section.rows if not _is_contact(row)]
            rows = rows if section.kind == "other" else rows[1:]
            learning = sum(reads_as_degree(row.text) or reads_as_institution(row.text) for row in rows if not row.prose)
            dated = sum(bool(row.dates) for row in rows)
            if learning * 2 >= dated and not education:
                education = education_of(rows, month_first=month_first)
            elif not experience:
                experience = [
                    item for item in experience_of(rows, month_first=month_first) if item.title and item.dates
                ]
    return experience, education


def _languages_elsewhere(sections: Sequence[Section]) -> list[Row]:
    """Rows of languages with their levels under a heading that says nothing of languages."""
    rows = [
        row
        for section in sections
        if section.kind in {None, "other", "contact", "certifications"}
        for row in section.rows
    ]
    told = [row for row in rows if not row.prose and any(item.level for item in languages_of([row]))]
    return told if sum(len(languages_of([row])) for row in told) > 1 else []


def _is_contact(row: Row) -> bool:
    return "@" in row.text or any("+" in number for number in row.text.split()) or row.text.count(" | ") > 2


def _prose(sections: Sequence[Section]) -> list[str]:
    """Where skills are only mentioned."""
    kinds = {"experience", "projects", "summary", None, "other"}
    return [row.text for section in sections if section.kind in kinds for row in section.rows]
