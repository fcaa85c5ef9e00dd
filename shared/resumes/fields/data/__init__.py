"""The word lists: read once, when first needed. `NOTICE.md` says where each comes from."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent


def table(name: str) -> Iterator[list[str]]:
    """The rows of a list, cell by cell."""
    for line in (_HERE / f"{name}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("##"):
            yield line.split("\t")


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """A list of words by its name, all folded."""
    return word_lists(name).get("", frozenset())


@functools.cache
def word_lists(prefix: str) -> dict[str, frozenset[str]]:
    """The lists whose names begin with `prefix`, by what their names go on with: of each country its cities."""
    found: dict[str, set[str]] = {}
    for name, listed in table("words"):
        if name.startswith(prefix):
            found.setdefault(name.removeprefix(prefix), set()).update(listed.split())
    return {suffix: frozenset(listed) for suffix, listed in found.items()}
