"""What candidates of the bench say: full answers, no two alike, so that interviews run their whole length."""

_WORK = ("a nightly load", "a stream of orders", "the billing export", "our event log", "a search index", "the ledger")
_DEEDS = ("rewrote the join", "split the job in two", "added checks on every row", "moved it to a queue", "cached it")
_ENDS = ("errors fell by a third", "it ran in half the time", "nobody was woken up again", "the totals matched")


def answer(interview: int, turn: int) -> str:
    """A full answer of about forty words; the same for the same interview and turn."""
    work, deed = _WORK[(interview + turn) % len(_WORK)], _DEEDS[(interview * 3 + turn) % len(_DEEDS)]
    end = _ENDS[(interview + turn * 2) % len(_ENDS)]
    return (
        f"In project {interview * 100 + turn} I owned {work} for a team of {3 + turn % 5} people. I {deed} because "
        f"the old design lost data under load number {turn}. I measured it for {2 + turn} weeks, and {end}, which we "
        f"wrote down as note {turn} for whoever came after us."
    )
