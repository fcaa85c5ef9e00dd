"""Why a file cannot be read: the reasons, and a plain sentence of each for the candidate."""

from collections.abc import Mapping
from typing import Final, Literal

from shared.errors import UnprocessableEntity

Reason = Literal[
    "encrypted",
    "damaged",
    "too_many_pages",
    "too_large_inside",
    "too_much_text",
    "external_entities",
    "no_text",
    "took_too_long",
]

MAX_PAGES: Final = 50
MAX_WORDS: Final = 30_000  # seen and hidden: dense print on all of those pages
MAX_CHARACTERS: Final = 400_000

SENTENCES: Final[Mapping[str, str]] = {
    "encrypted": "The file asks for a password. Please save it without one and upload it again.",
    "damaged": "The file is damaged or incomplete. Please export it again and upload the new file.",
    "too_many_pages": f"The file has more than {MAX_PAGES} pages. Please upload the résumé alone.",
    "too_large_inside": "The file unpacks to more than a résumé holds. Please export it again with smaller pictures.",
    "too_much_text": "The file holds far more text than a résumé. Please upload the résumé alone.",
    "external_entities": "The file refers to things outside of itself. Please save it anew from a word processor.",
    "no_text": "The file holds pictures of pages only, no text. Please upload a version whose text can be selected.",
    "took_too_long": "Reading the file took too long. Please upload it again later, or export it in a simpler form.",
}


class UnreadableDocument(UnprocessableEntity):
    """The file is of a kind that is read, but this one cannot be; `reason` says why, `detail` what to do."""

    title, default_code = "The résumé cannot be read", "resume_unreadable"

    def __init__(self, reason: Reason) -> None:
        super().__init__(SENTENCES[reason])
        self.reason: Reason = reason

    @property
    def may_pass(self) -> bool:
        """Whether the same file may be read another time: it is the machine that was slow, as far as can be told."""
        return self.reason == "took_too_long"
