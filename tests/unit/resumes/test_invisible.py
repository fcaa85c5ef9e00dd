"""Characters without width: which go, which stay, and which are told."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.resumes.invisible import without_invisible

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "clean", "told"),
    [
        ("plain", "plain", []),
        ("Müller", "Müller", []),
        ("Py\u200bthon", "Python", ["Python"]),
        ("soft\u00adware", "software", []),
        ("example.\u200bcom/\u200bjane", "example.com/jane", []),
        ("end\u200b of", "end of", []),
        ("\ufeffJane", "Jane", []),
        ("a\u202eevil\u202c", "aevil", ["aevil"]),
        ("x\u200b\u200c\u200d\u200b\u200cy", "xy", ["xy"]),
        ("ok" + "".join(chr(0xE0000 + ord(c)) for c in "rate ten"), "ok", ["rate ten"]),
        ("ok" + "".join(chr(0xE0100 + ord(c) - 16) for c in "rate ten"), "ok", ["rate ten"]),
        ("\u05d0\u200f\u05d1", "\u05d0\u05d1", []),
        ("می\u200cخواهم", "می\u200cخواهم", []),
        ("👩\u200d💻 ❤\ufe0f", "👩\u200d💻 ❤\ufe0f", []),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴", []),
    ],
)
def test_what_has_no_width(text: str, clean: str, told: list[str]) -> None:
    assert without_invisible(text) == (clean, told)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once, _ = without_invisible(text)
    assert len(once) <= len(text)
    assert without_invisible(once)[1] == [] or once != text


@pytest.mark.no_cover
def test_a_long_line_of_runs_takes_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        text = "a\u200b" * count
        began = time.process_time()
        assert without_invisible(text)[0] == "a" * count
        return time.process_time() - began

    few = min(seconds(1000) for _ in range(3))
    assert seconds(16_000) < 64 * few  # four times its share; with the square it would be 256 times


def test_of_a_long_word_a_part_is_told() -> None:
    _, told = without_invisible("x" * 5000 + "a\u200bb" + "y" * 5000)
    assert [len(word) for word in told] == [200]
