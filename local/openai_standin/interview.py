"""Words one move of the interview: the plan's question, tied to something that the candidate said.

The same messages always give the same words. Whatever the candidate says, only the last `<move>` decides what is asked.
"""

import json
import re
import zlib
from collections.abc import Sequence
from typing import Any

from local.openai_standin.text import genuine_sentences, steers, unescape, visible_text, words

FIRST_LINE = "You word the questions of a structured job interview."

_PHRASE_WORDS = 8
_FALLBACK_MOVE = {"kind": "probe", "say": "Could you tell me a little more about that?"}

_QUOTING = ("You mentioned “{}”.", "You said “{}”.", "You told me “{}”.")
_FRESH_START = ("To put it differently:", "In other words:", "To come back to it:", "Once more, from another side:")
_SIMPLER = ("Let me put that more simply:", "Let me ask it another way:", "Put plainly:", "In short:")
_ASIDES = {
    "redirect": (
        "I keep to the questions of this interview.",
        "I can only follow the plan of this interview.",
        "Let us stay with the interview itself.",
    ),
    "answer_question": (
        "The hiring team will be glad to answer that after the interview.",
        "That is one for the hiring team, and they will answer it.",
        "I cannot answer that, but the hiring team can.",
    ),
    "about_interview": (
        "I am an AI: this interview has a few set questions, the same for everyone, and you can end it at any time.",
        "I am an AI and ask everyone the same questions; a person reads the answers.",
    ),
    "explain": ("Of course, here it is again.", "Gladly, let me say it again.", "Sure, once more then."),
    "next_topic": (
        "Thank you, let us move on.",
        "Thanks, on to something else.",
        "Thank you, here is another subject.",
    ),
    "wrap_up": ("Thank you for your answers.",),
}
_CLOSED = "We are at the end of the interview now, and a person will read it."

_ABOUT_INTERVIEW = re.compile(
    r"\b(?:interview|how long|how many|time left|minutes|recorded|record|who (?:reads|decides)|next step|"
    r"are you (?:a |an )?(?:ai|human|robot|bot|person))\b",
    re.IGNORECASE,
)
_EXPLAIN = re.compile(
    r"\b(?:what do you mean|explain|clarify|repeat|rephrase|elaborate|understand (?:the |your )?question)\b",
    re.IGNORECASE,
)
# Words that an interviewer does not say back, whatever the candidate meant by them.
_NOT_SAID_BACK = re.compile(
    r"\b(?:scor\w*|rubrics?|levels?|anchors?|criteria|instruct\w*|prompts?|ignore|disregard|override|system|assistant|"
    r"hired?|hiring|reject\w*|pass(?:ed)?|fail\w*|marks?|grad(?:e|es|ing)|recommend\w*|interview\w*|candidates?|"
    r"pregnan\w*|religio\w*|church|mosque|married|husband|wife|child\w*|kids|disab\w*|illness|cancer|politic\w*|"
    r"nationalit\w*|years old|gay|lesbian|fuck\w*|shit\w*|https?|www)\b|[@<>{}\[\]|\\`^~=]",
    re.IGNORECASE,
)
_OWN_ACTION = re.compile(r"\b(?:I|we|my|our)\b", re.IGNORECASE)
_CLAUSE_BREAK = re.compile(
    r"[,;:()–—]|\s-\s|\b(?:because|so that|which|while|but|although|and then|when)\b", re.IGNORECASE
)
_LEADING = re.compile(
    r"^(?:(?:and|so|but|well|then|also|okay|ok|yes|no|yeah|um|uh|basically|actually|honestly|first|of course|"
    r"i think(?: that)?|i guess|i mean|that|the)\s+)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:\s+(?:a|an|the|of|to|in|on|at|for|with|and|or|by|from|as|is|was|were|are|that|this|my|our|their|his|her|its|"
    r"into|about|every|it|we|i|they|had|have|has|very|so))+$",
    re.IGNORECASE,
)
_QUESTION_MARKS = re.compile(r"[?？؟⁇⁈⁉]+")
_DECORATION = re.compile(r"[“”„«»\"*_#…\t]+")


def word_move(messages: Sequence[dict[str, str]]) -> str:
    """The interviewer's words for the move in the last message."""
    last = messages[-1]["content"]
    move = _last_move(last)
    kind = str(move.get("kind") or "probe")
    say = str(move.get("say") or _FALLBACK_MOVE["say"]).strip()
    said = " ".join(message["content"] for message in messages[:-1] if message["role"] == "assistant")
    if kind == "close":
        closing = _QUESTION_MARKS.sub(".", say)
        return _CLOSED if closing in said and _CLOSED not in said else closing
    statements, question = _split_say(say)
    statements = [sentence for sentence in statements if sentence not in said]
    if not _speaks_english(messages[0]["content"]):
        return " ".join([*statements, question])
    answer = _last_answer(last)
    aside = ""
    if kind == "clarify":
        question = _reworded(question, said, _SIMPLER)
    else:
        if question in said:
            question = _reworded(question, said, _FRESH_START)
        if kind != "open" and len(statements) < 2:
            asked_again = "<correction>" in last
            aside = _aside(kind, answer, said, move.get("topic"), asked_again)
    return " ".join(part for part in (aside, *statements, question) if part)


def _last_move(content: str) -> dict[str, Any]:
    start = content.rfind("<move>")
    end = content.find("</move>", start)
    if start < 0 or end < 0:
        return _FALLBACK_MOVE
    try:
        move = json.loads(content[start + len("<move>") : end])
    except ValueError:
        return _FALLBACK_MOVE
    return move if isinstance(move, dict) else _FALLBACK_MOVE


def _last_answer(content: str) -> str:
    start = content.rfind("<candidate_answer>")
    end = content.find("</candidate_answer>", start)
    return unescape(content[start + len("<candidate_answer>") : end]).strip() if 0 <= start < end else ""


def _speaks_english(system: str) -> bool:
    """Whether the prompt names English or no language; in another one the stand-in says the plan's words only."""
    match = re.search(r"^The language of the interview: *(\S+)", system, re.MULTILINE)
    return match is None or match.group(1).lower().startswith("en")


def _split_say(say: str) -> tuple[list[str], str]:
    """What the plan says before its question, and the question with its one question mark."""
    mark = max(say.rfind(sign) for sign in "?？؟")
    if mark < 0:
        return [say if say[-1] in ".!…" else f"{say}."], "Where would you like to start?"
    head, rest = say[:mark], say[mark + 1 :].strip()
    breaks = [match.end() for match in re.finditer(r"[.!…?]\s+", head)]
    start = breaks[-1] if breaks else 0
    statements = [part for part in (_QUESTION_MARKS.sub(".", head[:start]).strip(), rest) if part]
    return statements, _QUESTION_MARKS.sub(",", head[start:]).strip() + say[mark]


def _reworded(question: str, said: str, openings: Sequence[str]) -> str:
    """The question behind an opening that makes it a sentence not said before."""
    lowered = question
    if len(question) > 1 and question[1].islower() and not question.startswith("I "):
        lowered = question[0].lower() + question[1:]
    options = [f"{opening} {lowered}" for opening in openings]
    return next((option for option in options if option not in said), options[-1])


def _aside(kind: str, answer: str, said: str, topic: object, asked_again: bool) -> str:
    """A short neutral sentence before the question. After a refused wording nothing of the candidate's is used."""
    if kind == "probe":
        if not asked_again and (phrase := _own_words(answer, said)):
            return phrase
        return "Thank you."
    if kind == "next_topic" and isinstance(topic, str) and not asked_again:
        title = _QUESTION_MARKS.sub("", _DECORATION.sub("", topic)).strip(" .")
        option = f"Thank you, let us turn to “{title}”."
        if title and len(title) <= 60 and not _NOT_SAID_BACK.search(title) and option not in said:
            return option
    if kind == "answer_question":
        if _EXPLAIN.search(answer[-400:]):
            kind = "explain"
        elif _ABOUT_INTERVIEW.search(answer[-400:]):
            kind = "about_interview"
    options = _ASIDES.get(kind, ())
    return next((option for option in options if option not in said), "")


def _own_words(answer: str, said: str) -> str:
    """A sentence that gives the candidate's own words back, or nothing when none are fit to be said back."""
    shape = _QUOTING[zlib.crc32(answer.encode("utf-8", "replace")) % len(_QUOTING)]
    second_best = ""
    for sentence in reversed(genuine_sentences(answer)[-40:]):
        if _QUESTION_MARKS.search(sentence.text):
            continue
        phrase = _short_phrase(sentence.text)
        if not phrase or f"“{phrase}”" in said or steers(sentence.text):
            continue
        if _OWN_ACTION.search(phrase):
            return shape.format(phrase)
        second_best = second_best or phrase
    return shape.format(second_best) if second_best else ""


def _short_phrase(sentence: str) -> str:
    """The fullest clause of a sentence, at most eight words, without markup, end marks or dangling small words."""
    clauses = _CLAUSE_BREAK.split(_DECORATION.sub(" ", visible_text(sentence)))
    best = ""
    for clause in clauses:
        clean = _LEADING.sub("", " ".join(clause.split()).strip(" .!'-"))
        short = _TRAILING.sub("", " ".join(clean.split(" ")[:_PHRASE_WORDS])).strip(" .,;:!'-")
        if len(words(short)) > len(words(best)) and len(short) <= 90 and not _NOT_SAID_BACK.search(short):
            best = short
    return best if len(words(best)) >= 3 else ""
