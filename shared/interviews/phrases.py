"""Phrases that are looked for in what candidates say: patterns that are tried only where they can succeed."""

import re
from collections.abc import Iterator
from typing import NamedTuple, Self

_WORD = re.compile(r"\w+")


class Low(NamedTuple):
    """A text in small letters, and its words."""

    text: str
    words: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(text, frozenset(_WORD.findall(text)))


class Phrases(NamedTuple):
    """Ways to say something. One of the words in `needs` stands in any text that `pattern` finds, so the pattern is
    tried only where it can succeed; looking for words is much faster."""

    needs: frozenset[str]
    pattern: re.Pattern[str]

    def in_text(self, low: Low) -> Iterator[re.Match[str]]:
        """Where they stand in a text."""
        return iter(()) if self.needs.isdisjoint(low.words) else self.pattern.finditer(low.text)


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern that finds what any of these finds."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def phrases(needs: str, *patterns: str) -> Phrases:
    """Phrases by the words of which they need one, separated by spaces, and their patterns."""
    return Phrases(frozenset(needs.split()), any_of(*patterns))
