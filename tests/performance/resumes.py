"""How well and how fast résumés are read by rules: `python -m tests.performance.resumes`.

Beside the rules stand a naive reader and, with `--peer PYTHON`, an open parser: the interpreter of an environment with
`leverparser` in it, which is the best that installs and runs without a model from elsewhere.
"""

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from shared.models.resume import DateRange, Education, Experience, Link, ResumeProfile, SpokenLanguage
from shared.resumes.embedded_text import read_embedded
from shared.resumes.fields import parse_fields
from tests.evaluation.resumes.labelled_set import TODAY, Case, cases, read
from tests.evaluation.resumes.labels import Part, Person
from tests.evaluation.resumes.layouts_first import classic
from tests.evaluation.resumes.naive import naive_fields
from tests.evaluation.resumes.scoring import Score, score
from tests.evaluation.resumes.wording import DATE_STYLES
from tests.performance.figures import Figure, percentile, print_table, spread

READ_MS: Final = 50.0
_FILES: Final = 40
PARTS: Final[tuple[Part, ...]] = ("development", "held_out")
_PEER: Final = Path(__file__).with_name("resume_peer.py")
_ENDINGS: Final = {"pdf": ".pdf", "docx": ".docx", "text": ".txt"}


def quality_figures(part: Part, peer: str | None = None) -> list[Figure]:
    """Precision and recall of each field on one part of the labelled set."""
    documents = [(case, read(case)) for case in cases(part)]
    rules = score((case, parse_fields(document, today=TODAY)) for case, document in documents)
    naive = score((case, naive_fields(document)) for case, document in documents)
    other = score(zip(cases(part), _peer_profiles(peer, cases(part)), strict=True)) if peer else None
    return [
        Figure(
            field,
            f"{tally.precision:.2f} and {tally.recall:.2f} (n={tally.expected})",
            _shown("naive", naive, field) + (f"; {_shown('leverparser', other, field)}" if other else ""),
        )
        for field, tally in rules.items()
    ]


def speed_figure(rounds: int) -> Figure:
    """From the bytes of a PDF of two pages to its profile, in one process. Each round has another file."""
    contents = [_two_pages(number) for number in range(_FILES)]
    assert all(len(read_embedded(content, "pdf").document.pages) == 2 for content in contents)
    whole, fields = list[float](), list[float]()
    for number in range(rounds + 1):
        content = contents[number % _FILES]
        began = time.perf_counter()
        document = read_embedded(content, "pdf").document
        between = time.perf_counter()
        parse_fields(document, today=TODAY)
        ended = time.perf_counter()
        if number:  # the first loads the vocabularies
            whole.append((ended - began) * 1000)
            fields.append((ended - between) * 1000)
    median = percentile(whole, 0.5)
    return Figure(
        "a PDF of two pages by rules, text extraction included",
        spread(whole),
        f"the fields alone {spread(fields)}",
        "",
        f"≤ {READ_MS:g} ms p50",
        median <= READ_MS,
    )


def _two_pages(number: int) -> bytes:
    """The résumé of somebody who held the positions of several people, another for each number."""
    people = list(dict.fromkeys(case.person for case in cases("development")))
    people = people[number % len(people) :] + people[: number % len(people)]
    first: Person = people[0]
    jobs = [job for person in people for job in person.experience][:11]
    jobs = [replace(job, lines=(*job.lines, *job.lines[::-1], first.summary or first.name)) for job in jobs]
    style = DATE_STYLES[number % len(DATE_STYLES)]
    return classic(replace(first, experience=tuple(jobs)), style, number)[1]


def _shown(name: str, other: Score, field: str) -> str:
    tally = other[field]
    return f"{name} {tally.precision:.2f} and {tally.recall:.2f}" if tally.found else f"{name} finds none"


def _peer_profiles(python: str, drawn: Iterable[Case]) -> list[ResumeProfile]:
    with tempfile.TemporaryDirectory() as folder:
        files: list[str] = []
        for number, case in enumerate(drawn):
            file = Path(folder) / f"{number:03d}{_ENDINGS[case.kind]}"
            file.write_bytes(case.content)
            files.append(str(file))
        ran = subprocess.run([python, str(_PEER), *files], check=True, stdout=subprocess.PIPE, text=True)
        return [_as_profile(item) for item in json.loads(ran.stdout)]


def _as_profile(item: dict[str, Any]) -> ResumeProfile:
    """The peer's fields under our names. It gives days; months are what can be compared."""
    return ResumeProfile(
        name=item["name"],
        emails=[item["email"]] if item["email"] else [],
        phones=[item["phone"]] if item["phone"] else [],
        links=[Link(kind="website", url=url) for url in item["links"]],
        location=item["location"],
        summary=item["summary"],
        skills=item["skills"],
        experience=[Experience(**{**job, "dates": _dates(job["dates"])}) for job in item["experience"]],
        education=[Education(**{**study, "dates": _dates(study["dates"])}) for study in item["education"]],
        certifications=item["certifications"],
        languages=[SpokenLanguage(name=name) for name in item["languages"]],
    )


def _dates(item: dict[str, Any] | None) -> DateRange | None:
    return DateRange(**item, text="") if item else None


def print_figures(rounds: int, peer: str | None = None) -> None:
    """The speed of the rules, and their precision and recall on both parts of the labelled set."""
    print_table("Résumés by rules, one process", [speed_figure(rounds)])
    for part in PARTS:
        title = f"Fields, {part.replace('_', '-')} part ({len(cases(part))} résumés): precision and recall"
        print_table(title, quality_figures(part, peer))


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.performance.resumes", description=__doc__)
    arguments.add_argument("--peer", help="the interpreter of an environment with leverparser")
    arguments.add_argument("--quick", action="store_true", help="fewer repetitions")
    given = arguments.parse_args()
    print_figures(5 if given.quick else 50, given.peer)


if __name__ == "__main__":
    main()
