"""Runs leverparser over files and prints what it read as JSON; by the interpreter of an environment that has it."""

import json
import sys
from importlib import import_module
from typing import Any


def main() -> None:
    parser = import_module("pyresume").ResumeParser()  # what the package is called inside
    json.dump([_fields(parser, file) for file in sys.argv[1:]], sys.stdout, ensure_ascii=False)


def _fields(parser: Any, file: str) -> dict[str, Any]:
    try:
        read = parser.parse(file)
    except Exception:  # a file that it cannot read gives nothing
        read = parser.parse_text("")
    contact = read.contact_info
    return {
        "name": contact.name,
        "email": contact.email,
        "phone": contact.phone,
        "links": [link for link in (contact.linkedin, contact.github, contact.website) if link],
        "location": contact.address,
        "summary": read.summary,
        "skills": [skill.name for skill in read.skills],
        "experience": [
            {
                "employer": job.company,
                "title": job.title,
                "location": job.location,
                "description": "\n".join(job.responsibilities) or job.description,
                "dates": _dates(job.start_date, job.end_date, job.current),
            }
            for job in read.experience
        ],
        "education": [
            {
                "institution": study.institution,
                "degree": study.degree,
                "field": study.major,
                "dates": _dates(None, study.graduation_date, False),
            }
            for study in read.education
        ],
        "certifications": [item.name for item in read.certifications if item.name],
        "languages": [str(item) for item in read.languages],
    }


def _dates(start: Any, end: Any, current: bool) -> dict[str, Any] | None:
    if start is None and end is None:
        return None
    return {
        "start": start.strftime("%Y-%m") if start else None,
        "end": end.strftime("%Y-%m") if end and not current else None,
        "current": bool(current),
    }


if __name__ == "__main__":
    main()
