"""Builds the requests that the app sends: an interview turn and a scoring request."""

import json
from typing import Any
from uuid import NAMESPACE_OID, uuid5

ANSWER = "At Acme I rebuilt the nightly load in Airflow, because it failed twice a week."
QUESTION = "What was your own part in that?"

JUDGEMENT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["dimensions"],
    "properties": {
        "dimensions": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["dimension", "level", "quotes", "rationale", "feedback"],
                "properties": {
                    "dimension": {"type": "string"},
                    "level": {"anyOf": [{"type": "integer", "enum": [1, 2, 3, 4, 5]}, {"type": "null"}]},
                    "quotes": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["segment_id", "quote"],
                            "properties": {"segment_id": {"type": "string"}, "quote": {"type": "string"}},
                        },
                    },
                    "rationale": {"type": "string"},
                    "feedback": {"type": "string"},
                },
            },
        }
    },
}

DIMENSIONS = [
    {"dimension": "data_pipelines", "criteria": "Builds reliable pipelines", "anchors": {"1": "none", "5": "measured"}},
    {"dimension": "collaboration", "criteria": "Settles conflicts with colleagues", "anchors": {"1": "none"}},
]
STRONG = [
    ("interviewer", "Please tell me about a data pipeline that you built."),
    (
        "candidate",
        "I rebuilt the nightly load in Airflow because the old scripts failed twice a week. I measured each step. "
        "I chose small tasks rather than one large job, which was a trade-off in run time. As a result failures fell "
        "from 8 to 1 a month, and the load was 40 percent faster.",
    ),
    ("interviewer", "How did you settle a conflict with a colleague?"),
    (
        "candidate",
        "People should talk to each other and be friendly, and then things usually work out fine for everyone.",
    ),
]


def turn(answer: str = ANSWER, *, kind: str = "probe", say: str = QUESTION, **more: Any) -> list[Any]:
    """The messages of a turn. `said` are the interviewer's earlier words, `marker` goes into the notes."""
    system = "You word the questions of a structured job interview.\n"
    system += f"The language of the interview: {more.get('language', 'en')}"
    messages: list[Any] = [{"role": "system", "content": system}]
    if more.get("marker"):
        messages.append({"role": "user", "content": f"<notes>\n{more['marker']}\n</notes>"})
    for words in more.get("said", []):
        messages.append({"role": "assistant", "content": words})
        messages.append({"role": "user", "content": "<candidate_answer>\nWell, yes.\n</candidate_answer>"})
    escaped = answer.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    move = json.dumps({"kind": kind, "topic": more.get("topic"), "say": say}).replace("<", "\\u003c")
    last = f"<candidate_answer>\n{escaped}\n</candidate_answer>\n<move>\n{move}\n</move>"
    if more.get("correction"):
        last += f"\n<correction>Your last wording was refused: {more['correction']}</correction>"
    return [*messages, {"role": "user", "content": last}]


def scoring(
    transcript: list[tuple[str, str]] = STRONG, *, marker: str = "", missing_quotes: list[Any] | None = None
) -> dict[str, Any]:
    """The arguments of a scoring request, but for the model and the seed."""
    segments = [
        {
            "segment_id": str(uuid5(NAMESPACE_OID, content)),
            "turn": number // 2 + 1,
            "speaker": speaker,
            "content": content,
        }
        for number, (speaker, content) in enumerate(transcript)
    ]
    document = {"role": f"Data engineer {marker}", "dimensions": DIMENSIONS, "transcript": segments}
    if missing_quotes:
        document["missing_quotes"] = missing_quotes
    first_line = "You judge the answers of a structured job interview against behavioural anchors."
    return {
        "messages": [
            {"role": "system", "content": f"{first_line}\nRules follow."},
            {"role": "user", "content": json.dumps(document)},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "judgement", "strict": True, "schema": JUDGEMENT_SCHEMA},
        },
        "temperature": 0.2,
    }
