"""The numbers and names of a text: what it claims that another text must bear out. Pure functions.

Words are compared whole: "10" does not bear out "1". Number words up to ninety-nine are numbers, in English.

Not seen: names in small letters or in scripts that have no capitals; numbers in the words of other languages; where a
language is not English, a name that begins a sentence, and in German one after an article. What was said once bears out
every later mention, whatever it is said of.
"""

import re
import unicodedata
from collections.abc import Iterator, Set
from typing import Final, Literal, NamedTuple

# A letter of scripts that put no space between words.
UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_LETTERS: Final = rf"[^\W_{UNSPACED}]+"
# "30 ms" in "30ms", else letters and digits: "1,000" and "GPT-4" are one word; "Python-based" and "Python's" are two.
_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*(?=(?i:ms|s|min|h|[kmgt]b)\b)|%|"
    rf"{_LETTERS}(?:(?:(?<=\d)[.,]|(?<=[^\W\d_])-)(?=\d){_LETTERS})*(?:\+\+|\#)?"
)
_BEGINS_SENTENCE = re.compile(r"(?:\A|[.!?…。！？])[\s\"'“”‘’„«»()\[\]–—-]*\Z")
_GROUPED_BY_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")

_TENS: Final = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_DIGITS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_TEENS: Final = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TWO_WORDS = re.compile(rf"\b({'|'.join(_TENS)})[\s-]+({'|'.join(_DIGITS)})\b", re.IGNORECASE | re.ASCII)
# Without "one", which is a pronoun more often than a number.
_NUMBERS: Final = {
    **{word: str(number) for word, number in (_TENS | _DIGITS).items() if word != "one"},
    **{word: str(number) for number, word in enumerate(_TEENS.split(), start=10)},
    "zero": "0",
    "%": "percent",
}
_MAGNITUDES: Final = frozenset(
    {"percent", "dozen", "dozens"}
    | {word + plural for word in ("hundred", "thousand", "million", "billion") for plural in ("", "s")}
)

_NO_NAMES: Final = frozenset({"i", "candidate", "english", "star"})
_ENGLISH_SMALL_WORDS = "the and with they their this that from which by is was are were has have been candidate"
_GERMAN_ARTICLES_WRITTEN = """
    der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner im am zum zur vom beim ins
    ihr ihre ihren ihrem ihrer ihres sein seine seinen seinem seiner seines dieser diese dieses diesen diesem jede jeden
"""
_GERMAN_SMALL_WORDS = "und mit nicht wird wurde hat ist von bei für auf sich dass weil"
# What honest English sentences begin with; verbs also with -s, -ed and -ing. Other words must be borne out there too.
_BEGINNINGS_WRITTEN = """
    a an the this that these those he she they it its his her their there here both each all some no none not nothing
    only also and but or if when while where what who how why as at by for from in into of on to with without within
    after before during over under between beyond through throughout about because since although though however
    overall moreover further furthermore additionally specifically generally instead then thus so still yet even once
    such another other more most much many several few very well neither rather despite
    candidate answer response evidence example detail quote passage statement reason reasoning explanation description
    account decision result outcome impact action approach step level anchor point claim situation
    explain explained describe give gave name show shown demonstrate state say said mention cite report note identify
    compare weigh consider choose chose decide use apply build built make made take took handle lead led run ran write
    wrote measure quantify test check verify track review learn reflect own improve reduce solve fix find found
    understand understood recognise recognize meet met lack offer provide present discuss outline justify link connect
    tie refer rely focus work help plan prevent propose set support evaluate acknowledge admit address articulate
    illustrate indicate suggest do does did is was are were has had have can could would
    clear clearly concrete specific strong weak good solid limited little partial partly brief short general vague sound
    thorough careful
"""
_ENGLISH: Final = frozenset(_ENGLISH_SMALL_WORDS.split())
_GERMAN_ARTICLES: Final = frozenset(_GERMAN_ARTICLES_WRITTEN.split())
_GERMAN: Final = _GERMAN_ARTICLES.union(_GERMAN_SMALL_WORDS.split())
_GERMAN_ADJECTIVE = re.compile(r"[^\W\d_]+e[nmrs]?")
_BEGINNINGS: Final = frozenset(_BEGINNINGS_WRITTEN.split())
_ENDINGS: Final = ("s", "es", "ies", "d", "ed", "ied", "ing")
_FORMS: Final = ("e", "y", *_ENDINGS)


class _Word(NamedTuple):
    written: str
    compared: str
    begins: bool  # a sentence


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text in the form in which claims are looked up."""
    return frozenset(word.compared for word in _words(text))


def is_borne_out(text: str, known: Set[str]) -> bool:
    """Whether every number and name of the text is among the known words (see `vocabulary`)."""
    words = list(_words(text))
    language = _language(words)
    return all(
        word.compared in known or not (_is_number(word) or _is_name(place, words, language, known))
        for place, word in enumerate(words)
    )


def _is_number(word: _Word) -> bool:
    return word.compared in _MAGNITUDES or any(char.isdigit() for char in word.compared)


def _is_name(place: int, words: list[_Word], language: Literal["en", "de", ""], known: Set[str]) -> bool:
    """Whether a word is written like a name: by its capitals, where its language leaves them to names."""
    written, compared, begins = words[place]
    if compared in _NO_NAMES or not any(char.isupper() for char in written):
        return False
    if sum(char.isupper() for char in written) > 1 or not written[0].isupper():
        return True
    if begins:
        return language == "en" and not _begins_sentences(compared, known)
    return language != "de" or not _is_german_noun(place, words)


def _begins_sentences(word: str, known: Set[str]) -> bool:
    """Whether an English word needs no name to begin a sentence: a usual one, or a form of one that is known."""
    stems = [word, *(word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))]
    return any(
        form in _BEGINNINGS or form in known for stem in stems for form in (stem, *(stem + end for end in _FORMS))
    )


def _is_german_noun(place: int, words: list[_Word]) -> bool:
    """Whether an article stands before a word, with at most two adjectives between: names do without one."""
    for before in reversed(words[max(0, place - 3) : place]):
        if before.compared in _GERMAN_ARTICLES:
            return True
        if not (before.written.islower() and _GERMAN_ADJECTIVE.fullmatch(before.written)):
            return False
    return False


def _language(words: list[_Word]) -> Literal["en", "de", ""]:
    """The language of a text, as far as it bears on capitals: by its small words, never by the capitals themselves."""
    english, german = (sum(word.compared in small for word in words) for small in (_ENGLISH, _GERMAN))
    if german > english:
        return "de"
    return "en" if english else ""


def _words(text: str) -> Iterator[_Word]:
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    text = _TWO_WORDS.sub(lambda match: str(_TENS[match[1].lower()] + _DIGITS[match[2].lower()]), text)
    for match in _TOKEN.finditer(text):
        compared = match[0].casefold()
        if _GROUPED_BY_THOUSANDS.fullmatch(compared):
            compared = compared.replace(",", "")
        begins = _BEGINS_SENTENCE.search(text, max(0, match.start() - 8), match.start()) is not None
        yield _Word(match[0], _NUMBERS.get(compared, compared), begins)
