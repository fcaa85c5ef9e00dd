"""The layouts of the held-out part. Nothing is tuned on them: they are looked at as figures only."""

from tests.evaluation.resumes.drawing import Paper, Sheet
from tests.evaluation.resumes.labels import Person
from tests.evaluation.resumes.steps import Drawn, Layout, studied, when
from tests.evaluation.resumes.wording import headings


def banner(person: Person, style: str, variant: int) -> Drawn:
    """White on a dark band at the top; dates below the titles; employer and place in brackets."""
    words = headings("held_out", person.language, variant)
    sheet = Sheet(letter=person.country in {"US", "CA"}, font="Vera")
    sheet.box(0, 0, 0, sheet.width, 105, 0.2)
    top = sheet.column(45, sheet.width - 45, 20)
    top.write(person.name, 20, bold=True, color=1.0)
    top.write(person.experience[0].title, 11, color=1.0)
    top.write("  ·  ".join((person.email, *person.numbers, person.location)), 8.5, color=1.0)
    page = sheet.column(45, sheet.width - 45, 120)
    for link in person.links:
        page.write(link, 8.5)
    if person.summary:
        page.space(6)
        page.write(words["summary"], 12, bold=True)
        page.write(person.summary, 9.5)
    page.space(8)
    page.write(words["experience"], 12, bold=True)
    for job in person.experience:
        page.write(f"{job.title} · {job.employer} ({job.location})", 10, bold=True)
        page.write(when(person, job, style, variant), 8.5, color=0.4)
        for line in job.lines:
            page.write(line, 9.5, bullet="•")
        page.space(5)
    page.space(4)
    page.write(words["skills"], 12, bold=True)
    page.write(" • ".join(person.skills), 9.5)
    page.space(4)
    page.write(words["education"], 12, bold=True)
    for study in person.education:
        page.write(f"{studied(study)} · {study.institution}", 10, bold=True)
        page.write(when(person, study, style, variant), 8.5, color=0.4)
    if person.languages:
        page.space(4)
        page.write(words["languages"], 12, bold=True)
        page.write("; ".join(f"{name}: {level}" for name, level in person.languages), 9.5)
    if person.certifications:
        page.space(4)
        page.write(words["certifications"], 12, bold=True)
        for item in person.certifications:
            page.write(item, 9.5, bullet="•")
    return "pdf", sheet.pdf()


def two_columns(person: Person, style: str, variant: int) -> Drawn:
    """Two columns of nearly the same width: stations at the left, everything else at the right."""
    words = headings("held_out", person.language, variant)
    sheet = Sheet(font="Helvetica")
    top = sheet.column(40, 555, 40)
    top.write(person.name.upper(), 19, bold=True, align="center")
    top.write(f"{person.location} | {person.email}", 9, align="center")
    top.write(" | ".join((*person.numbers, *person.links)), 9, align="center")
    left, right = sheet.column(40, 300, 115), sheet.column(325, 555, 115)
    left.write(words["experience"].upper(), 11, bold=True)
    for job in person.experience:
        left.write(when(person, job, style, variant), 9, bold=True)
        left.write(job.title, 10)
        left.write(f"{job.employer}, {job.location}", 9, italic=True)
        for line in job.lines:
            left.write(line, 9, bullet="•")
        left.space(8)
    left.write(words["education"].upper(), 11, bold=True)
    for study in person.education:
        left.write(when(person, study, style, variant), 9, bold=True)
        left.write(studied(study), 10)
        left.write(study.institution, 9, italic=True)
    if person.summary:
        right.write(words["summary"].upper(), 11, bold=True)
        right.write(person.summary, 9)
        right.space(8)
    right.write(words["skills"].upper(), 11, bold=True)
    for skill in (*person.skills, *person.soft):
        right.write(skill, 9, bullet="•")
    right.space(8)
    right.write(words["languages"].upper(), 11, bold=True)
    for name, level in person.languages:
        right.write(f"{name} ({level})", 9)
    if person.certifications:
        right.space(8)
        right.write(words["certifications"].upper(), 11, bold=True)
        for item in person.certifications:
            right.write(item, 9)
    return "pdf", sheet.pdf()


def office(person: Person, style: str, variant: int) -> Drawn:
    """A Word document with one paragraph per station: dates, a tab, title and employer; labels for everything short."""
    words = headings("held_out", person.language, variant)
    paper = Paper()
    paper.write(f"{person.name}", size=20)
    paper.write(f"{person.location} – {person.email} – {' / '.join(person.numbers)}")
    if person.links:
        paper.write(" – ".join(person.links))
    paper.heading(words["experience"], 2)
    for job in person.experience:
        paper.write(when(person, job, style, variant), right=f"{job.title}, {job.employer}, {job.location}", before=4)
        for line in job.lines:
            paper.write(line, style="List Bullet")
    paper.heading(words["education"], 2)
    for study in person.education:
        paper.write(when(person, study, style, variant), right=f"{studied(study)}, {study.institution}")
    paper.heading(words["skills"], 2)
    for skill in person.skills:
        paper.write(skill)
    if person.languages:
        paper.heading(words["languages"], 2)
        paper.table([[[name], [level]] for name, level in person.languages])
    if person.certifications:
        paper.heading(words["certifications"], 2)
        for item in person.certifications:
            paper.write(item, style="List Number")
    return "docx", paper.docx()


def pasted(person: Person, style: str, variant: int) -> Drawn:
    """Plain text with underlined headings, employers in their own lines, and a comma list of everything at the end."""
    words = headings("held_out", person.language, variant)
    lines = [
        person.name,
        f"{person.location} / {person.email} / {' / '.join(person.numbers)}",
        *person.links,
    ]

    def heading(section: str) -> None:
        lines.extend(["", words[section], "-" * len(words[section])])

    if person.summary:
        heading("summary")
        lines.append(person.summary)
    heading("experience")
    for job in person.experience:
        lines += [
            "",
            f"{job.employer}, {job.location}",
            f"{job.title}, {when(person, job, style, variant)}",
            *(f"  - {line}" for line in job.lines),
        ]
    heading("education")
    for study in person.education:
        lines += ["", study.institution, f"{studied(study)}, {when(person, study, style, variant)}"]
    heading("skills")
    lines.append(", ".join((*person.skills, *person.soft)))
    if person.languages:
        heading("languages")
        lines.append(", ".join(f"{name} ({level})" for name, level in person.languages))
    if person.certifications:
        heading("certifications")
        lines += person.certifications
    return "text", "\n".join(lines).encode()


def ruled(person: Person, style: str, variant: int) -> Drawn:
    """One column, dates at the far right of the employer's row, the title below in italics with a long dash."""
    words = headings("held_out", person.language, variant)
    page = Sheet(letter=person.country in {"US", "CA"}, font="Helvetica").column(70, 540)
    page.write(person.name, 18, align="right")
    for text in (person.location, *person.numbers, person.email, *person.links):
        page.write(text, 9, align="right")
    for section in ("summary", "education", "experience", "languages", "skills", "certifications"):
        if not getattr(person, section):
            continue
        page.space(10)
        page.write(words[section], 13)
        match section:
            case "summary":
                page.write(person.summary)
            case "education":
                for study in person.education:
                    page.write(study.institution, bold=True, right=when(person, study, style, variant))
                    page.write(studied(study), italic=True)
            case "experience":
                for job in person.experience:
                    page.write(f"{job.employer} — {job.location}", bold=True, right=when(person, job, style, variant))
                    page.write(job.title, italic=True)
                    page.write(". ".join(job.lines) + ".", 9.5)
                    page.space(4)
            case "languages":
                for name, level in person.languages:
                    page.write(f"{name} — {level}")
            case "skills":
                page.write(" / ".join(person.skills))
            case _:
                page.write(", ".join(person.certifications))
    return "pdf", page.sheet.pdf()


LAYOUTS: tuple[Layout, ...] = (banner, two_columns, office, pasted, ruled)
