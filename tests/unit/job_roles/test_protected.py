"""Which questions ask about a protected characteristic, and which only use the same words."""

import pytest

from shared.job_roles.protected import screen
from tests.unit.job_roles.questions import HONEST, PROTECTED, lines

pytestmark = pytest.mark.unit

ASKING = [(characteristic, question) for characteristic, text in PROTECTED.items() for question in lines(text)]


@pytest.mark.parametrize(("characteristic", "question"), ASKING)
def test_a_question_about_a_protected_characteristic(characteristic: str, question: str) -> None:
    found = screen(question)
    assert found is not None
    assert found.characteristic == characteristic


@pytest.mark.parametrize("question", lines(HONEST))
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


def test_a_long_text_is_read_in_good_time() -> None:
    assert screen("you have your " * 3_000) is None
