"""Reading order: rows, columns, tables, dates at the side, scripts that run the other way."""

from collections.abc import Iterable
from cProfile import Profile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.resumes.layout import Placed, lines_in_order

pytestmark = pytest.mark.unit

HEIGHT = 10.0
ADVANCE = 5.0  # of a character


def line(text: str, x: float, y: float, height: float = HEIGHT) -> list[Placed]:
    """The words of a line from a point on, as wide as their characters."""
    placed: list[Placed] = []
    for word in text.split():
        width = len(word) * ADVANCE
        placed.append(Placed(word, x, y, x + width, y + height))
        x += width + ADVANCE / 2
    return placed


def column(texts: Iterable[str], x: float, y: float, step: float = 13.0) -> list[Placed]:
    return [word for number, text in enumerate(texts) for word in line(text, x, y + number * step)]


def order(*parts: list[Placed]) -> list[str]:
    """The lines in reading order, whatever the order of the words in the file."""
    words = [word for part in parts for word in part]
    return [segment.content for segment in lines_in_order(reversed(words))]


PROSE = [f"{number} led a team that built and ran the platform" for number in range(20)]


def test_nothing_has_no_lines() -> None:
    assert lines_in_order([]) == []


def test_one_column_is_read_from_top_to_bottom() -> None:
    assert order(column(PROSE, 60, 100)) == PROSE


def test_a_sidebar_is_read_before_the_column_on_its_right() -> None:
    side = [f"skill {number}" for number in range(15)]
    assert order(line("Jane Example", 200, 20, 24), column(side, 20, 70, 11), column(PROSE, 160, 72)) == [
        "Jane Example",
        *side,
        *PROSE,
    ]


def test_a_sidebar_on_the_right_is_read_after_the_text() -> None:
    side = [f"skill {number}" for number in range(15)]
    assert order(column(PROSE, 20, 72), column(side, 400, 70, 11)) == [*PROSE, *side]


def test_columns_whose_lines_stand_level_are_columns_all_the_same() -> None:
    other = [f"other {text}" for text in PROSE]
    assert order(column(PROSE, 20, 70), column(other, 330, 70)) == [*PROSE, *other]


def test_three_columns() -> None:
    parts = [[f"{name}{number} word" for number in range(14)] for name in "abc"]
    assert order(*(column(part, 20 + 150 * n, 70 + n, 12 + n) for n, part in enumerate(parts))) == [
        text for part in parts for text in part
    ]


def test_a_heading_across_the_columns_parts_them() -> None:
    left, right = [f"l{n} one" for n in range(6)], [f"r{n} two" for n in range(6)]
    across = "A heading that reaches across both of the columns of this page from left to right"
    words = order(
        column(left, 20, 50),
        column(right, 200, 52, 14),
        line(across, 20, 140),
        column(left, 20, 160),
        column(right, 200, 162, 14),
    )
    assert words == [*left, *right, across, *left, *right]


def test_a_table_is_read_row_by_row() -> None:
    cells = [[f"{name} {number}" for number in range(6)] for name in ("employer", "role", "city")]
    rows = [cells[column_][row] for row in range(6) for column_ in range(3)]
    assert order(*(column(part, 20 + 150 * n, 50) for n, part in enumerate(cells))) == rows


def test_dates_on_the_right_come_right_after_their_title() -> None:
    words: list[Placed] = []
    expected: list[str] = []
    for number in range(5):
        y = 50 + number * 60
        words += line(f"Engineer {number}", 20, y) + line(f"201{number} - 201{number + 1}", 450, y)
        words += column([f"built {number} with others", "and ran it"], 20, y + 14)
        expected += [
            f"Engineer {number}",
            f"201{number} - 201{number + 1}",
            f"built {number} with others",
            "and ran it",
        ]
    assert order(words) == expected


def test_labels_beside_paragraphs_are_read_with_them() -> None:
    words: list[Placed] = []
    expected: list[str] = []
    for number in range(4):
        y = 50 + number * 80
        lines = [f"{number} {text} for many people in the city" for text in ("built this", "ran that", "taught these")]
        words += line(f"Label{number}", 20, y) + column(lines, 150, y)
        expected += [f"Label{number}", *lines]
    assert order(words) == expected


def test_cells_of_several_lines_stay_whole() -> None:
    words: list[Placed] = []
    expected: list[str] = []
    for number in range(3):
        y = 50 + number * 80
        left, right = [f"a{number} x", "a2", "a3"], [f"b{number} y", "b2"]
        words += column(left, 20, y) + column(right, 200, y)
        expected += [*left, *right]
    assert order(words) == expected


def test_a_bullet_belongs_to_its_line() -> None:
    assert order(line("•", 20, 50), line("built it", 45, 50)) == ["• built it"]


def test_words_that_stand_a_little_higher_are_in_the_same_line() -> None:
    assert order(line("built", 20, 50), line("and ran", 48, 47.5, 8)) == ["built and ran"]


def test_right_to_left_lines_are_read_from_the_right() -> None:
    assert order(line("שלום Python 3 עולם", 20, 50)) == ["עולם Python 3 שלום"]


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 800), st.floats(0, 200), st.floats(0, 40)), max_size=60))
def test_every_word_is_read_once(boxes: list[tuple[float, float, float, float]]) -> None:
    words = [Placed(f"w{n}", x, y, x + w, y + h) for n, (x, y, w, h) in enumerate(boxes)]
    read = [word.content for segment in lines_in_order(words) for word in segment.words]
    assert sorted(read) == sorted(word.content for word in words)


@pytest.mark.no_cover
def test_a_page_of_rows_without_end_takes_work_in_proportion() -> None:
    def calls(rows: int) -> int:
        profile = Profile()
        words = [*line("left", 0, 0), *column(["right"] * rows, 300, 0)]
        assert len(profile.runcall(lines_in_order, words)) == rows + 1
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(6000) < 8 * calls(1500)
