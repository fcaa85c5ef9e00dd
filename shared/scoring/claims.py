"""The numbers and names of a text: what it claims that another text must bear out. Pure functions.

Words are compared whole: "10" does not bear out "1". Number words up to ninety-nine are numbers, in English; so are
multiples and parts ("halved", "a third", "tenfold"), which are borne out by the same multiple or part.

Not seen: names in small letters or in scripts that have no capitals; numbers in the words of other languages; where a
language is not English, a name that begins a sentence, and in German one after an article; a name that begins an
English sentence and is a form of a longer word that was said. What was said once bears out every later mention,
whatever it is said of.
"""

import re
import unicodedata
from collections.abc import Iterator, Set
from typing import Final, Literal, NamedTuple

from shared.utils.plain_text import UNSPACED

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
_TWO_WORDS = re.compile(rf"\b({'|'.join(_TENS)})[\s-]*({'|'.join(_DIGITS)})\b", re.IGNORECASE | re.ASCII)
_PARTS_WRITTEN = "half third fourth fifth sixth seventh eighth ninth tenth quarter"
_MULTIPLES: Final = {
    "half": "halve halves halved halving",
    "double": "doubles doubled doubling twice twofold",
    "triple": "triples tripled tripling thrice threefold",
    "quadruple": "quadruples quadrupled quadrupling fourfold",
}
# Without "one", which is a pronoun more often than a number.
_NUMBERS: Final = {
    **{word: str(number) for word, number in (_TENS | _DIGITS).items() if word != "one"},
    **{word: str(number) for number, word in enumerate(_TEENS.split(), start=10)},
    **{part + "s": part for part in _PARTS_WRITTEN.split()},
    **{form: word for word, forms in _MULTIPLES.items() for form in forms.split()},
    "zero": "0",
    "%": "percent",
}
_LARGE: Final = ("hundred", "thousand", "million", "billion", "trillion")
_MAGNITUDES: Final = frozenset(
    {"percent", "dozen", "dozens", *_PARTS_WRITTEN.split(), *_MULTIPLES}
    | {word + plural for word in _LARGE for plural in ("", "s")}
    | {f"{word}fold" for word in (*_TENS, *_DIGITS, *_TEENS.split(), *_LARGE)}
    | {word.removesuffix("y") + "ies" for word in _TENS}
)

_NO_NAMES: Final = frozenset({"i", "candidate", "english", "star"})
_GERMAN_ARTICLES_WRITTEN = """
    der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner im am zum zur vom beim ins
    ihr ihre ihren ihrem ihrer ihres sein seine seinen seinem seiner seines dieser diese dieses diesen diesem jede jeden
"""
_GERMAN_SMALL_WORDS = "und mit nicht wird wurde hat ist von bei für auf sich dass weil"
# What honest English sentences begin with. Those of the first list and the verbs also show that a text is English.
_ENGLISH_WRITTEN = """
    the this that these those she they it its his their there here both each some none not nothing only and when while
    where what who how why at by for from of to with without within after before during between beyond through
    throughout about because since although though however overall moreover further furthermore additionally
    specifically generally instead then thus yet such another other more most much many several few very well neither
    rather despite you your next
    candidate reasoning did does doing going being having is was are were has had have been can could would gave shown
    said chose chosen built made took taken led ran wrote written found understood met tied put told planned running
    setting
    clear clearly concrete specific strong weak good great fine limited little partly short vague thorough careful
"""
_VERBS_WRITTEN = """
    explain describe give name show demonstrate state say mention cite report note identify compare weigh consider
    choose decide use apply build make take handle lead run write measure quantify test check verify track review learn
    reflect own improve reduce solve fix find understand recognise recognize meet lack offer provide present discuss
    outline justify link connect refer rely focus work help plan prevent propose set support evaluate acknowledge admit
    address articulate illustrate indicate suggest talk tell add include keep try think share start walk
    strengthen communicate answer claim point
"""
_NOUNS_WRITTEN = """
    response evidence example detail quote passage statement reason explanation description account decision result
    outcome impact action approach step level anchor situation ownership structure
"""
# These other languages have too.
_ALSO_ELSEWHERE_WRITTEN = """
    a an all also as but do even general brief solid sound partial he her if in into no on once or over so still under
"""
_GERMAN_ARTICLES: Final = frozenset(_GERMAN_ARTICLES_WRITTEN.split())
_GERMAN: Final = _GERMAN_ARTICLES.union(_GERMAN_SMALL_WORDS.split())
_GERMAN_ADJECTIVE = re.compile(r"[^\W\d_]+e[nmrs]?")
_ENDINGS: Final = ("s", "es", "ies", "d", "ed", "ied", "ing")
_FORMS: Final = ("e", "y", *_ENDINGS)
_LEAST_STEM: Final = 5  # shorter ones are in too many names: Tim in "time", Wells in "well"


def _forms(verb: str) -> tuple[str, ...]:
    """A verb with the regular endings of English."""
    if verb.endswith("e"):
        stem, endings = verb[:-1], ("es", "ed", "ing")
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        stem, endings = verb[:-1], ("ies", "ied", "ying")
    else:
        stem, endings = verb, ("es" if verb.endswith(("s", "x", "sh", "ch")) else "s", "ed", "ing")
    return verb, *(stem + ending for ending in endings)


_ENGLISH: Final = frozenset(_ENGLISH_WRITTEN.split()).union(*map(_forms, _VERBS_WRITTEN.split()))
_BEGINNINGS: Final = _ENGLISH.union(
    _ALSO_ELSEWHERE_WRITTEN.split(), (noun + plural for noun in _NOUNS_WRITTEN.split() for plural in ("", "s"))
)


class _Word(NamedTuple):
    written: str
    compared: str
    at: int


def vocabulary(text: str) -> frozenset[str]:
    """The words of a text in the form in which claims are looked up."""
    return frozenset(_compared(written) for written in set(_TOKEN.findall(_readable(text))))


def is_borne_out(text: str, known: Set[str]) -> bool:
    """Whether every number and name of the text is among the known words (see `vocabulary`)."""
    readable = _readable(text)
    words = list(_words(readable))
    language = _language(words)
    return all(
        word.compared in known
        or not (_is_number(word) or _is_name(place, words, language, known, begins=_begins(readable, word)))
        for place, word in enumerate(words)
    )


def _is_number(word: _Word) -> bool:
    return word.compared in _MAGNITUDES or any(char.isdigit() for char in word.compared)


def _is_name(
    place: int, words: list[_Word], language: Literal["en", "de", ""], known: Set[str], *, begins: bool
) -> bool:
    """Whether a word is written like a name: by its capitals, where its language leaves them to names.

    `begins` says whether it begins a sentence.
    """
    written, compared, _ = words[place]
    if compared in _NO_NAMES or not any(char.isupper() for char in written):
        return False
    if sum(char.isupper() for char in written) > 1 or not written[0].isupper():
        return True
    if begins:
        return language == "en" and not _begins_sentences(compared, known)
    return language != "de" or not _is_german_noun(place, words)


def _begins_sentences(word: str, known: Set[str]) -> bool:
    """Whether an English word is no name where it begins a sentence: a usual one, or a form of one that is known."""
    stems = [word, *(word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))]
    long = [stem for stem in stems if len(stem) >= _LEAST_STEM]
    return word in _BEGINNINGS or any(
        form in known for stem in long for form in (stem, *(stem + end for end in _FORMS))
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


def _begins(readable: str, word: _Word) -> bool:
    return _BEGINS_SENTENCE.search(readable, max(0, word.at - 8), word.at) is not None


def _readable(text: str) -> str:
    """The text in one form, its numbers of two words ("twenty-five") in figures."""
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return _TWO_WORDS.sub(lambda match: str(_TENS[match[1].lower()] + _DIGITS[match[2].lower()]), text)


def _words(readable: str) -> Iterator[_Word]:
    for match in _TOKEN.finditer(readable):
        yield _Word(match[0], _compared(match[0]), match.start())


def _compared(written: str) -> str:
    compared = written.casefold()
    if _GROUPED_BY_THOUSANDS.fullmatch(compared):
        compared = compared.replace(",", "")
    return _NUMBERS.get(compared, compared)
