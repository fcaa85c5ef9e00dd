"""Words that a service read are held against those that the file hides, however many they are."""

from cProfile import Profile

import pytest

from shared.models.document import DocumentPage, Line, ReadDocument, Word
from shared.resumes.embedded_text import Embedded
from shared.resumes.hidden_words import seen_pages

pytestmark = pytest.mark.unit


def placed(content: str, left: float, top: float, width: float = 0.2) -> Word:
    right, bottom = left + width, top + 0.05
    return Word(content=content, polygon=[left, top, right, top, right, bottom, left, bottom])


def rows(content: str, count: int, top: float) -> list[Word]:
    """So many equal words, forty to a row."""
    return [placed(content, 0.25 + number % 40 * 0.2, top + number // 40 * 0.06, 0.18) for number in range(count)]


def page(words: list[Word], number: int = 1) -> DocumentPage:
    lines = [Line(content=word.content, polygon=word.polygon) for word in words]
    return DocumentPage(number=number, width=8.27, height=11.69, words=words, lines=lines)


def embedded(*pages: DocumentPage, hidden: dict[int, list[Word]] | None = None) -> Embedded:
    return Embedded(ReadDocument(kind="pdf", source="embedded", pages=list(pages)), hidden or {})


def calls(read: DocumentPage, own: Embedded) -> int:
    """How many functions are called to compare a page: the work, whatever else the machine does."""
    profile = Profile()
    profile.runcall(seen_pages, [read], own)
    return sum(entry.callcount for entry in profile.getstats())


def equal_words(count: int) -> tuple[DocumentPage, Embedded]:
    """A page of equal words, of which half are hidden; the service sees all."""
    visible, hidden = rows("word", count // 2, 0.5), rows("word", count // 2, 6)
    return page(visible + hidden), embedded(page(visible), hidden={1: hidden})


@pytest.mark.no_cover
def test_equal_words_on_a_page_take_work_in_proportion() -> None:
    few, many = equal_words(250), equal_words(2000)
    assert calls(*many) < 12 * calls(*few)
    (seen,) = seen_pages([many[0]], many[1])
    assert [word.content for word in seen.words] == ["word"] * 1000
    assert len(seen.lines) == 1000


@pytest.mark.no_cover
@pytest.mark.parametrize("width", [0.2, 8.0])
def test_where_too_much_stands_in_one_place_the_file_itself_is_read(width: float) -> None:
    crowd = [placed(f"word{number}", 0.1, 0.1, width) for number in range(5000)]
    read, own = page([*crowd, placed("Jane", 1, 5)]), embedded(page([placed("Jane", 1, 5)]), hidden={1: crowd})
    assert calls(read, own) < 2_500_000
    assert seen_pages([read], own) == own.document.pages


def test_long_words_are_work_too() -> None:
    crowd = [placed("a" * 5000 + str(number), 0.1, 0.1) for number in range(200)]
    own = embedded(page([placed("Jane", 1, 5)]), hidden={1: crowd})
    assert seen_pages([page([*crowd, *crowd])], own) == own.document.pages


def test_a_place_without_end_is_none() -> None:
    word = Word(content="Jane", polygon=[float("inf")] * 8)
    (seen,) = seen_pages([page([word])], embedded(page([]), hidden={1: [word]}))
    assert [word.content for word in seen.words] == ["Jane"]


def test_a_hidden_word_is_taken_out_of_its_line_once() -> None:
    words = [placed("Python", 1, 1), placed("Python", 2, 1)]
    line = Line(content="Python Python", polygon=placed("", 1, 1, 1.2).polygon)
    read = DocumentPage(number=1, words=words, lines=[line])
    (seen,) = seen_pages([read], embedded(page(words[:1]), hidden={1: words[1:]}))
    assert [line.content for line in seen.lines] == ["Python"]
    assert seen.words == words[:1]


def test_pages_that_the_service_did_not_give_are_the_files_own() -> None:
    own = [page([placed(f"own{number}", 1, 1)], number) for number in (1, 2, 3)]
    read = [page([placed(f"read{number}", 1, 1)], number) for number in (1, 2)]
    seen = seen_pages(read, embedded(*own))
    assert [line.content for page in seen for line in page.lines] == ["read1", "read2", "own3"]
