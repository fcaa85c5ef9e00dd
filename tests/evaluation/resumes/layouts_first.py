"""Layouts of the development part, the first half: each shows any person in any wording."""

from collections.abc import Callable

from tests.evaluation.resumes.drawing import Column, Paper, Sheet
from tests.evaluation.resumes.labels import Person, Study
from tests.evaluation.resumes.steps import Drawn, Layout, closing_rows, level, studied, when
from tests.evaluation.resumes.wording import INTERESTS, headings


def _studied(study: Study) -> str:
    short = study.degree.isupper() or "." in study.degree or study.degree in {"BSc", "MSc", "PhD", "MBO 3"}
    return studied(study, " " if short else " - ")


def classic(person: Person, style: str, variant: int) -> Drawn:
    """One column, the name in the middle, titles at the left and dates at the right, bullets."""
    words = headings("first", person.language, variant)
    page = Sheet(font="Helvetica").column(60, 535)
    page.write(person.name, 20, bold=True, align="center")
    contact = [person.location, *person.numbers, person.email, *person.links]
    page.write("  |  ".join(contact), 9, align="center")

    def heading(section: str) -> None:
        page.space(8)
        page.write(words[section].upper(), 12, bold=True)

    if person.summary:
        heading("summary")
        page.write(person.summary)
    heading("experience")
    for job in person.experience:
        page.write(f"{job.title}, {job.employer}", 10.5, bold=True, right=when(person, job, style, variant))
        page.write(job.location, 9.5, italic=True)
        for line in job.lines:
            page.write(line, bullet="•")
        page.space(4)
    heading("education")
    for study in person.education:
        page.write(f"{_studied(study)}, {study.institution}", right=when(person, study, style, variant))
    heading("skills")
    page.write(", ".join((*person.skills, *person.soft)))
    _closing_lists(page, person, heading)
    return "pdf", page.sheet.pdf()


def _closing_lists(page: Column, person: Person, heading: Callable[[str], None]) -> None:
    if person.languages:
        heading("languages")
        page.write(", ".join(f"{name} ({level})" for name, level in person.languages))
    if person.certifications:
        heading("certifications")
        for item in person.certifications:
            page.write(item, bullet="•")


def sidebar(person: Person, style: str, variant: int) -> Drawn:
    """A grey column at the left with contact, skills and languages; the stations at the right of it."""
    words = headings("first", person.language, variant)
    sheet = Sheet(letter=person.country == "US", font="Vera")
    sheet.box(0, 0, 0, 195, sheet.height, 0.92)
    side, main = sheet.column(30, 185, 60), sheet.column(215, sheet.width - 40, 50)
    side.write(words["contact"], 12, bold=True)
    for text in (person.location, *person.numbers, person.email, *person.links):
        side.write(text, 8.5)
    side.space(14)
    side.write(words["skills"], 12, bold=True)
    for skill in person.skills:
        side.write(skill, 9, bullet="•")
    if person.languages:
        side.space(14)
        side.write(words["languages"], 12, bold=True)
        for name, level in person.languages:
            side.write(f"{name} - {level}", 9)
    if person.certifications:
        side.space(14)
        side.write(words["certifications"], 12, bold=True)
        for item in person.certifications:
            side.write(item, 9)
    main.write(person.name, 22, bold=True)
    main.write(person.experience[0].title, 12, color=0.4)
    if person.summary:
        main.space(10)
        main.write(words["summary"], 13, bold=True)
        main.write(person.summary)
    main.space(10)
    main.write(words["experience"], 13, bold=True)
    for job in person.experience:
        main.write(job.title, 10.5, bold=True)
        main.write(f"{job.employer}, {job.location} | {when(person, job, style, variant)}", 9.5, color=0.3)
        for line in job.lines:
            main.write(line, 9.5, bullet="–")
        main.space(6)
    main.space(6)
    main.write(words["education"], 13, bold=True)
    for study in person.education:
        main.write(_studied(study), 10, bold=True)
        main.write(f"{study.institution} | {when(person, study, style, variant)}", 9.5, color=0.3)
        main.space(4)
    return "pdf", sheet.pdf()


def tabular(person: Person, style: str, variant: int) -> Drawn:
    """Two columns of rows, as German offices like them: dates at the left, the station at the right."""
    words = headings("first", person.language, variant)
    sheet = Sheet(font="Helvetica")
    left, right = sheet.column(60, 190, 60), sheet.column(200, 540, 60)
    title = {"de": "Lebenslauf", "fr": "Curriculum Vitae", "es": "Curriculum Vitae", "nl": "Curriculum Vitae"}
    left.write(title.get(person.language, "Curriculum Vitae"), 18, bold=True)

    def row(one: str, two: str, *more: str) -> None:
        level(left, right)
        left.write(one, 10)
        for number, text in enumerate((two, *more)):
            right.write(text, 10, bold=number == 0 and bool(more))
        level(left, right)

    def heading(section: str) -> None:
        level(left, right)
        left.space(10)
        left.write(words[section], 12, bold=True)
        level(left, right)

    heading("contact")
    row(
        {"de": "Name", "fr": "Nom", "es": "Nombre", "pt": "Nome", "it": "Nome", "nl": "Naam"}.get(
            person.language, "Name"
        ),
        person.name,
    )
    row(
        {"de": "Wohnort", "fr": "Ville", "es": "Ciudad", "pt": "Cidade", "it": "Residenza", "nl": "Woonplaats"}.get(
            person.language, "Location"
        ),
        person.location,
    )
    for written in person.numbers:
        row(
            {"fr": "Tél.", "es": "Teléfono", "pt": "Telefone", "it": "Telefono", "nl": "Telefoon"}.get(
                person.language, "Telefon"
            ),
            written,
        )
    row("E-Mail", person.email)
    for link in person.links:
        row("Web", link)
    heading("experience")
    for job in person.experience:
        row(
            when(person, job, style, variant),
            job.title,
            f"{job.employer}, {job.location}",
            *(f"- {line}" for line in job.lines),
        )
    heading("education")
    for study in person.education:
        row(when(person, study, style, variant), _studied(study), study.institution)
    closing_rows(person, heading, row)
    return "pdf", sheet.pdf()


def word(person: Person, style: str, variant: int) -> Drawn:
    """A Word document with headings, dates at a tab, lists."""
    words = headings("first", person.language, variant)
    paper = Paper()
    paper.write(person.name, size=18, bold=True)
    paper.write(" · ".join((person.email, *person.numbers, person.location)))
    for link in person.links:
        paper.write(link)
    if person.summary:
        paper.heading(words["summary"])
        paper.write(person.summary)
    paper.heading(words["experience"])
    for job in person.experience:
        paper.write(job.employer, bold=True, right=job.location, before=6)
        paper.write(job.title, italic=True, right=when(person, job, style, variant))
        for line in job.lines:
            paper.write(line, style="List Bullet")
    paper.heading(words["education"])
    for study in person.education:
        paper.write(study.institution, bold=True, right=when(person, study, style, variant))
        paper.write(_studied(study))
    paper.heading(words["skills"])
    half = len(person.skills) // 2 + 1
    for group in (person.skills[:half], person.skills[half:]):
        if group:
            paper.write("; ".join(group), style="List Bullet")
    if person.languages:
        paper.heading(words["languages"])
        for name, known in person.languages:
            paper.write(f"{name}: {known}")
    if person.certifications:
        paper.heading(words["certifications"])
        for item in person.certifications:
            paper.write(item, style="List Bullet")
    if person.soft:
        paper.heading(words["soft"])
        paper.write(", ".join(person.soft))
    return "docx", paper.docx()


def word_table(person: Person, style: str, variant: int) -> Drawn:
    """A Word document whose stations are the rows of tables."""
    words = headings("first", person.language, variant)
    paper = Paper()
    paper.heading(person.name, 0)
    paper.write(f"{person.location}, {', '.join(person.numbers)}, {person.email}")
    if person.links:
        paper.write(", ".join(person.links))
    paper.heading(words["experience"], 2)
    paper.table(
        [[[when(person, job, style, variant)], [job.title, job.employer, *job.lines]] for job in person.experience]
    )
    paper.heading(words["education"], 2)
    paper.table(
        [
            [[when(person, study, style, variant)], [f"{_studied(study)}, {study.institution}"]]
            for study in person.education
        ]
    )
    paper.heading(words["skills"], 2)
    paper.write(" | ".join(person.skills))
    if person.languages:
        paper.heading(words["languages"], 2)
        paper.table([[[name], [known]] for name, known in person.languages])
    if person.certifications:
        paper.heading(words["certifications"], 2)
        paper.write("; ".join(person.certifications))
    paper.heading(words["interests"], 2)
    paper.write(INTERESTS[person.language])
    return "docx", paper.docx()


def capitals(person: Person, style: str, variant: int) -> Drawn:
    """Name, headings and titles in capitals; descriptions in sentences without bullets; employer first."""
    words = headings("first", person.language, variant)
    page = Sheet(font="Vera").column(55, 540)
    page.write(person.name.upper(), 17, bold=True)
    page.write(person.location, 9)
    page.write(" / ".join((person.email, *person.numbers)), 9)
    for link in person.links:
        page.write(link, 9)
    if person.summary:
        page.space(8)
        page.write(person.summary, 10)

    def heading(section: str) -> None:
        page.space(10)
        page.write(words[section].upper(), 11, bold=True)

    heading("experience")
    for job in person.experience:
        page.write(f"{job.employer} – {job.title.upper()}", 10, bold=True)
        page.write(when(person, job, style, variant), 9)
        page.write(". ".join(job.lines) + ".", 10)
        page.space(6)
    heading("education")
    for study in person.education:
        page.write(f"{study.institution} – {_studied(study)}", 10, bold=True)
        page.write(when(person, study, style, variant), 9)
    heading("skills")
    for skill in person.skills:
        page.write(skill)
    _closing_lists(page, person, heading)
    return "pdf", page.sheet.pdf()


def plain(person: Person, style: str, variant: int) -> Drawn:
    """Plain text as it is pasted into forms."""
    words = headings("first", person.language, variant)
    lines = [person.name, person.email, *person.numbers, person.location, *person.links, ""]
    if person.summary:
        lines += [words["summary"], person.summary, ""]
    lines += [words["experience"]]
    for job in person.experience:
        lines += [f"{job.title} | {job.employer} | {job.location} | {when(person, job, style, variant)}"]
        lines += [f"* {line}" for line in job.lines] + [""]
    lines += [words["education"]]
    lines += [
        f"{_studied(study)} | {study.institution} | {when(person, study, style, variant)}" for study in person.education
    ]
    lines += ["", words["skills"], ", ".join(person.skills), ""]
    if person.languages:
        lines += [words["languages"], ", ".join(f"{name} ({known})" for name, known in person.languages), ""]
    if person.certifications:
        lines += [words["certifications"], *(f"* {item}" for item in person.certifications)]
    return "text", "\n".join(lines).encode()


LAYOUTS: tuple[Layout, ...] = (classic, sidebar, tabular, word, word_table, capitals, plain)
