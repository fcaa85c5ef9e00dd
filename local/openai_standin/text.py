"""Sentences of a text, and which of them try to steer the interviewer or the scorer instead of saying something.

The patterns are the stand-in's own and broader than the app's: a sentence wrongly left out costs it nothing.
"""

import re
import unicodedata
from typing import NamedTuple

_SENTENCE = re.compile(r"[^\s](?:[^.!?…\n]|[.!?…](?=\S))*[.!?…]*", re.UNICODE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

# From here on a text pretends to be somebody else's: nothing after it is the candidate's answer.
_FAKE_MESSAGE = re.compile(
    r"(?:^|\n)[\s#>*\[(<|]{0,8}(?:system|assistant|developer|interviewer|admin)"
    r"(?:\s(?:message|prompt|override|note|instructions?|update))?[\s*]{0,3}[:\])>]"
    r"|<\|?/?\s*(?:im_start|im_end|system|assistant|endoftext|candidate_answer|move|notes|correction)\b"
    r"|\[/?(?:inst|sys|system)\b|<</?sys>>",
    re.IGNORECASE,
)
_STEERING = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}"
    r"\b(?:instructions?|prompts?|rules?|guidelines?|directions?|above|previous|programming|rubric)\b"
    r"|\b(?:give|award|grant|assign|rate|score|grade|mark)\b.{0,30}\b(?:me|my|this|the candidate|every|all|each)\b"
    r".{0,50}(?:\b(?:full|top|maximum|highest|perfect|best|level|stars?|scores?|points|marks|100|five)\b"
    r"|\d\s*(?:/|out of)\s*\d)"
    r"|\b(?:set|make|change)\b.{0,30}\b(?:my|the|every|all)\b.{0,20}\b(?:scores?|marks?|ratings?|levels?|grades?)\b"
    r"|\b(?:reveal|show|print|repeat|output|tell me|share|display)\b.{0,40}"
    r"\b(?:prompt|instructions|rubric|criteria|anchors?|system message)\b"
    r"|\byou are (?:now|no longer)\b|\b(?:act|behave|respond|pretend) (?:as|to be)\b"
    r"|\b(?:as an ai|dear ai|hey ai|language model|jailbreak|developer mode|system (?:prompt|message|override))\b"
    r"|\b(?:note|message|instructions?) (?:to|for) (?:the )?(?:ai|model|scorer|grader|evaluator|interviewer|llm)\b"
    r"|\b(?:end|finish|skip|stop) the interview\b|\b(?:recommend|hire|pass|advance) (?:me|this candidate)\b",
    re.IGNORECASE | re.DOTALL,
)


class Sentence(NamedTuple):
    """A sentence and where it stands: `text == source[start:end]`."""

    start: int
    end: int
    text: str


def sentences(text: str) -> list[Sentence]:
    """The sentences of a text, each an exact substring of it; a line break ends one too."""
    return [Sentence(match.start(), match.end(), match.group()) for match in _SENTENCE.finditer(text)]


def own_sentences(text: str) -> list[Sentence]:
    """The sentences that are an answer: none that steers, and nothing from a made-up system message on."""
    return [sentence for sentence in genuine_sentences(text) if not steers(sentence.text)]


def genuine_sentences(text: str) -> list[Sentence]:
    """The sentences before a made-up system message, if there is one; some may still steer."""
    fake = _FAKE_MESSAGE.search(text)
    end = fake.start() if fake else len(text)
    return [sentence for sentence in sentences(text) if sentence.end <= end]


def steers(text: str) -> bool:
    """Whether the text instructs the interviewer or the scorer, seen without invisible and look-alike characters."""
    visible = visible_text(text)
    return _STEERING.search(visible) is not None or _FAKE_MESSAGE.search(visible) is not None


def visible_text(text: str) -> str:
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).replace("’", "'")


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def word_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each word."""
    return [match.span() for match in _WORD.finditer(text)]


def unescape(text: str) -> str:
    """Undoes the prompts' escaping of `&`, `<` and `>`, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
