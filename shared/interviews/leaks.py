"""Finds the confidential rubric's words in what the interviewer is about to say. Pure; built once per plan."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from shared.utils.plain_text import word_list

# A run of so many words is a leak if at least so many of them carry content, and so many of those are not the plan's
# public words anyway. With fewer it is what interviewers say: "how you found the cause", "built data pipelines and".
_RUNS: Final = {4: (3, 3), 5: (3, 2), 6: (2, 1), 8: (0, 0)}
LONGEST_RUN: Final = max(_RUNS)
_SHORT_TEXT: Final = LONGEST_RUN - 1  # an anchor of at most so many words is compared whole
_CONTENT_LETTERS: Final = 4

# Words that carry no content of a rubric: function words, and what any interview is about.
_ORDINARY_WORDS: Final = """
about above after again against along also although always among another anybody anyone anything around away back
because been before behind being below best better between both came cannot come comes could does doing done down
during each either else enough even ever every everybody everyone everything exactly first from further gave give
gives given goes going gone good have having hear heard help helped helps here hers herself himself instead into
itself just keep kept knew know known knows last least less like made make makes making many maybe might more most
much must myself need needed needs neither never next nobody none nothing often once only other others ought ours
ourselves over perhaps please quite rather really same second shall should show showed shows since some somebody
someone something sometimes soon still such take taken takes tell tells than thank thanks that their theirs them
themselves then there these they thing things think this those though thought through today together told took
toward towards under until upon used using very want wanted wants well went were what whatever when where whether
which while whole whom whose will with within without would your yours yourself
answer answers asked candidate company describe described describes detail details example examples experience
explain explained explains happen happened happens idea interview interviewer involved learn learned moment mean
means move part parts people person place point points question questions reason reasons role said says share
situation situations speak speaks spoke step steps talk talked team teams time times topic topics understand
work worked working works world year years
"""
_ORDINARY: Final = frozenset(_ORDINARY_WORDS.split())


class Confidential:
    """The runs of words that a rubric's anchors and criteria have, and no public text of the plan."""

    def __init__(self, secret: Iterable[str], public: Iterable[str]) -> None:
        told = [word_list(text) for text in public]
        self._public = _joined(told)
        self._known = frozenset(word for words in told for word in words)
        self._runs: defaultdict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
        self._sentences: set[str] = set()
        for text in secret:
            words = tuple(word_list(text))
            content = frozenset(word for word in words if len(word) >= _CONTENT_LETTERS) - _ORDINARY
            own = content - self._known
            if len(words) <= _SHORT_TEXT:
                self._add_short(words, content, own)
            for start in range(len(words)):
                if run := _shortest_leak(words[start : start + LONGEST_RUN], content, own):
                    self._add(run)

    def runs_in(self, words: Sequence[str], before: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
        """The confidential runs in a sentence's words, with those that began in the words said just `before`."""
        text = [*before, *words]
        for start, pair in enumerate(pairwise(text)):
            for run in self._runs.get(pair, ()):
                end = start + len(run)
                if end > len(before) and tuple(text[start:end]) == run:
                    yield run
        if " ".join(words) in self._sentences:
            yield tuple(words)

    def _add_short(self, words: tuple[str, ...], content: frozenset[str], own: frozenset[str]) -> None:
        """A short text is a leak wherever it stands whole; with one word of content only as a sentence of its own."""
        if len(content) > 1 and own:
            self._add(words)
        elif content and len(words) > 1 and not self._is_public(words):
            self._sentences.add(" ".join(words))

    def _add(self, run: tuple[str, ...]) -> None:
        runs = self._runs[run[0], run[1]]
        if run not in runs and not self._is_public(run):
            runs.append(run)

    def _is_public(self, run: tuple[str, ...]) -> bool:
        return self._known.issuperset(run) and holds(self._public, run)


def spoken(texts: Iterable[str]) -> str:
    """The words of texts, in which runs can be looked for with `holds`."""
    return _joined(word_list(text) for text in texts)


def holds(joined: str, run: Sequence[str]) -> bool:
    """Whether a run of words stands in one of the texts that were joined."""
    return f" {' '.join(run)} " in joined


def _joined(texts: Iterable[Sequence[str]]) -> str:
    return " | ".join(["", *(" ".join(words) for words in texts), ""])


def _shortest_leak(words: tuple[str, ...], content: frozenset[str], own: frozenset[str]) -> tuple[str, ...] | None:
    """The shortest beginning of these words that would give their text away, or None.

    `content` are the text's words that carry content, `own` those that are not public words of the plan.
    """
    for length, (least_content, least_own) in _RUNS.items():
        run = words[:length]
        if (
            len(run) == length
            and len(content.intersection(run)) >= least_content
            and len(own.intersection(run)) >= least_own
        ):
            return run
    return None
