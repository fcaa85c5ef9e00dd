"""Why a résumé was not read: the words that the database keeps, each with a sentence for its candidate."""

from typing import Final

from shared.resumes.unreadable import SENTENCES

UNSUPPORTED: Final = "unsupported_type"
UPLOAD_MISSING: Final = "upload_missing"
UPLOAD_TOO_LARGE: Final = "upload_too_large"
GAVE_UP: Final = "gave_up"

_OURS: Final = {
    UNSUPPORTED: "This type of file is unsupported. Please upload a PDF, a Word document (.docx) or plain text.",
    UPLOAD_MISSING: "The file never arrived. Please upload it again.",
    UPLOAD_TOO_LARGE: "The file was larger than announced and was not kept. Please upload it again.",
    GAVE_UP: "We could not read the file, although it may be fine. Please upload it again later.",
}


def told(reason: str | None) -> dict[str, str | None]:
    """A résumé's `reason` as a sentence, and `reason_code`. Also for a reason that only a later version knows."""
    if reason is None:
        return {"reason": None, "reason_code": None}
    sentence = _OURS.get(reason) or dict(SENTENCES.items()).get(reason) or _OURS[GAVE_UP]
    return {"reason": sentence, "reason_code": reason}
