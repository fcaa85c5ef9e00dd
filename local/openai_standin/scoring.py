"""Scores a transcript by simple visible rules, with true quotes. It is a rule and not a judgement.

For each dimension:

1. It reads the candidate's answers to questions that share a word with the dimension's name, criteria or anchors. A
   question that shares none with any dimension follows up on the one before it. With no such answer it reads all.
2. It drops questions back, "I don't know", and sentences that try to steer the interviewer or the scorer.
3. It counts in what is left, up to the number in brackets: words (40); sentences of own action such as "I built" (2);
   sentences with a result: a number, "reduced", "as a result" (2); sentences with a reason: "because", "trade-off",
   "I learned" (2).
4. Strength = 1 + the four shares, 1 to 5. The level is the strength rounded down from x.6: 2.59 is 2 and 2.6 is 3.
   Within 0.05 of that boundary the sample's seed decides, so samples agree mostly but not always. Without own action
   the level is at most 2. With fewer than 12 words and no own action there is no level (null).
5. Its quotes are the one to three sentences that counted most, word for word, cut to 25 words.

The rules know English words only.
"""

import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from local.openai_standin.text import Sentence, own_sentences, word_spans, words

FIRST_LINE = "You judge the answers of a structured job interview against behavioural anchors."

_QUOTE_WORDS = 25
_QUOTES = 3
_LEAST_WORDS = 12
_ENOUGH_WORDS = 40
_BOUNDARY = 0.6
_BOUNDARY_WIDTH = 0.05

_ACTION = re.compile(
    r"\bI(?:'ve|’ve| have|'d|’d| had)? (?:\w+ly |also |then |first |once |had to |decided to |managed to )?"
    r"(?:\w{2,}ed|built|led|wrote|made|ran|set|found|chose|took|drove|cut|began|taught|kept|sold|held|got|brought|"
    r"broke|spoke|met|sat|gave|put|split|rewrote|redid|sent|told|thought|bought|dealt|undertook|oversaw|won)\b"
)
_RESULT = re.compile(
    r"\d|\b(?:reduc\w+|increas\w+|improv\w+|saved|halved|doubled|tripled|faster|fewer|dropped|fell|grew|results?|outcome|"
    r"impact|in the end|percent|shipped|launched|delivered|half|twice|went (?:up|down))\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|therefore|trade-?offs?|instead of|rather than|alternatives?|compared|weighed|decided|risk\w*|"
    r"learn(?:ed|t)|measured|so that|in order to|hypothes\w+|cause|next time|differently)\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"\b(?:(?:don't|do not|don’t) (?:really )?(?:know|remember|recall)|no idea|not sure|"
    r"nothing (?:comes to mind|to add)|thank(?:s| you)|"
    r"(?:enjoyed|liked) (?:the|this|our) (?:conversation|interview|talk)|"
    r"look(?:ing|ed)? forward)\b",
    re.IGNORECASE,
)
_COMMON_WORDS = """
    about after again also another anything because been before being came come could describe detail detailed does
    done each even ever example from gave general give gives have having interview into just know like made make
    many matter mattered more most much need only other over part people please question questions role should
    situation some something such take team tell terms than that their them then there these they thing think this
    those time very want well were what when where which while will with work worked would your yourself
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(slots=True)
class Counted:
    """One sentence of the candidate's and what it counts for."""

    segment_id: str
    position: int
    sentence: Sentence
    words: int
    action: bool
    result: bool
    reason: bool

    @property
    def weight(self) -> int:
        return 3 * self.action + 2 * self.result + 2 * self.reason


@dataclass(slots=True)
class Evidence:
    """What the rules found for one dimension."""

    sentences: list[Counted] = field(default_factory=list)

    def count(self, name: str) -> int:
        return sum(bool(getattr(item, name)) for item in self.sentences)

    @property
    def words(self) -> int:
        return sum(item.words for item in self.sentences)

    def level(self, seed: int, dimension: str) -> int | None:
        own = self.count("action")
        if not self.sentences or (self.words < _LEAST_WORDS and not own):
            return None
        shares = [self.words / _ENOUGH_WORDS, own / 2, self.count("result") / 2, self.count("reason") / 2]
        strength = 1 + sum(min(1.0, share) for share in shares)
        whole = int(strength)
        above = strength - whole - _BOUNDARY
        if abs(above) <= _BOUNDARY_WIDTH:
            up = zlib.crc32(f"{seed}:{dimension}".encode("utf-8", "replace")) % 2 == 0
        else:
            up = above > 0
        return min(whole + up, 5 if own else 2)

    def quotes(self) -> list[dict[str, str]]:
        best = sorted(self.sentences, key=lambda item: (-item.weight, -item.words))
        chosen = [item for item in best if item.weight][:_QUOTES] or best[:1]
        chosen.sort(key=lambda item: (item.position, item.sentence.start))
        return [{"segment_id": item.segment_id, "quote": _cut(item.sentence.text)} for item in chosen]


def judge(messages: list[dict[str, str]], seed: int) -> dict[str, Any]:
    """The judgement of a scoring request. Raises ValueError when the last message holds no document."""
    document = read_document(messages)
    dimensions = [item for item in document.get("dimensions") or [] if isinstance(item, dict)]
    answers = _relevant_answers(document, dimensions)
    return {
        "dimensions": [
            _judge_dimension(str(item.get("dimension") or ""), _evidence(found), seed)
            for item, found in zip(dimensions, answers, strict=True)
        ]
    }


def read_document(messages: list[dict[str, str]]) -> dict[str, Any]:
    """The JSON document of a scoring request. Raises ValueError when there is none."""
    content = messages[-1]["content"]
    document = json.loads(content[content.find("{") : content.rfind("}") + 1])
    if not isinstance(document, dict):
        raise ValueError("the scoring document is no object")  # noqa: TRY004
    return document


def _relevant_answers(
    document: Mapping[str, Any], dimensions: list[dict[str, Any]]
) -> list[list[tuple[int, str, str]]]:
    """For each dimension the candidate's segments that bear on it, as (position, segment id, content)."""
    vocabulary = [
        (_stems([_spaced(item.get("dimension")), str(item.get("criteria") or "")]), _anchor_stems(item))
        for item in dimensions
    ]
    found: list[list[tuple[int, str, str]]] = [[] for _ in dimensions]
    everything: list[tuple[int, str, str]] = []
    about: list[int] = []
    asking = False
    asked: set[str] = set()
    for position, segment in enumerate(document.get("transcript") or []):
        content = str(segment.get("content") or "")
        if segment.get("speaker") != "candidate":
            asked = _stems([content]) | (asked if asking else set())
            asking = True
            continue
        if asking:
            asking = False
            matched = [
                index for index, (name, anchors) in enumerate(vocabulary) if asked & name or len(asked & anchors) >= 2
            ]
            about = matched or about
        entry = (position, str(segment.get("segment_id") or ""), content)
        everything.append(entry)
        for index in about:
            found[index].append(entry)
    return [answers or everything for answers in found]


def _evidence(answers: Iterable[tuple[int, str, str]]) -> Evidence:
    evidence = Evidence()
    for position, segment_id, content in answers:
        evidence.sentences += [Counted(segment_id, position, *counted) for counted in _counted(content)]
    return evidence


@lru_cache(maxsize=1_000)  # an answer bears on several dimensions, and each sample judges it again
def _counted(content: str) -> tuple[tuple[Sentence, int, bool, bool, bool], ...]:
    """The sentences of an answer that count, each with its words and whether it tells an action, result or reason."""
    counted: list[tuple[Sentence, int, bool, bool, bool]] = []
    for sentence in own_sentences(content):
        text = sentence.text
        size = len(words(text))
        if size < 3 or text.rstrip().endswith("?") or (size < 15 and _EMPTY.search(text)):
            continue
        action, result, reason = (pattern.search(text) is not None for pattern in (_ACTION, _RESULT, _REASON))
        counted.append((sentence, size, action, result, reason))
    return tuple(counted)


def _judge_dimension(dimension: str, evidence: Evidence, seed: int) -> dict[str, Any]:
    level = evidence.level(seed, dimension)
    own, results, reasons = (evidence.count(name) for name in ("action", "result", "reason"))
    if level is None:
        rationale = "By the stand-in model's rule the answers hold too little on this dimension for a level."
    else:
        told = [name for name, count in (("own action", own), ("a result", results), ("a reason", reasons)) if count]
        rationale = (
            "By the stand-in model's rule, not by judgement: the answers on this dimension hold "
            f"{', '.join(told) or 'neither own action nor a result nor a reason'}."
        )
    return {
        "dimension": dimension,
        "level": level,
        "quotes": [] if level is None else evidence.quotes(),
        "rationale": rationale,
        "feedback": _feedback(level, own, results, reasons),
    }


def _feedback(level: int | None, own: int, results: int, reasons: int) -> str:
    if level is None:
        return "There was little on this subject in your answers. A concrete example of your own work would help."
    praise = "You described what you did yourself." if own else "You gave a general picture."
    if not own:
        return f"{praise} An example that says what you did yourself would make it clearer."
    if not results:
        return f"{praise} Saying what came of it, and how you knew, would round the example off."
    if not reasons:
        return f"{praise} Saying why you chose that way, and what the alternatives were, would add depth."
    return f"{praise} You also said what came of it and why you went about it that way."


def _cut(text: str) -> str:
    """The sentence, or its first 25 words exactly as they stand."""
    spans = word_spans(text)
    return text if len(spans) <= _QUOTE_WORDS else text[: spans[_QUOTE_WORDS - 1][1]]


def _anchor_stems(item: Mapping[str, Any]) -> set[str]:
    anchors = item.get("anchors")
    return _stems(str(text) for text in anchors.values()) if isinstance(anchors, dict) else set()


def _stems(texts: Iterable[str]) -> set[str]:
    """The first six letters of each word of four letters or more that is not a common one."""
    return {stem for text in texts for stem in _stems_of(text)}


@lru_cache(maxsize=1_000)  # of a rubric, mostly, which is the same in each request
def _stems_of(text: str) -> frozenset[str]:
    found = (word.lower() for word in words(text))
    return frozenset(word[:6] for word in found if len(word) >= 4 and word not in _COMMON)


def _spaced(name: object) -> str:
    return re.sub(r"[_-]+", " ", str(name or ""))
