"""The people of the labelled set: what their résumés say, which is the label of every layout that shows it."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Part = Literal["development", "held_out"]
PEOPLE = Path(__file__).parent / "people"


@dataclass(frozen=True)
class Job:
    """`end` is empty for a current job."""

    title: str
    employer: str
    location: str
    start: str
    end: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Study:
    """`start` or `end` may be empty."""

    degree: str
    field: str
    institution: str
    start: str
    end: str


@dataclass(frozen=True)
class Person:
    name: str
    language: str
    email: str
    phones: tuple[tuple[str, str], ...]  # as written, in E.164
    links: tuple[str, ...]
    location: str
    country: str
    summary: str
    skills: tuple[str, ...]
    soft: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    certifications: tuple[str, ...]
    experience: tuple[Job, ...]
    education: tuple[Study, ...]
    # Skills that the text mentions and does not list: neither asked for nor wrong.
    also: tuple[str, ...] = field(default=())

    @property
    def numbers(self) -> tuple[str, ...]:
        """The phone numbers as written."""
        return tuple(written for written, _ in self.phones)


def people(part: Part) -> list[Person]:
    table = tomllib.loads((PEOPLE / f"{part}.toml").read_text("utf-8"))
    return [_person(item) for item in table["person"]]


def _person(item: dict[str, Any]) -> Person:
    jobs = [
        Job(title, employer, place, start, end, tuple(text.split(" / ")))
        for title, employer, place, start, end, text in item["experience"]
    ]
    return Person(
        name=item["name"],
        language=item["language"],
        email=item["email"],
        phones=tuple(_pair(phone, " => ") for phone in item["phones"]),
        links=tuple(item["links"]),
        location=item["location"],
        country=item["country"],
        summary=item["summary"],
        skills=tuple(item["skills"]),
        soft=tuple(item["soft"]),
        languages=tuple(_pair(language, ": ") for language in item["languages"]),
        certifications=tuple(item["certifications"]),
        experience=tuple(jobs),
        education=tuple(Study(*row) for row in item["education"]),
        also=tuple(item.get("also", ())),
    )


def _pair(text: str, separator: str) -> tuple[str, str]:
    first, _, second = text.partition(separator)
    return first, second
