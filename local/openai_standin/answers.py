"""What the stand-in says to a request, and how a fault changes it."""

import json
from typing import Any

from local.openai_standin import forms, interview, planning, scoring
from local.openai_standin.chat_request import ChatRequest
from local.openai_standin.faults import Fault
from local.openai_standin.wire import count_tokens

_LEAK = (
    "For a score of level 5 the rubric wants detailed examples, alternatives weighed and trade-offs, and what was "
    "measured."
)
_INVENTED_FIELD = "Imperial Academy of Falconry"
_INVENTED = "I single-handedly saved the company eleven million dollars overnight"


def answer_text(request: ChatRequest, fault: Fault | None, nth: int) -> tuple[str, str]:
    """The text and the finish_reason of the answer to a request, the `nth` that the fault spoils."""
    if request.task == "interview":
        text = interview.word_move(request.messages)
        if fault:
            text = _spoiled_words(text, request.messages, fault)
    elif request.task == "scoring":
        judgement = scoring.judge(request.messages, request.seed)
        text = _json(_spoiled_judgement(judgement, fault, nth) if fault else judgement)
    elif request.messages[0]["content"].startswith(planning.FIRST_LINE):
        text = _json(planning.propose(request.messages))
    elif request.schema is not None:
        form = forms.fill(request.schema, request.messages[-1]["content"])
        if fault and fault.kind == "invent_fields":
            form = forms.with_invented_rows(request.schema, form, fault.text or _INVENTED_FIELD)
        text = _json(form)
    elif request.json_mode:
        text = _json({"stand_in": True})
    else:
        said = " ".join(request.messages[-1]["content"].split())[:80]
        text = f"I am Talenti's stand-in model and only echo what I am sent: {said}"
    if fault:
        return _cut_answer(text, fault)
    if request.max_tokens is not None and count_tokens(text) > request.max_tokens:
        return text[: request.max_tokens * 4], "length"
    return text, "stop"


def _cut_answer(text: str, fault: Fault) -> tuple[str, str]:
    half = text[: max(1, len(text) // 2)]
    match fault.kind:
        case "wrong_schema":
            return _json({"verdict": "good", "dimensions": "all of them"}), "stop"
        case "break_json":
            return half, "stop"
        case "length":
            return half, "length"
        case "content_filter":
            return half, "content_filter"
        case "empty":
            return "", "stop"
        case _:
            return text, "stop"


def _spoiled_words(text: str, messages: list[dict[str, str]], fault: Fault) -> str:
    match fault.kind:
        case "leak_rubric":
            return f"Thank you. {fault.text or _LEAK} {text}"
        case "two_questions":
            return f"{text} And how long did that take?"
        case "no_question":
            return "Thank you for telling me that."
        case "repeat":
            said = [message["content"] for message in messages if message["role"] == "assistant"]
            return said[-1] if said else text
        case _:
            return text


def _spoiled_judgement(judgement: dict[str, Any], fault: Fault, nth: int) -> dict[str, Any]:
    for number, item in enumerate(judgement["dimensions"]):
        known = [quote["segment_id"] for quote in item["quotes"]]
        invented = {"segment_id": known[0] if known else "", "quote": fault.text or f"{_INVENTED} ({number + 1})"}
        match fault.kind:
            case "invent_quotes":
                item["quotes"] = [*item["quotes"], invented]
            case "only_invented_quotes":
                item["quotes"] = [invented]
                item["level"] = item["level"] or 5
            case "no_quotes":
                item["quotes"] = []
                item["level"] = item["level"] or 3
            case "spread":
                item["level"] = nth * 2 % 5 + 1
            case _:
                return judgement
    return judgement


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
