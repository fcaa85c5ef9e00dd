"""Steps that several layouts take: dates and studies in words, rows of two columns, the lists at the end."""

from collections.abc import Callable

from shared.models.document import DocumentKind
from tests.evaluation.resumes.drawing import Column
from tests.evaluation.resumes.labels import Job, Person, Study
from tests.evaluation.resumes.wording import period

type Drawn = tuple[DocumentKind, bytes]
type Layout = Callable[[Person, str, int], Drawn]


def when(person: Person, item: Job | Study, style: str, variant: int) -> str:
    """The dates of a station, in years where the style would not be used for a study."""
    if isinstance(item, Study) and style in {"two digits", "quarters"}:
        style = "years"
    return period(item.start, item.end, person.language, style, variant)


def studied(study: Study, joint: str = ", ") -> str:
    """The degree and its field, if it has one."""
    return f"{study.degree}{joint}{study.field}" if study.field else study.degree


def level(left: Column, right: Column) -> None:
    """Lets two columns go on side by side, below what is written in either."""
    page, down = max((left.page, left.down), (right.page, right.down))
    left.page = right.page = page
    left.down = right.down = down


def closing_rows(person: Person, heading: Callable[[str], None], row: Callable[[str, str], None]) -> None:
    """Skills, languages and certifications in two columns."""
    heading("skills")
    row("", ", ".join(person.skills))
    if person.languages:
        heading("languages")
        for name, known in person.languages:
            row(name, known)
    if person.certifications:
        heading("certifications")
        for item in person.certifications:
            row("", item)
