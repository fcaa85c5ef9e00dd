"""How job descriptions word years, lists, languages and headings, in many professions."""

import unicodedata

import pytest

from shared.job_roles.requirements import requirements_of
from shared.models.job_role import CreateJobRole, ExtractRequest, Requirement

pytestmark = pytest.mark.unit


def read(text: str, kind: str) -> list[str]:
    return [one.name for one in requirements_of(text, None).requirements if one.kind == kind]


def of_years(text: str) -> list[tuple[str, str, float]]:
    return [(one.kind, one.name, one.years) for one in requirements_of(text, None).requirements if one.years]


class TestYears:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Requirements: 3+ years of Java.", [("Java", 3)]),
            ("You have 3 years of SAP experience.", [("SAP", 3)]),
            ("Must have: 2+ years C#, JavaScript nice to have.", [("C#", 2)]),
            ("Java: 3 years", [("Java", 3)]),
            ("2 years of Python and SQL", [("Python", 2), ("SQL", 2)]),
            ("3-5 years of hands-on experience in C++ or Rust.", [("C++ or Rust", 3)]),
            ("3 years Java development experience", [("Java", 3)]),
        ],
    )
    def test_of_a_skill_are_the_skills(self, text: str, expected: list[tuple[str, float]]) -> None:
        assert of_years(text) == [("technical_skill", *one) for one in expected]
        assert requirements_of(text, None).experience_years == max(years for _, years in expected)

    @pytest.mark.parametrize(
        ("text", "name", "years"),
        [
            ("Requirements: 5 years in nursing.", "5 years in nursing", 5),
            ("Erfahrung: mind. 3 Jahre als Koch.", "3 Jahre als Koch", 3),
            ("3 years of teaching with Python", "3 years of teaching with Python", 3),
            ("Between 3 and 5 years of experience in care", "Between 3 and 5 years of experience in care", 3),
            ("Entre 3 y 5 años de experiencia", "Entre 3 y 5 años de experiencia", 3),
            ("Minimum of two (2) years experience in care", "Minimum of two (2) years experience in care", 2),
            ("10+ years software engineering", "10+ years software engineering", 10),
        ],
    )
    def test_of_other_work_have_its_words_without_the_heading(self, text: str, name: str, years: float) -> None:
        assert of_years(text) == [("experience", name, years)]

    @pytest.mark.parametrize(
        "text",
        [
            "Up to 3 years of experience in marketing",
            "Less than 2 years of experience",
            "No more than 5 years of experience",
            "Junior (0 years of experience)",
            "Salary after 2 years of experience: 50k",
            "25 days of holiday after 5 years of service",
            "Höchstens 3 Jahre Erfahrung",
        ],
    )
    def test_a_most_is_no_least(self, text: str) -> None:
        assert of_years(text) == []

    def test_no_less_is_a_least(self) -> None:
        assert of_years("No less than 3 years of experience in care")[0][2] == 3

    @pytest.mark.parametrize(
        "text", ["Bachelor's degree or 5 years of experience.", "5 years of experience or a university degree."]
    )
    def test_that_stand_in_for_a_degree_are_no_requirement_beside_it(self, text: str) -> None:
        found = requirements_of(text, None)
        assert [(one.kind, one.years) for one in found.requirements] == [("education", 5)]
        assert found.experience_years is None

    def test_beside_a_degree_are_a_requirement(self) -> None:
        found = requirements_of("BSc in Physics or Mathematics and 5 years of experience.", None)
        assert {(one.kind, one.years) for one in found.requirements} == {("education", None), ("experience", 5)}

    def test_the_models_wordings_of_one_are_one(self) -> None:
        text = "We need 3+ years of Java."
        items = [
            {"kind": "technical_skill", "name": "Java", "years": None, "source": "3+ years of Java"},
            {"kind": "experience", "name": "3+ years of Java", "years": 3, "source": "3+ years of Java"},
        ]
        for given in (items, items[::-1], items[:1], items[1:]):
            found = requirements_of(text, {"requirements": given})
            assert [(one.kind, one.name, one.years) for one in found.requirements] == [("technical_skill", "Java", 3)]


class TestNames:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("C#, .NET and SQL", ["C#", ".NET", "SQL"]),
            ("Experience with R or Julia and Python", ["R or Julia", "Python"]),
            ("Word of advice: we go fast with Python!", ["Python"]),
            ("Python. Go required. R is a plus.", ["Python", "Go", "R"]),
            ("Must know SAP.", ["SAP"]),
            ("BASIC SKILLS AND GAP YEAR", []),
            ("Java Script and C / C++", ["JavaScript", "C++"]),
            ("<li>Java</li><li>Python™</li>", ["Java", "Python"]),
            ("Java and/or Kotlin", ["Java or Kotlin"]),
            ("What you'll need\n* Python\n* Go", ["Python", "Go"]),
            ("We do not use PHP. We use Python.", ["Python"]),
        ],
    )
    def test_skills(self, text: str, names: list[str]) -> None:
        assert read(text, "technical_skill") == names

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("ACCA, CIMA or CPA qualified.", ["ACCA or CIMA or CPA"]),
            ("CPA, ACMA or CGMA.", ["CPA or ACMA or CGMA"]),
            ("PMP and SQL", ["PMP"]),
            ("A valid RN licence and BLS certification.", ["valid RN licence", "BLS certification"]),
            ("Se requiere carnet de conducir.", ["carnet de conducir"]),
            ("Patente B.", ["Patente B"]),
        ],
    )
    def test_certificates(self, text: str, names: list[str]) -> None:
        assert read(text, "certification") == names

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("Bon niveau d'anglais exigé, allemand apprécié.", ["anglais", "allemand"]),
            ("Nivel alto de inglés y francés.", ["inglés", "francés"]),
            ("Buona conoscenza dell'inglese.", ["inglese"]),
            ("Maîtrise du droit français.", list[str]()),
            ("You must polish the floors.", list[str]()),
        ],
    )
    def test_languages_in_small_letters(self, text: str, names: list[str]) -> None:
        assert read(text, "language") == names

    def test_the_models_two_certificates_of_a_sentence_are_two(self) -> None:
        text = "Chartered Surveyor and Gas Safe required."
        items = [{"kind": "certification", "name": name, "source": text} for name in ("Chartered Surveyor", "Gas Safe")]
        found: list[Requirement] = requirements_of(text, {"requirements": items}).requirements
        assert [one.name for one in found] == ["Chartered Surveyor", "Gas Safe"]


@pytest.mark.parametrize(
    ("text", "must", "nice"),
    [
        ("English (fluent), German (nice to have)", {"English"}, {"German"}),
        ("Master's preferred, Bachelor's required.", {"Bachelor's required"}, {"Master's preferred"}),
        ("Inglés imprescindible. Se valora francés.", {"Inglés"}, {"francés"}),
    ],
)
def test_each_of_several_says_whether_it_is_a_must_have(text: str, must: set[str], nice: set[str]) -> None:
    found = requirements_of(text, None).requirements
    assert {one.name for one in found if one.must_have} == must
    assert {one.name for one in found if not one.must_have} == nice


def test_accents_beside_their_letters_are_read_like_others() -> None:
    text = unicodedata.normalize("NFD", "Französischkenntnisse und Führerschein Klasse B")
    asked = ExtractRequest(job_description=text).job_description
    assert (read(asked, "language"), read(asked, "certification")) == (["Französisch"], ["Führerschein Klasse B"])
    assert CreateJobRole(title=unicodedata.normalize("NFD", "Köchin")).title == "Köchin"
