"""One thing under the many words that people have for it: recruiters' wordings, other languages, many professions."""

from datetime import date

import pytest

from shared.job_roles.matching import match
from shared.models.job_role import Requirement, Requirements
from shared.models.match import RequirementMatch
from shared.resumes.fields.parsing import parse_text

pytestmark = pytest.mark.unit

TODAY = date(2026, 6, 1)


def met(kind: str, name: str, text: str, years: float | None = None) -> RequirementMatch:
    wanted = Requirements(requirements=[Requirement.model_validate({"kind": kind, "name": name, "years": years})])
    profile = parse_text(text, today=TODAY)
    [found] = match(wanted, profile, text, today=TODAY).requirements
    for quote in found.quotes:
        assert text[quote.start : quote.end] == quote.quote
    return found


class TestSkills:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Strong Java skills", "shown"),
            ("Experience with Java", "shown"),
            ("Java 8+", "shown"),
            ("Good knowledge of Java and SQL", "shown"),
            ("Kotlin, Java or Scala", "shown"),
            ("Advanced Excel", "partly"),  # no words show how well
            ("Experience with JavaScript", "not_shown"),
            ("Scala, Kotlin or Go", "not_shown"),
            ("bookkeeper", "partly"),
            ("Schweissen", "shown"),
            ("Photovoltaik", "partly"),
        ],
    )
    def test_by_a_recruiters_wording(self, name: str, expected: str) -> None:
        text = "Skills: Java, SQL, Microsoft Excel\nBookkeeping for a shop\nPhotovoltaikanlagen, Schweißen"
        assert met("technical_skill", name, text).met == expected

    @pytest.mark.parametrize("name", ["Golang", "Microsoft Excel", "R programming", "Excel"])
    def test_another_name_of_a_skill_is_no_everyday_word(self, name: str) -> None:
        text = "I go the extra mile and excel at sales. R. Smith is my referee.\nSkills: Python, sales"
        assert met("technical_skill", name, text).met == "not_shown"

    @pytest.mark.parametrize("name", ["Project Management", "Go", "Excel", "SQL"])
    def test_small_letters_in_a_list_name_skills(self, name: str) -> None:
        text = "Skills: sql, go, project management\n- excel"
        found = met("technical_skill", name, f"I go to Rome and excel at chess.\n{text}")
        assert found.met == "shown"
        assert "Rome" not in found.quotes[0].quote

    @pytest.mark.parametrize("name", ["Management of change", "Internet of things"])
    def test_an_english_of_joins_no_alternatives(self, name: str) -> None:
        assert met("technical_skill", name, "Management of a shop, with internet").met == "not_shown"

    @pytest.mark.parametrize(
        ("name", "expected"),
        [("Word", "shown"), ("Microsoft Word", "shown"), ("MS Office", "partly"), ("Access", "not_shown")],
    )
    def test_a_makers_name_before_a_skills_is_the_same_skill(self, name: str, expected: str) -> None:
        assert (
            met("technical_skill", name, "Skills: customer service, MS Word\nIn a word, access for all.").met
            == expected
        )

    def test_a_phrase_that_is_denied_is_not_shown(self) -> None:
        assert met("technical_skill", "turbine blade repair", "No experience with turbine repair").met == "not_shown"


class TestExperience:
    @pytest.mark.parametrize(
        ("name", "title"),
        [
            ("5 years of nursing experience", "Staff Nurse"),
            ("At least 2 years as a registered nurse", "Nurse"),
            ("Deux ans d'expérience minimum", "Caissier"),
            ("2 ans d'expérience comme professeur de mathématiques", "Professeure de mathématiques"),
            ("Mindestens zwei Jahre Erfahrung als Lehrer", "Lehrerin"),
            ("3 years of software development", "Software Engineer"),
            ("5 years post-qualification experience in audit or tax", "Audit Senior"),
            ("Dos años de experiencia como enfermero", "Enfermera"),
        ],
    )
    def test_a_position_speaks_of_it_in_its_own_form(self, name: str, title: str) -> None:
        text = f"Experience\n{title}, Acme Ltd, 2012 - 2022"
        assert met("experience", name, text, years=2).met == "shown"

    @pytest.mark.parametrize(
        ("name", "title"),
        [
            ("5 years of software development", "Business Development Manager"),
            ("5 years of product or project management", "Product Support Assistant"),
            ("5 years of engineering experience", "Developer"),
        ],
    )
    def test_another_position_does_not(self, name: str, title: str) -> None:
        found = met("experience", name, f"Experience\n{title}, Acme Ltd, 2012 - 2022", years=2)
        assert (found.met, found.detail[:12]) == ("partly", "0 of 2 years")

    def test_years_of_a_skill_of_one_letter_are_counted(self) -> None:
        text = "Skills: C, Python\nExperience\nEngineer, Acme Ltd, 2012 - 2022\n- Wrote firmware in C"
        assert met("technical_skill", "C", text, years=3).met == "shown"

    def test_a_word_like_a_skill_makes_no_years_of_it(self) -> None:
        text = "Skills: Go, Python\nExperience\nTrainer, Acme Ltd, 2012 - 2022\n- Helped a shop to go live"
        found = met("technical_skill", "Go", text, years=2)
        assert (found.met, found.detail[:12]) == ("partly", "0 of 2 years")

    def test_experience_without_a_length_is_a_position_that_speaks_of_it(self) -> None:
        text = "Experience\nWarehouse Associate, Amazon, 2022 - 2024"
        assert met("experience", "Previous warehouse experience", text).met == "shown"
        assert met("experience", "Previous teaching experience", text).met == "not_shown"


class TestEducationAndLanguages:
    @pytest.mark.parametrize(
        ("name", "degree", "expected"),
        [
            ("Bachelor of Science in Nursing", "BSc Nursing, University of Leeds", "shown"),
            ("Master of Science", "MSc Physics, University of Leeds", "shown"),
            ("Bachelor of Science in Nursing", "BSc Physics, University of Leeds", "partly"),
            ("Bachelor in CS, or equivalent experience", "BSc Computer Science, University of Leeds", "shown"),
            ("Laurea in infermieristica", "Laurea in Infermieristica, Università di Bologna", "shown"),
            ("Nursing diploma or degree", "Diploma in Nursing, Leeds College", "shown"),
            ("Bachelor's degree in Nursing", "Diploma in Nursing, Leeds College", "not_shown"),
            ("Degree in History", "Bachelor of Arts, History, Oxford", "shown"),
            ("Bac+5", "Licence de chimie, Université Lyon 1", "not_shown"),
        ],
    )
    def test_degrees(self, name: str, degree: str, expected: str) -> None:
        assert met("education", name, f"Education\n{degree}, 2015").met == expected

    def test_training_that_is_told_among_positions_is_partly_shown(self) -> None:
        text = "Berufserfahrung\n2014 - 2019 Köchin, Gasthaus Lamm\n2011 - 2014 Ausbildung zur Köchin, Hotel Post"
        assert met("education", "Abgeschlossene Ausbildung als Koch", text).met == "partly"
        assert met("education", "Abgeschlossenes Studium", text).met == "not_shown"

    @pytest.mark.parametrize(
        ("name", "years", "expected"),
        [
            ("Bachelor's degree or 5 years of experience", 5, "shown"),
            ("Degree in nursing or 5 years of nursing experience", 5, "shown"),
            ("Degree in teaching or 5 years of teaching experience", 5, "partly"),
            ("Bachelor's degree or 20 years of experience", 20, "not_shown"),
            ("Bachelor's degree or equivalent experience", None, "partly"),
            ("Bachelor's degree", None, "not_shown"),
        ],
    )
    def test_years_that_stand_in_for_a_degree(self, name: str, years: float | None, expected: str) -> None:
        assert met("education", name, "Experience\nNurse, Acme Clinic, 2012 - 2022", years=years).met == expected

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Gute Deutschkenntnisse", "shown"),
            ("Gute Englischkenntnisse", "partly"),
            ("Bon niveau d'anglais", "partly"),
            ("Französischkenntnisse", "not_shown"),
        ],
    )
    def test_languages(self, name: str, expected: str) -> None:
        text = "Sprachen\nDeutsch (Muttersprache), Englisch (Grundkenntnisse)"
        assert met("language", name, text).met == expected


@pytest.mark.parametrize("text", ["s" * 1_100, "ed" * 1_100, "👍" * 90, "経験" * 90])
@pytest.mark.parametrize("kind", ["technical_skill", "soft_skill", "experience", "education", "language", "other"])
def test_odd_texts_show_nothing_and_break_nothing(kind: str, text: str) -> None:
    assert met(kind, "turbine blade repair", text).met == "not_shown"


@pytest.mark.parametrize("kind", ["technical_skill", "certification"])
@pytest.mark.parametrize("name", ["such as", "/ y and", "a or /", "e.g. ("])
def test_a_name_that_is_nothing_but_links_breaks_no_match(kind: str, name: str) -> None:
    assert met(kind, name, "Skills\nJava, SQL").met == "not_shown"
