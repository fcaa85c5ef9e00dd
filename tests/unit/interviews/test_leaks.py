"""What counts as the confidential rubric's words, and what does not."""

import pytest

from local.demo_data import DATA_ENGINEER_PLAN, JOB_ROLE, JOB_ROLE_VERSION
from shared.interviews.leaks import LONGEST_RUN, Confidential, holds, spoken
from shared.interviews.plan import GENERIC_LEVELS, Plan, default_plan
from shared.interviews.prompts import as_job_role
from shared.interviews.wording import WordingRules
from shared.utils.plain_text import word_list

pytestmark = pytest.mark.unit

CRITERIA = [str(dimension["criteria"]) for dimension in JOB_ROLE_VERSION["scoring_rubric"].values()]
DEFAULT_PLAN = default_plan(as_job_role(JOB_ROLE | JOB_ROLE_VERSION))
PLANS = {"demo": DATA_ENGINEER_PLAN, "default": DEFAULT_PLAN}
RULES = {name: WordingRules(plan, CRITERIA).confidential for name, plan in PLANS.items()}
SECRETS = [
    *(("demo", text) for topic in DATA_ENGINEER_PLAN.topics for text in topic.levels.values()),
    *(("default", text) for text in GENERIC_LEVELS.values()),
    *((name, text) for name in PLANS for text in CRITERIA),
]
# What interviewers say: none of it may be taken for the rubric.
ORDINARY = [
    "Thank you for telling me about that.",
    "That helps me to understand what you did yourself.",
    "Could you give me one example from your work?",
    "Can you tell me step by step how you found the cause?",
    "You built data pipelines and kept them running at night.",
    "So the pipeline did its work, and then its data turned out to be wrong.",
    "You said that the night run had grown to four hours.",
    "I see, you had to settle it with your colleague.",
    "What was your own part in it, and what came of it?",
    "How did you know that it worked, and what was measured?",
    "Let us talk about a time when something broke in production.",
    "What would you do differently today, and why does it matter?",
    "You explained to the sales team what it is and why it matters to them.",
    "The hiring team will be glad to answer that after the interview.",
    "You worked in a systematic way, as you describe it.",
    "I would like to hear more about the design decision that you made.",
    "Which alternative did you have, and how did you decide?",
    "It sounds as if the data was checked by somebody else.",
    "Please tell me what you wanted, and what your colleague wanted.",
    "Let me ask that once more, in simpler words.",
]


def leaks(name: str, text: str, before: str = "") -> bool:
    return any(RULES[name].runs_in(word_list(text), word_list(before)[1 - LONGEST_RUN :]))


@pytest.mark.parametrize(("name", "text"), SECRETS)
def test_an_anchor_or_criterion_said_whole_is_seen_wherever_it_is_cut_in_two(name: str, text: str) -> None:
    words = text.split()
    for cut in range(1, len(words)):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        assert leaks(name, first) or leaks(name, second, before=f"Well now. {first}"), cut


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_of_an_interviewer_are_none_of_the_rubrics(text: str) -> None:
    assert not any(leaks(name, text) for name in PLANS)


@pytest.mark.parametrize("name", PLANS)
def test_the_plans_own_words_are_none_of_the_rubrics(name: str) -> None:
    plan: Plan = PLANS[name]
    public = [plan.opening(), plan.wrap_up_question, plan.closing]
    public += [text for topic in plan.topics for text in (topic.title, topic.question, *topic.follow_ups)]
    assert [text for text in public if leaks(name, text)] == []


def test_words_before_the_sentence_are_not_held_against_it_again() -> None:
    assert leaks("demo", "Weighs several designs by measured effects.")
    assert not leaks("demo", "Which one was that?", before="designs by measured effects and")


@pytest.mark.parametrize(
    ("anchor", "text", "expected"),
    [
        ("Names no tests.", "An answer that names no tests is weak.", True),
        ("Clear ownership", "You showed clear ownership there.", True),
        ("Names no example.", "Names no example.", True),
        ("Names no example.", "It names no example of that kind.", False),
        ("Excellent", "Excellent.", False),
        ("No example.", "There is no example for it yet.", False),
        ("Owns deployments", "Who owns deployments in your team?", False),
    ],
)
def test_a_short_anchor_counts_whole_if_its_words_are_its_own(anchor: str, text: str, expected: bool) -> None:
    found = Confidential([anchor], ["Tell me about deployments: who owns deployments?"]).runs_in(word_list(text))
    assert any(found) is expected


def test_four_words_with_three_of_its_own_are_enough_and_four_common_ones_are_not() -> None:
    rules = Confidential(["Compares throughput, latency and cost before choosing what they then did with it."], [])
    assert any(rules.runs_in(word_list("Did you look at throughput, latency and cost?")))
    assert not any(rules.runs_in(word_list("And what they then did is another matter.")))


def test_words_that_the_question_has_too_need_a_longer_run() -> None:
    secret = ["Explains throughput, latency and cost of a cache to others."]
    public = ["How do throughput, latency, cost and a cache go together?"]
    assert not any(Confidential(secret, public).runs_in(word_list("So throughput, latency and cost matter.")))
    assert any(Confidential(secret, public).runs_in(word_list("Throughput, latency and cost of a cache to others.")))


def test_runs_are_looked_for_within_one_text_and_on_whole_words() -> None:
    joined = spoken(["It had measured effects", "and names, of course"])
    assert holds(joined, ("measured", "effects"))
    assert not holds(joined, ("effects", "and"))
    assert not holds(joined, ("red", "effects"))
