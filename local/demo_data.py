"""The demo organisation: who is in it, the role it hires for, and the frozen plan of its interview."""

from typing import Any, Final
from uuid import UUID, uuid5

from shared.interviews.plan import Plan, Topic

PASSWORD: Final = "talenti-demo"  # noqa: S105  # public by the contract; these logins exist on one machine only
_NAMESPACE: Final = UUID("6f1c3a52-3d0e-4f6a-9a55-0a1de2c7b001")


def demo_id(name: str) -> str:
    """The same id for the same name on every machine."""
    return str(uuid5(_NAMESPACE, name))


LOGINS: Final[dict[str, dict[str, str]]] = {
    "recruiter@demo.talenti.test": {
        "first_name": "Rita",
        "last_name": "Recruiter",
        "organisation": "demo",
        "role": "org_recruiter",
    },
    "admin@demo.talenti.test": {"first_name": "Ada", "last_name": "Admin", "organisation": "demo", "role": "org_admin"},
    "candidate@demo.talenti.test": {"first_name": "Carla", "last_name": "Candidate"},
    "other-candidate@demo.talenti.test": {"first_name": "Otto", "last_name": "Other"},
    "recruiter@rival.talenti.test": {
        "first_name": "Rolf",
        "last_name": "Rival",
        "organisation": "rival",
        "role": "org_recruiter",
    },
}

ORGANISATIONS: Final = {"demo": "Demo Organisation", "rival": "Rival Organisation"}

DATA_ENGINEER_PLAN: Final = Plan(
    role_title="Data Engineer",
    topics=(
        Topic(
            id="data-pipelines",
            title="Building data pipelines",
            competency="technical_depth",
            question="Tell me about a data pipeline that you built or changed a lot: what did it do, and what was your part in it?",
            follow_ups=(
                "Which design decision in it mattered most, and what was the alternative?",
                "How did you find out that its data was right?",
            ),
            follow_up_budget=2,
            minutes=7,
            levels={
                1: "Names tools without saying what they built with them.",
                2: "Describes a pipeline in outline; their own part stays unclear.",
                3: "Describes a pipeline they built, with its steps and their own part.",
                4: "Explains a design decision and its alternative, and how data quality was checked.",
                5: "Weighs several designs by measured effects, and names what they would now do differently.",
            },
        ),
        Topic(
            id="incident",
            title="Handling an incident",
            competency="problem_solving",
            question="Describe a time when something in production broke and you worked on it: how did you find the cause?",
            follow_ups=(
                "What did you rule out on the way, and how?",
                "What changed afterwards so that it does not happen again?",
            ),
            follow_up_budget=2,
            minutes=7,
            levels={
                1: "Recalls no incident, or one they had no part in.",
                2: "Tells that something was repaired, not how the cause was found.",
                3: "Tells step by step how they found the cause.",
                4: "Shows how hypotheses were tested and excluded, and what was changed afterwards.",
                5: "Besides that, shows measured prevention and what others took over from it.",
            },
        ),
        Topic(
            id="working-together",
            title="Working with others",
            competency="collaboration",
            question="Tell me about a disagreement with a colleague about how to do something: what happened, and how did it end?",
            follow_ups=("What did you learn about the other person's reasons?",),
            follow_up_budget=1,
            minutes=6,
            levels={
                1: "Gives no example, or blames others throughout.",
                2: "Tells of a disagreement without saying what they themselves did.",
                3: "Tells what both sides wanted and how they settled it.",
                4: "Shows that they understood the other's reasons and changed something because of them.",
                5: "Besides that, shows an agreement that held, with its effect on the work.",
            },
        ),
        Topic(
            id="explaining",
            title="Explaining your work",
            competency="communication",
            question="Explain something technical from your work as you would to a colleague in sales: what is it, and why does it matter to them?",
            follow_ups=("How would you notice that they had understood it?",),
            follow_up_budget=1,
            minutes=5,
            levels={
                1: "Uses terms that the listener cannot know.",
                2: "Simplifies, but says nothing about why it matters.",
                3: "Explains in plain words what it is and why it matters.",
                4: "Uses a fitting comparison and checks that it is understood.",
                5: "Besides that, adapts to the listener's interests with an example of theirs.",
            },
        ),
    ),
)

JOB_ROLE: Final[dict[str, Any]] = {
    "title": "Data Engineer",
    "description": (
        "You build and run the pipelines that bring our customers' data to the people who decide with it. "
        "You work in Python and SQL with a team of five."
    ),
}

JOB_ROLE_VERSION: Final[dict[str, Any]] = {
    "requirements": {
        "technical_skills": ["Python", "SQL", "data pipelines"],
        "experience_years": 3,
        "education": None,
        "soft_skills": ["collaboration", "communication"],
    },
    "scoring_rubric": {
        "technical_depth": {"weight": 0.35, "criteria": "Has built data pipelines and can justify their design."},
        "problem_solving": {"weight": 0.3, "criteria": "Finds causes in a systematic way and prevents their return."},
        "collaboration": {
            "weight": 0.2,
            "criteria": "Understands other people's reasons and reaches agreements that hold.",
        },
        "communication": {
            "weight": 0.15,
            "criteria": "Explains technical matters so that the listener understands them.",
        },
    },
    "interview_structure": {
        "topics": [topic.title for topic in DATA_ENGINEER_PLAN.topics],
        "time_per_topic": 6.25,
    },
}
