"""Token budgets: counting, and what stays of a conversation that is too long."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.services.tokens import MESSAGE_TOKENS, REPLY_TOKENS, count_tokens, truncate_messages, truncate_text

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module", autouse=True)
def vocabulary() -> None:
    count_tokens("loads the vocabulary")


def message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def cost(messages: list[dict[str, str]]) -> int:
    return REPLY_TOKENS + sum(MESSAGE_TOKENS + count_tokens(item["content"]) for item in messages)


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("hello", 1), ("hello world", 2)])
def test_counting(text: str, tokens: int) -> None:
    assert count_tokens(text) == tokens


def test_what_looks_like_a_special_token_is_text() -> None:
    assert count_tokens("<|endoftext|>") > 1


def test_a_conversation_that_fits_stays_as_it_is() -> None:
    messages = [message("system", "Be brief."), message("user", "Hello"), message("assistant", "Hi")]
    assert truncate_messages(messages, 1_000) == messages
    assert truncate_messages([], 10) == []


def test_system_messages_and_the_newest_others_stay_in_order() -> None:
    system = message("system", "Be brief.")
    old, middle, new = (message("user", f"{word} " * 20) for word in ("old", "middle", "new"))
    late_system = message("system", "Stay polite.")
    budget = cost([system, middle, late_system, new])
    assert truncate_messages([system, old, middle, late_system, new], budget) == [system, middle, late_system, new]
    assert truncate_messages([system, old, middle, late_system, new], budget - 1) == [system, late_system, new]


def test_no_older_message_jumps_over_one_that_does_not_fit() -> None:
    short, long, new = message("user", "short"), message("user", "long " * 100), message("user", "new")
    assert truncate_messages([short, long, new], cost([short, new])) == [new]


def test_a_newest_message_that_is_too_long_is_cut_at_its_end() -> None:
    system, last = message("system", "Be brief."), message("user", "first word, then many more " * 100)
    kept = truncate_messages([system, message("user", "earlier"), last], 50)
    assert kept[0] == system
    assert last["content"].startswith(kept[1]["content"])
    assert kept[1]["content"].startswith("first word")
    assert cost(kept) <= 50


def test_something_of_the_newest_message_stays_even_without_room() -> None:
    kept = truncate_messages([message("system", "word " * 50), message("user", "hello there")], 10)
    assert [item["role"] for item in kept] == ["system", "user"]
    assert kept[1]["content"] == "hello"


def test_the_input_is_never_changed() -> None:
    messages = [message("user", "word " * 100)]
    before = copy.deepcopy(messages)
    kept = truncate_messages(messages, 20)
    kept[0]["role"] = "changed"
    assert messages == before


def test_a_text_is_cut_between_characters() -> None:
    text = "😀👩‍👩‍👧‍👦🇩🇪" * 20
    for limit in range(12):
        shorter = truncate_text(text, limit)
        assert text.startswith(shorter)
        assert count_tokens(shorter) <= limit


@settings(max_examples=50, deadline=None)
@given(
    contents=st.lists(
        st.tuples(st.sampled_from(["system", "user", "assistant"]), st.text(max_size=80)), min_size=1, max_size=6
    ),
    budget=st.integers(0, 120),
)
def test_whatever_the_conversation_the_budget_holds_unless_the_fixed_part_alone_is_more(
    contents: list[tuple[str, str]], budget: int
) -> None:
    messages = [message(role, content) for role, content in contents]
    kept = truncate_messages(messages, budget)
    fixed = [item for item in messages if item["role"] == "system"]
    others = [item for item in messages if item["role"] != "system"]
    smallest = cost(fixed) + (MESSAGE_TOKENS + 1 if others else 0)
    assert cost(kept) <= max(budget, smallest)
    assert [item for item in kept if item["role"] == "system"] == fixed
    assert bool(others) == any(item["role"] != "system" for item in kept)
