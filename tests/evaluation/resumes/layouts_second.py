"""Layouts of the development part, the second half, with other headings."""

from tests.evaluation.resumes.drawing import Paper, Sheet
from tests.evaluation.resumes.labels import Person
from tests.evaluation.resumes.steps import Drawn, Layout, closing_rows, level, studied, when
from tests.evaluation.resumes.wording import INTERESTS, headings


def europass(person: Person, style: str, variant: int) -> Drawn:
    """Labels at the left and their values at the right, a label for everything."""
    words = headings("second", person.language, variant)
    english = person.language == "en"
    sheet = Sheet(font="Helvetica")
    left, right = sheet.column(40, 190, 50), sheet.column(205, 550, 50)

    def row(one: str, two: str) -> None:
        level(left, right)
        left.write(one, 9.5, align="right")
        right.write(two, 9.5)

    def heading(section: str) -> None:
        row("", "")
        row(words[section], "")

    row("Europass Curriculum Vitae" if english else "Curriculum Vitae", "")
    heading("contact")
    row("Surname(s) / First name(s)" if english else "Name", person.name)
    row("Address" if english else "Adresse", person.location)
    for written in person.numbers:
        row("Telephone", written)
    row("E-mail", person.email)
    for link in person.links:
        row("Website", link)
    heading("experience")
    for job in person.experience:
        row("Dates" if english else "", when(person, job, style, variant))
        row("Position held" if english else "", job.title)
        row("Employer" if english else "", f"{job.employer}, {job.location}")
        row("Main activities" if english else "", "; ".join(job.lines))
    heading("education")
    for study in person.education:
        row("Dates" if english else "", when(person, study, style, variant))
        row(
            "Title of qualification" if english else "",
            studied(study),
        )
        row("Organisation" if english else "", study.institution)
    closing_rows(person, heading, row)
    return "pdf", sheet.pdf()


def right_side(person: Person, style: str, variant: int) -> Drawn:
    """The narrow column at the right; employer, title and dates of a position on three rows."""
    words = headings("second", person.language, variant)
    sheet = Sheet(letter=person.country in {"US", "CA"}, font="Helvetica")
    top = sheet.column(40, sheet.width - 40, 40)
    top.write(person.name, 24)
    top.write(" • ".join((person.location, *person.numbers, person.email)), 9)
    main, side = sheet.column(40, 370, 110), sheet.column(395, sheet.width - 36, 110)
    if person.summary:
        main.write(words["summary"], 12, bold=True)
        main.write(person.summary, 9.5)
        main.space(8)
    main.write(words["experience"], 12, bold=True)
    for job in person.experience:
        main.write(job.employer, 10, bold=True)
        main.write(job.title, 10)
        main.write(f"{when(person, job, style, variant)}, {job.location}", 9, italic=True)
        for line in job.lines:
            main.write(line, 9.5, bullet="•", indent=6)
        main.space(5)
    main.write(words["education"], 12, bold=True)
    for study in person.education:
        main.write(study.institution, 10, bold=True)
        main.write(f"{study.degree} ({study.field})" if study.field else study.degree, 10)
        main.write(when(person, study, style, variant), 9, italic=True)
        main.space(4)
    for section, items in (
        ("skills", person.skills),
        ("languages", [f"{name}, {known}" for name, known in person.languages]),
        ("certifications", person.certifications),
        ("soft", person.soft),
    ):
        if items:
            side.write(words[section], 12, bold=True)
            for item in items:
                side.write(item, 9)
            side.space(10)
    if person.links:
        side.write("Links", 12, bold=True)
        for link in person.links:
            side.write(link, 8)
    return "pdf", sheet.pdf()


def harvard(person: Person, style: str, variant: int) -> Drawn:
    """A Word document: employer and dates on one row, title and place on the next; skills under labels."""
    words = headings("second", person.language, variant)
    paper = Paper()
    paper.write(person.name, size=16, bold=True)
    paper.write(" | ".join((person.location, person.email, *person.numbers, *person.links)))
    paper.write(words["education"].upper(), bold=True, before=10)
    for study in person.education:
        paper.write(study.institution, bold=True, right=when(person, study, style, variant))
        paper.write(
            f"{study.degree} in {study.field}"
            if study.field and person.language == "en"
            else f"{study.degree} {study.field}".strip()
        )
    paper.write(words["experience"].upper(), bold=True, before=10)
    for job in person.experience:
        paper.write(job.employer, bold=True, right=when(person, job, style, variant))
        paper.write(job.title, italic=True, right=job.location)
        for line in job.lines:
            paper.write(line, style="List Bullet")
    paper.write(words["skills"].upper(), bold=True, before=10)
    half = len(person.skills) // 2
    labels = {"de": ("Fachlich", "Weiteres"), "fr": ("Métier", "Divers"), "es": ("Técnicas", "Otras")}.get(
        person.language, ("Core", "Tools")
    )
    paper.write(f"{labels[0]}: {', '.join(person.skills[:half])}")
    paper.write(f"{labels[1]}: {', '.join(person.skills[half:])}")
    if person.languages:
        paper.write(f"{words['languages']}: {', '.join(f'{name} ({known})' for name, known in person.languages)}")
    if person.certifications:
        paper.write(words["certifications"].upper(), bold=True, before=10)
        paper.write(" • ".join(person.certifications))
    return "docx", paper.docx()


def narrated(person: Person, style: str, variant: int) -> Drawn:
    """Plain text with labels in front and stations on one line each: title, employer, dates in brackets."""
    words = headings("second", person.language, variant)
    at = {"en": "at", "de": "bei", "fr": "chez", "es": "en", "pt": "na", "it": "presso", "nl": "bij"}[person.language]
    lines = [
        f"{person.name.upper()}",
        " ~ ".join((person.email, *person.numbers)),
        person.location,
        *person.links,
        "",
    ]
    lines += [f"{words['skills']}: {', '.join(person.skills)}", ""]
    if person.languages:
        lines += [f"{words['languages']}: {', '.join(f'{name} ({known})' for name, known in person.languages)}", ""]
    lines += [f"== {words['experience']} ==", ""]
    for job in person.experience:
        joint = ", " if at in {"en", "na"} else f" {at} "
        lines += [
            f"{job.title}{joint}{job.employer} ({when(person, job, style, variant)})",
            *(f"- {line}" for line in job.lines),
            "",
        ]
    lines += [f"== {words['education']} ==", ""]
    for study in person.education:
        lines += [f"{studied(study)}, {study.institution} ({when(person, study, style, variant)})"]
    if person.certifications:
        lines += ["", f"{words['certifications']}: {', '.join(person.certifications)}"]
    return "text", "\n".join(lines).encode()


def gutter(person: Person, style: str, variant: int) -> Drawn:
    """Dates in a narrow gutter beside the stations; large headings; the summary first and without a heading."""
    words = headings("second", person.language, variant)
    sheet = Sheet(font="Vera")
    page = sheet.column(150, 545, 50)
    page.write(person.name, 21, bold=True)
    page.write(f"{person.email}   {'   '.join(person.numbers)}", 9)
    page.write("   ".join((person.location, *person.links)), 9)
    if person.summary:
        page.space(6)
        page.write(person.summary, 10, italic=True)

    def dated(when: str, *rows: str) -> None:
        page.write(rows[0], 10, bold=True)
        start_page, start = page.page, page.down
        sheet.put(start_page, 40, start, when, "Vera", 7.5, 0.3)
        for row in rows[1:]:
            page.write(row, 9.5)
        page.space(5)

    def heading(section: str) -> None:
        page.space(8)
        page.write(words[section], 14, bold=True)

    heading("experience")
    for job in person.experience:
        dated(
            when(person, job, style, variant),
            job.title,
            f"{job.employer} · {job.location}",
            *(f"• {line}" for line in job.lines),
        )
    heading("education")
    for study in person.education:
        dated(
            when(person, study, style, variant),
            study.institution,
            studied(study, ": "),
        )
    heading("skills")
    page.write(" · ".join((*person.skills, *person.soft)), 10)
    if person.languages:
        heading("languages")
        page.write(" · ".join(f"{name} {known}" for name, known in person.languages), 10)
    if person.certifications:
        heading("certifications")
        for item in person.certifications:
            page.write(item, 10)
    heading("interests")
    page.write(INTERESTS[person.language], 10)
    return "pdf", sheet.pdf()


def grid(person: Person, style: str, variant: int) -> Drawn:
    """A Word document with a table of three columns for the stations, and one of two for everything else."""
    words = headings("second", person.language, variant)
    paper = Paper()
    paper.heading(person.name, 1)
    paper.write(", ".join((person.email, *person.numbers)))
    paper.write(person.location)
    for link in person.links:
        paper.write(link)
    if person.summary:
        paper.heading(words["summary"], 2)
        paper.write(person.summary)
    paper.heading(words["experience"], 2)
    paper.table([[[when(person, job, style, variant)], [job.employer], [job.title]] for job in person.experience])
    paper.heading(words["education"], 2)
    paper.table(
        [
            [
                [when(person, study, style, variant)],
                [study.institution],
                [studied(study)],
            ]
            for study in person.education
        ]
    )
    paper.heading(words["skills"], 2)
    for skill in person.skills:
        paper.write(skill, style="List Bullet")
    if person.languages:
        paper.heading(words["languages"], 2)
        for name, known in person.languages:
            paper.write(f"{name} – {known}", style="List Bullet")
    if person.certifications:
        paper.heading(words["certifications"], 2)
        for item in person.certifications:
            paper.write(item, style="List Bullet")
    return "docx", paper.docx()


LAYOUTS: tuple[Layout, ...] = (europass, right_side, harvard, narrated, gutter, grid)
