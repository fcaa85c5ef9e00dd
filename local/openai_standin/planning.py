"""Words an interview plan by a visible rule: the same questions for every topic, with its title and focus put in.

It is a rule and no judgement; with a real model the questions fit the role.
"""

import json
from typing import Any

FIRST_LINE = "You draft the questions of a structured interview plan."


def propose(messages: list[dict[str, str]]) -> dict[str, Any]:
    """Words for each topic of the document in the last message."""
    document = json.loads(messages[-1]["content"])
    return {"topics": [_worded(topic) for topic in document["topics"]]}


def _worded(topic: dict[str, Any]) -> dict[str, Any]:
    about = str(topic["title"]).strip(" ?.")
    first = next((name for name in topic["focus"] if name.casefold() not in about.casefold()), "")
    focus = f", ideally with {first}" if first else ""
    skill = str(topic["competency"]).replace("_", " ")
    return {
        "id": topic["id"],
        "question": f"Please tell me about your own work on {about}{focus}: what did you do, and what came of it?",
        "follow_ups": [
            f"Which decision of yours about {about} mattered most, and what was the alternative?",
            "How did you find out whether it worked?",
            "What would you do differently today, and why?",
        ],
        "levels": {
            "level_1": f"Gives no example that shows {skill}.",
            "level_2": f"Speaks of {about} in general terms; their own part stays unclear.",
            "level_3": f"Tells of one piece of work on {about} with their own part in it.",
            "level_4": f"Explains a decision about {about} and its alternative, and what came of it.",
            "level_5": f"Weighs several ways to do {about} by measured effects, and says what they would change.",
        },
    }
