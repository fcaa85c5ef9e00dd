"""Names of files: whatever somebody sends, what is kept is short, visible, one line, and no path."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.resumes.file_names import MAX_CHARACTERS, safe_file_name

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("cv.pdf", "cv.pdf"),
        ("Lebenslauf Zoë Müller (2026).docx", "Lebenslauf Zoë Müller (2026).docx"),
        ("履歴書.pdf", "履歴書.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/", "resume"),
        ("", "resume"),
        ("...", "resume"),
        (" \t\n ", "resume"),
        (".htaccess", "htaccess"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("cv\x00.pdf", "cv.pdf"),
        ("<script>.pdf", "_script_.pdf"),
        ("..%2f..%2fcv.pdf", "_2f.._2fcv.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("\u202egnp.pdf", "gnp.pdf"),
        ("zero\u200bwidth.pdf", "zerowidth.pdf"),
        ("x" * 300, "x" * 120),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
        ("x." + "y" * 300, ("x." + "y" * 300)[:120]),
    ],
)
def test_examples(given: str, kept: str) -> None:
    assert safe_file_name(given) == kept


@given(st.text(max_size=400) | st.from_regex(r"[./\\ a]{0,30}"))
def test_anything(name: str) -> None:
    kept = safe_file_name(name)
    assert 1 <= len(kept) <= MAX_CHARACTERS
    assert not set(kept) & set('/\\<>:"|?*%')
    assert kept == kept.strip(" .")
    assert not any(unicodedata.category(character).startswith("C") for character in kept)
    assert safe_file_name(kept) == kept
