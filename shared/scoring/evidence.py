"""Evidence: whether a quote stands in the candidate's own words, and where. Pure functions.

A quote counts if it is found exactly, after white space, case and typographic quotes, dashes and ellipses are made
equal, canonically equivalent characters too (Unicode, section 3.13, canonical caseless matching), and invisible
characters are gone. Nothing is fuzzier than that. What a report cites is the original text.
"""

import functools
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from shared.interviews.signals import Signal
from shared.models.score import Citation
from shared.scoring.claims import vocabulary
from shared.scoring.transcripts import Segment, as_judged, heard
from shared.utils.plain_text import UNSPACED, WORD

LEAST_WORDS: Final = 3  # "I" or "yes, SQL" stands in many answers and shows nothing
MOST_CHARACTERS: Final = 400  # a longer quote points at an answer, not at what it shows

_TYPOGRAPHY: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′ʼ`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)
_INVISIBLE: Final = frozenset(
    chr(code)
    for first, last in (
        (0xAD, 0xAD),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x2069),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
)
_IN_SPACED_WORD = re.compile(rf"[^\W_{UNSPACED}]")
_LONGEST_CLUSTER = 32  # Unicode's Stream-Safe Text Format allows 30 marks on a letter
_OCCURRENCES_TRIED = 200

type _Offsets = Sequence[int]


class Verdict(StrEnum):
    """What became of a quote."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    NOT_THE_CANDIDATE = "not_the_candidate"  # the interviewer said it
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    STEERING = "steering"  # it instructs the scorer
    REMARK = "remark"  # it speaks to the interviewer and answers nothing


class SetAside(NamedTuple):
    """A passage of the candidate's, in code points of its segment, that counts as no evidence."""

    segment_id: UUID
    turn: int
    start: int
    end: int
    why: Verdict


class Finding(NamedTuple):
    """The verdict on a quote and, if it was found, its place."""

    verdict: Verdict
    citation: Citation | None = None


class Evidence:
    """The words of a transcript, made ready for looking up quotes. Built once, in time linear in the text."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        said = list(segments)
        self._candidate = {str(segment.id): _Searchable(segment) for segment in said if segment.speaker == "candidate"}
        self._interviewer = [_Searchable(segment) for segment in said if segment.speaker != "candidate"]

    def find(self, quote: str, segment_id: str = "") -> Finding:
        """Looks the quote up in the segment that is named, and then in the candidate's others, in their order."""
        wanted = comparable(quote)
        if count_words(quote) < LEAST_WORDS:
            return Finding(Verdict.TOO_SHORT)
        if len(wanted) > MOST_CHARACTERS:
            return Finding(Verdict.TOO_LONG)
        named = self._candidate.get(segment_id.strip().lower())
        others = (text for text in self._candidate.values() if text is not named)
        otherwise = Verdict.NOT_FOUND
        for text in (named, *others) if named else others:
            for start, end in text.occurrences(wanted):
                if text.signal.is_remark:
                    otherwise = Verdict.REMARK
                elif why := text.why_masked(start, end):
                    otherwise = why
                else:
                    return Finding(Verdict.FOUND, text.citation(start, end))
        if otherwise is Verdict.NOT_FOUND and any(True for text in self._interviewer for _ in text.occurrences(wanted)):
            return Finding(Verdict.NOT_THE_CANDIDATE)
        return Finding(otherwise)

    def said(self, fragment: str) -> bool:
        """Whether the candidate said these words, however few, outside of what the model does not see."""
        wanted = comparable(fragment)
        return any(
            text.why_masked(start, end) is None
            for text in self._candidate.values()
            for start, end in text.occurrences(wanted)
        )

    def content(self, citation: Citation, start: int, end: int) -> str:
        """The original text of the citation's segment from `start` to `end`."""
        return self._candidate[str(citation.segment_id)].segment.content[start:end]

    @functools.cached_property
    def vocabulary(self) -> frozenset[str]:
        """The candidate's words outside of what the model does not see, as claims are looked up in them."""
        return vocabulary("\n".join(as_judged(text.segment).content for text in self._candidate.values()))

    @property
    def words(self) -> int:
        """How many words the candidate said."""
        return sum(count_words(text.segment.content) for text in self._candidate.values())

    def turns(self, where: Callable[[Signal], bool]) -> list[int]:
        """The turns in which the candidate said what a signal tells."""
        return sorted({text.segment.turn for text in self._candidate.values() if where(text.signal)})

    @property
    def repeated(self) -> list[int]:
        """The turns in which the candidate gave an answer of some length again, word for word."""
        turns, before = set[int](), set[str]()
        for text in self._candidate.values():
            said = comparable(text.segment.content)
            if not text.signal.thin and said in before:
                turns.add(text.segment.turn)
            before.add(said)
        return sorted(turns)

    @property
    def set_aside(self) -> list[SetAside]:
        """What of the candidate's words counts as no evidence, in their order."""
        return [
            SetAside(segment_id=text.segment.id, turn=text.segment.turn, start=start, end=end, why=why)
            for text in self._candidate.values()
            for start, end, why in text.set_aside
        ]


def comparable(text: str) -> str:
    """The text in the form in which quotes are compared, without white space at its ends."""
    if text.isascii():  # the same without going through it piece by piece, which most answers are spared by
        return " ".join(text.translate(_TYPOGRAPHY).casefold().split())
    return "".join(piece for piece, _, _ in _pieces(text)).strip(" ")


def count_words(text: str) -> int:
    """Words of a text; in scripts without spaces two letters count as one."""
    plain = comparable(text)
    return len(WORD.findall(plain if plain.isascii() else "".join(char for char in plain if not _is_mark(char))))


class _Searchable:
    """One segment: its comparable form, and for each character of that the place it came from."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment

    @property
    def signal(self) -> Signal:
        return heard(self.segment.content).signal

    @property
    def set_aside(self) -> list[tuple[int, int, Verdict]]:
        return [(0, len(self.segment.content), Verdict.REMARK)] if self.signal.is_remark else self._masked

    @functools.cached_property
    def _masked(self) -> list[tuple[int, int, Verdict]]:
        """What the model does not see."""
        said = heard(self.segment.content)
        steering = [(start, end, Verdict.STEERING) for start, end in said.steering]
        return sorted([*steering, *((start, end, Verdict.REMARK) for start, end in said.distress)])

    @functools.cached_property
    def _index(self) -> tuple[str, _Offsets, _Offsets, _Offsets]:
        """The comparable form; where each piece begins in it; where each begins and ends in the original."""
        content = self.segment.content
        if content.isascii() and len(plain := comparable(content)) == len(content):  # character by character the same
            places = range(len(content))
            return plain, places, places, range(1, len(content) + 1)
        pieces: list[str] = []
        begins, starts, ends = array("I"), array("I"), array("I")  # a list of ints takes ten times as much
        length = 0
        for piece, start, end in _pieces(content):
            pieces.append(piece)
            begins.append(length)
            starts.append(start)
            ends.append(end)
            length += len(piece)
        return "".join(pieces), begins, starts, ends

    def occurrences(self, wanted: str) -> Iterable[tuple[int, int]]:
        """Places in the original where the text stands, in whole characters and whole words."""
        text, begins, starts, ends = self._index
        at = text.find(wanted) if wanted else -1
        for _ in range(_OCCURRENCES_TRIED):
            if at < 0:
                return
            end = at + len(wanted)
            first, last = bisect_right(begins, at) - 1, bisect_right(begins, end - 1) - 1
            ends_a_piece = end == (begins[last + 1] if last + 1 < len(begins) else len(text))
            if begins[first] == at and ends_a_piece and not _splits_word(text, at) and not _splits_word(text, end):
                yield starts[first], ends[last]
            at = text.find(wanted, at + 1)

    def why_masked(self, start: int, end: int) -> Verdict | None:
        """Why the model does not see what stands from `start` to `end`; None where it does."""
        return next((why for begin, stop, why in self._masked if start < stop and begin < end), None)

    def citation(self, start: int, end: int) -> Citation:
        quote = self.segment.content[start:end]
        return Citation(quote=quote, segment_id=self.segment.id, turn=self.segment.turn, start=start, end=end)


def _splits_word(text: str, at: int) -> bool:
    """Whether a cut at `at` runs through a word: "able to plan" does not stand in "unable to plan"."""
    if not 0 < at < len(text) or not _IN_SPACED_WORD.match(text[at]):
        return False
    before = at - 1
    while before and _is_mark(text[before]):
        before -= 1
    return _IN_SPACED_WORD.match(text[before]) is not None


def _pieces(text: str) -> Iterable[tuple[str, int, int]]:
    """The comparable form piece by piece, each with where it stands in the original: (piece, start, end).

    A piece is a run of white space, or a character with the marks that belong to it; it cannot be cited in part.
    """
    index, length = 0, len(text)
    while index < length:
        char = text[index]
        start = index
        index += 1
        if char in _INVISIBLE:
            continue
        end = index
        if char.isspace():
            while index < length and (text[index].isspace() or text[index] in _INVISIBLE):
                index += 1
                if text[index - 1].isspace():
                    end = index
            yield " ", start, end
            continue
        if char < "\x80" and (index == length or text[index] < "\x80"):  # nothing combines with it
            yield _folded(char), start, end
            continue
        cluster = char
        while index < length and len(cluster) < _LONGEST_CLUSTER:
            mark = text[index]
            if mark not in _INVISIBLE:
                if not _belongs_to_previous(mark):
                    break
                cluster += mark
                end = index + 1
            index += 1
        yield _folded(cluster), start, end


def _belongs_to_previous(char: str) -> bool:
    """Whether a character combines with the one before it: marks, and the vowels and finals of a Hangul syllable."""
    return _is_mark(char) or "\u1160" <= char <= "\u11ff"


def _is_mark(char: str) -> bool:
    return char > "\u02ff" and unicodedata.category(char)[0] == "M"


@functools.lru_cache(maxsize=4096)
def _folded(cluster: str) -> str:
    """Canonical caseless form of a character with its marks."""
    decomposed = unicodedata.normalize("NFD", cluster).casefold()
    return unicodedata.normalize("NFD", decomposed).translate(_TYPOGRAPHY)
