"""The vocabulary of skills: the name that a skill goes by, and where in a résumé a word may be taken for it."""

import functools
from typing import Final, Literal, NamedTuple

from shared.resumes.fields.data import table
from shared.resumes.fields.text import fold, key

# everywhere: no other word. together: spelt like this and beside other skills. listed: only among listed skills,
# alone: only as a whole item of theirs.
Where = Literal["everywhere", "together", "listed", "alone"]
LONGEST: Final = 5  # words of a term


_WHERE: Final[dict[str, Where]] = {
    "everywhere": "everywhere",
    "together": "together",
    "listed": "listed",
    "alone": "alone",
}


class Term(NamedTuple):
    """`written` is one of the names of a skill, the spelling that counts where capitals tell a name from a word."""

    name: str
    where: Where
    written: str
    nickname: bool = False

    def shown(self, written: str) -> str:
        """What a profile calls the skill: as the résumé writes it, but for nicknames, which are spelt out."""
        return self.name if self.nickname or fold(written) == fold(self.name) else " ".join(written.split())


@functools.cache
def terms() -> dict[str, Term]:
    """The terms by the key of each of their names. Our own list goes before the technologies that are taken over."""
    found: dict[str, Term] = {}
    for source in ("skills", "technologies"):
        for name, where, *columns in table(source):
            kind = _WHERE[where]
            others, nicknames = [*(column.split("|") for column in columns), [], []][:2]
            for written in (name, *others, *nicknames):
                if written:
                    ours = source == "skills" or written == name
                    term = Term(name, kind if ours else "alone", written, written in nicknames)
                    found.setdefault(key(written), term)
    return found


@functools.lru_cache(maxsize=4096)
def term_of(text: str) -> Term | None:
    """The term that a text is a name of."""
    return terms().get(key(text))


def skill_name(text: str) -> str:
    """The name that a skill goes by in the vocabulary, or the text itself: so are two names of one skill compared."""
    term = term_of(text)
    return term.name if term else " ".join(text.split())


def spellings(name: str) -> tuple[str, ...]:
    """All names of the term that the vocabulary calls `name`."""
    return _spellings().get(name, (name,))


@functools.cache
def _spellings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for term in terms().values():
        found.setdefault(term.name, [term.name]).append(term.written)
    return {name: tuple(dict.fromkeys(written)) for name, written in found.items()}
