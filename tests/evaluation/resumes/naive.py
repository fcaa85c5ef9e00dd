"""A naive reader to compare with: the first line is the name, patterns find addresses, a few words the rest."""

import re
from typing import Final

from shared.models.document import ReadDocument
from shared.models.resume import DateRange, Education, Experience, Link, ResumeProfile

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+\d[\d ()-]{7,16}\d")
_LINK = re.compile(r"(?:linkedin|github)\.com/[\w/-]+")
_RANGE = re.compile(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d|present|now)", re.IGNORECASE)
_SKILLS: Final = (
    *("Python", "Java", "JavaScript", "TypeScript", "Go", "SQL", "PostgreSQL", "MySQL", "Docker", "Kubernetes", "AWS"),
    *("React", "Angular", "Linux", "Git", "Excel", "SAP", "Photoshop", "AutoCAD", "Figma", "Salesforce", "Power BI"),
)


def naive_fields(document: ReadDocument) -> ResumeProfile:
    """What a short script gets out of the text."""
    text = document.text
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    emails = list(dict.fromkeys(_EMAIL.findall(text)))
    links = [Link(kind="linkedin" if "linkedin" in url else "github", url=url) for url in _LINK.findall(text)]
    return ResumeProfile(
        name=lines[0] if lines else None,
        emails=emails,
        phones=[re.sub(r"[^\d+]", "", number) for number in _PHONE.findall(text)],
        links=links,
        skills=[skill for skill in _SKILLS if re.search(rf"\b{re.escape(skill)}\b", text)],
        experience=[item for line in lines if (item := _position(line))],
        education=[Education(degree=line) for line in lines if re.search(r"\b(?:university|college)\b", line, re.I)],
    )


def _position(line: str) -> Experience | None:
    found = _RANGE.search(line)
    if not found or re.search(r"university|college|school", line, re.IGNORECASE):
        return None
    rest = re.split(r"\s*[,|]\s*", line[: found.start()].strip(" ,|(–-"))
    current = not found[2].isdigit()
    dates = DateRange(start=found[1], end=None if current else found[2], current=current, text=found[0])
    return Experience(title=rest[0] or None, employer=rest[1] if len(rest) > 1 else None, dates=dates)
