"""Which questions ask about a protected characteristic, and which only use the same words."""

import pytest

from shared.job_roles.protected import doubtful, refused_requirements, requirement_words, screen
from tests.unit.job_roles.questions import HONEST, PROTECTED, lines
from tests.unit.job_roles.wordings import ASKED, HONEST_IN_POSTINGS, HONEST_TOO, REFUSED_IN_POSTINGS

pytestmark = pytest.mark.unit

ASKING = [
    (characteristic, question)
    for asked in (PROTECTED, ASKED)
    for characteristic, text in asked.items()
    for question in lines(text)
]


@pytest.mark.parametrize(("characteristic", "question"), ASKING)
def test_a_question_about_a_protected_characteristic(characteristic: str, question: str) -> None:
    found = screen(question)
    assert found is not None
    assert found.characteristic == characteristic


@pytest.mark.parametrize("question", lines(HONEST) + lines(HONEST_TOO))
def test_an_honest_question(question: str) -> None:
    assert screen(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "HOW OLD ARE YOU?",
        "How\u200b old\u00a0are you?",
        "Please tell me about a project. Before that: are\nyou   married?",
        "¿Cuántos años tiene?",
        "Cuantos anos tiene usted?",
    ],
)
def test_case_spaces_and_invisible_characters_hide_nothing(question: str) -> None:
    assert screen(question) is not None


@pytest.mark.no_cover
def test_a_long_text_is_read_in_good_time() -> None:
    assert screen("you have your " * 3_000) is None


@pytest.mark.parametrize("line", lines(REFUSED_IN_POSTINGS))
def test_a_line_of_a_description_that_asks_for_a_protected_characteristic(line: str) -> None:
    assert list(refused_requirements(line))


@pytest.mark.parametrize("line", lines(HONEST_IN_POSTINGS))
def test_an_honest_line_of_a_description(line: str) -> None:
    assert list(refused_requirements(line)) == []


@pytest.mark.parametrize(
    ("question", "characteristic"),
    [
        ("How do you see yourself in a young team?", "age"),
        ("Wie haben Sie mit Ihrem Partner zusammengearbeitet?", "family"),
        ("Sind Sie körperlich belastbar?", "health"),
        ("Where did you learn English?", "origin"),
    ],
)
def test_what_may_be_about_the_work_or_the_person_is_doubtful(question: str, characteristic: str) -> None:
    assert screen(question) is None
    found = doubtful(question)
    assert found is not None
    assert found.characteristic == characteristic


@pytest.mark.parametrize(
    "line",
    [
        "Nous recherchons un homme ou une femme de terrain (H/F).",
        "Recherchons Homme/Femme toutes mains.",
        "You are looking for a role in women's football.",
        "Male and female wards are both covered.",
        "Women are encouraged to apply.",
        "Schwerbehinderte Bewerber werden bevorzugt.",
        "Teilzeit, 20-30 Stunden pro Woche.",
        "Driving licence and valid passport required.",
        "Christian charity seeks an accountant.",
        "Wir sind ein junges Team (m/w/d).",
    ],
)
def test_a_line_that_invites_everybody_or_is_about_the_work(line: str) -> None:
    assert list(refused_requirements(line)) == []


def test_words_that_may_be_said_of_others_are_no_certain_requirement() -> None:
    found = list(requirement_words("You care for young men in their homes."))
    assert [(one.characteristic, one.certain) for one in found] == [("age", False)]


def test_a_line_of_nothing_but_the_same_words_is_read_in_good_time() -> None:
    assert len(list(requirement_words("male " * 9_000))) <= 50
