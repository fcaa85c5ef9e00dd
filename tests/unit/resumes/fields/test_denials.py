"""What a text says is missing or only wished for, against what it says of somebody's own work."""

import pytest

from shared.resumes.fields.denials import is_denied
from shared.resumes.fields.text import fold

pytestmark = pytest.mark.unit

DENIED = [
    ("No experience with Java so far.", "Java"),
    ("I have never used Java.", "Java"),
    ("Java: none", "Java"),
    ("Java (no experience)", "Java"),
    ("Java - not yet", "Java"),
    ("Kubernetes: eager to learn", "Kubernetes"),
    ("Eager to learn Kubernetes", "Kubernetes"),
    ("Currently learning Kubernetes", "Kubernetes"),
    ("Want to learn: Kubernetes, Rust, Terraform", "Terraform"),
    ("Interests: learning Rust, Kubernetes, Terraform", "Kubernetes"),
    ("Next goals: Kubernetes", "Kubernetes"),
    ("I do not know Python, Docker, Kubernetes or Terraform", "Terraform"),
    ("No knowledge of Docker, Kubernetes, Helm, Terraform, AWS", "AWS"),
    ("I haven't worked with Kubernetes", "Kubernetes"),
    ("I don't know Kubernetes", "Kubernetes"),
    ("cannot write Java", "Java"),
    ("Aspire to work with Kubernetes", "Kubernetes"),
    ("Looking to move into Kubernetes", "Kubernetes"),
    ("Keine Erfahrung mit Kubernetes", "Kubernetes"),
    ("Ich kenne Kubernetes noch nicht", "Kubernetes"),
    ("Pas d'expérience avec Kubernetes", "Kubernetes"),
    ("Sin experiencia en Kubernetes", "Kubernetes"),
    ("Je souhaite apprendre Kubernetes", "Kubernetes"),
    ("Quiero aprender Kubernetes", "Kubernetes"),
    ("Möchte gerne Kubernetes lernen", "Kubernetes"),
    ("German: none", "German"),
    ("I do not speak German", "German"),
    ("PMP (in preparation)", "PMP"),
    ("I lack 5 years of experience", "5 years"),
    ("My background is marketing; I have little exposure to SQL", "SQL"),
    ("Not familiar with Docker or Kubernetes", "Kubernetes"),
    ("I would love to get into Rust", "Rust"),
    ("Without any knowledge of accounting software, SAP included", "SAP"),
    ("Never touched Kubernetes in production", "Kubernetes"),
    ("Ich habe keine Kenntnisse in SAP", "SAP"),
    ("Je ne maîtrise pas Excel", "Excel"),
    ("No sé Python", "Python"),
    ("Non conosco Java", "Java"),
    ("Spanish – still learning", "Spanish"),
    ("Python is not my language", "Python"),
    ("Learning goals:\nKubernetes, Go", "Go"),
    ("I am willing to learn Salesforce", "Salesforce"),
    ("Ohne Erfahrung in der Pflege von SAP", "SAP"),
    ("has not yet worked with Terraform", "Terraform"),
    ("new to Kubernetes", "Kubernetes"),
    ("zero experience in C++", "C++"),
    ("Interested in Rust and Go", "Go"),
    ("AWS: no", "AWS"),
    ("Not certified in Azure", "Azure"),
    ("I want to use my holidays to learn Rust", "Rust"),
    ("I do not use Windows, I have never used Linux", "Linux"),
]
HONEST = [
    ("Not only Java but also Kotlin", "Java"),
    ("No bugs since moving the Java service", "Java"),
    ("Built Java services without downtime", "Java"),
    ("Reduced downtime without new hardware, using Kubernetes", "Kubernetes"),
    ("Machine Learning, Python", "Python"),
    ("Deep learning with PyTorch", "PyTorch"),
    ("Machine learning with Python", "Python"),
    ("E-learning platform in Java", "Java"),
    ("Planned a zero-downtime migration to Kubernetes", "Kubernetes"),
    ("Little Bytes GmbH - Python developer", "Python"),
    ("Never missed a deadline with Python", "Python"),
    ("Led no-code to Python migration", "Python"),
    ("Built a learning platform in Python and Django", "Django"),
    ("Learning management system (Java, Spring)", "Java"),
    ("no single point of failure with Terraform", "Terraform"),
    ("Eager to learn, built Java services", "Java"),
    ("No experience with Go, but five years of Java", "Java"),
    ("I do not know Rust; I write Python daily", "Python"),
    ("Cut costs without losing quality in SAP", "SAP"),
    ("Zero trust network on AWS", "AWS"),
    ("Taught people who had no experience; wrote the course in Python", "Python"),
    ("Kept the Java monolith running, no outages", "Java"),
    ("Java - no regressions in three years", "Java"),
    ("Python (not just scripts)", "Python"),
    ("Wanted: alive, with Python", "Python"),
    ("Plan to production: Terraform and AWS", "AWS"),
    ("Hoping to cut costs, moved Oracle to PostgreSQL", "PostgreSQL"),
    ("Learning Experience Designer, Moodle", "Moodle"),
    ("Migrated away from Java to Python", "Java"),
    ("Ohne Ausfälle auf Kubernetes umgestellt", "Kubernetes"),
    ("Keine Ausfälle seit dem Umzug auf AWS", "AWS"),
    ("Sans interruption, migré vers Azure", "Azure"),
    ("Excel, no macros needed", "Excel"),
    ("Nothing but Python since 2015", "Python"),
    ("Reinforcement learning in Python", "Python"),
    ("Helped those new to the team with Docker", "Docker"),
    ("I am not a manager, I write Go", "Go"),
    ("Python, R", "R"),
    ("C# developer", "C#"),
    ("We never lost data; PostgreSQL backups nightly", "PostgreSQL"),
    ("I do not use Windows, I use Linux", "Linux"),
    ("Looking to use my Python and SQL skills", "SQL"),
    ("I want to develop my career as a Java developer", "Java"),
    ("Je souhaite mettre à profit mes compétences en Java", "Java"),
    ("Quiero aplicar mis conocimientos de Python", "Python"),
    ("Ich möchte meine Erfahrung mit SAP einbringen", "SAP"),
]


def denied(text: str, words: str) -> bool:
    """Whether the last mention of the words is denied."""
    at = fold(text).rindex(fold(words))
    return is_denied(fold(text), at, at + len(words))


@pytest.mark.parametrize(("text", "words"), DENIED)
def test_what_is_missing_or_wished_for_is_denied(text: str, words: str) -> None:
    assert denied(text, words)


@pytest.mark.parametrize(("text", "words"), HONEST)
def test_honest_words_stand(text: str, words: str) -> None:
    assert not denied(text, words)


def test_a_denial_ends_with_its_line_and_its_section() -> None:
    text = "No experience with Go\nJava\n\nLearning goals\nRust\n\nSkills\nPython"
    assert [word for word in ("Go", "Java", "Rust", "Python") if denied(text, word)] == ["Go", "Rust"]
