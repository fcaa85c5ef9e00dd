"""How a résumé shows certificates and licences: by their own name, or where it lists certificates. Pure functions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from shared.job_roles.mentions import places
from shared.job_roles.resume_text import Place, ResumeText, Word
from shared.job_roles.studies import UNFINISHED, bare, is_common, stem
from shared.models.match import Met
from shared.resumes.fields.text import fold, words
from shared.resumes.fields.vocabulary import spellings, term_of

# Certificates that go by letters, and are nothing else.
LETTERS: Final = (
    r"PMP|CAPM|CISSP|CISA|CISM|CPA|CFA|CMA|CIMA|ACCA|ACA|CIPD|CKAD?|ITIL|PRINCE2|CCNA|CCNP|OSCP|RN|LPN|BLS|ACLS|PALS"
)
DRIVING: Final = re.compile(
    r"\bdriv(?:ing|er'?s?) licen[cs]e|\bfue?hrerschein|\bpermis (?:de conduire|[a-d]\b)"
    r"|\b(?:carnet|carne|permiso|licencia) de conducir\b|\bpatente (?:di guida|[a-d]\b)|\bcarta de conducao\b"
    r"|\bcarteira de motorista\b|\brijbewijs\b|\bprawo jazdy\b"
)
_CLASS = re.compile(r"\b(?:A[12M]?|B[E1]?|C1?E?|D1?E?|T|L)\b")
_ABOUT_CLASS: Final = 40  # characters behind the licence
_ANY_CAR: Final = frozenset({"B", "BE", "C", "CE", "C1", "C1E", "D", "DE", "D1", "D1E"})  # who may drive these drives B

_SPEAKS_OF_CERTIFICATES = re.compile(
    r"certif|zertifi|\blicen[cs]e|accredit|\bqualified|registered|registration|\bchartered|\bgepruft|\bdiplom|habilita"
)
_GENERIC_WORDS: Final = """
    certified certification certifications certificate certificates certificat certifie certifiee zertifikat
    zertifikate zertifizierung zertifiziert zertifizierte certificado certificada certificacion certificazione
    certificato certificacao certificering valid current active licence licences licenced official exam holder
    card membership member recognised recognized accredited accreditation
"""
_GENERIC: Final = frozenset(_GENERIC_WORDS.split())
_RANKS: Final = frozenset({"master", "professional"})  # common words elsewhere
_NOT_YET = re.compile(
    rf"{UNFINISHED.pattern}|\b(?:studying|working|preparing|enrolled)\b[^.;\n]{{0,20}}\b(?:towards?|for|in)\b"
    r"|part[- ]qualified|in vorbereitung|angestrebt|en preparation|en proceso|\b(?:expired|lapsed|abgelaufen|revoked)\b"
)
_SENTENCE_ENDS, _PART_ENDS = re.compile(r"[.!?;]\s|[\n|•]"), re.compile(r"[.!?;,]\s|[\n|•]")
_LEAST_LETTERS: Final = 3
_REACH: Final = 120  # characters
_LETTERS = re.compile(rf"(?:{LETTERS})")
_ACRONYM = re.compile(r"(?=(?:.*[A-Z]){2})[A-Z0-9][A-Za-z0-9-]*|[A-Z]+-?\d+")
_BRACKET = re.compile(r"\(([^()]*)\)")
_FOR_EXAMPLE = re.compile(
    r"[\s,:]*\b(?:e\.?g\.?|such as|like|z\. ?b\.|wie|par exemple|p\. ?ej\.)[\s,:]*", re.IGNORECASE
)
_LIST = re.compile(r"\s*[,/;]\s*|\s+(?:and|or|und|oder|et|ou|y|o|e)\s+")


class Shown(NamedTuple):
    """How a certificate is shown, where, and what stands against it."""

    met: Met
    where: list[Place]
    detail: str = ""


_NOT_SHOWN: Final = Shown("not_shown", [])


def options_of(name: str) -> list[str]:
    """What will do for a requirement: "accountant (ACCA, CIMA)" and "certificate such as AZ-104" name examples."""
    lead, *examples = _FOR_EXAMPLE.split(_BRACKET.sub(r" \1 ", name) if _FOR_EXAMPLE.search(name) else name, maxsplit=1)
    if examples:
        return [one for one in (lead, *_LIST.split(examples[0].strip(" .)"))) if one.strip()] or [name]
    options: list[str] = []
    for found in _BRACKET.finditer(name):
        listed = _LIST.split(found[1].strip())
        if all(_ACRONYM.fullmatch(one) for one in listed):
            options += listed
            name = name.replace(found.group(), " ")
    return list(filter(None, (" ".join(name.split()), *options)))


def licence_to_drive(name: str, resume: ResumeText) -> Shown:
    """A driving licence, whatever a country calls it. Where the résumé names no class, a car's is meant."""
    wanted = set(_CLASS.findall(name))
    found = resume.said(one.span() for one in DRIVING.finditer(resume.folded))
    held = {one for _, end in found for one in _CLASS.findall(_on_the_line(resume.text, end))}
    held |= {one.upper() for start, end in found for one in re.findall(r" ([a-d])\Z", resume.folded[start:end])}
    if not found:
        return _NOT_SHOWN
    enough = not wanted or wanted & held or ("B" in wanted and (not held or held & _ANY_CAR))
    return Shown("shown", found) if enough else Shown("partly", found, "this class is not stated")


def certificate(name: str, resume: ResumeText, entries: Sequence[str]) -> Shown:
    """A certificate under its own name anywhere, or by the words that tell it among certificates (`entries`).

    The names in it (a vendor, a product, letters) all have to be there for anything to be shown.
    """
    telling = [word for word in _words(name) if _tells(bare(fold(word)))]
    alone = " ".join(telling)
    where = [] if _is_product(name) else resume.said(places(name, resume.text))
    if not where and (_LETTERS.fullmatch(alone) or (_ACRONYM.fullmatch(alone) and term_of(alone) is None)):
        where = resume.said(places(alone, resume.text, exact=True))
    if where:
        return _finished(resume, "shown", where)
    found = [_shown_by(line, telling, resume) for line in _among_certificates(resume, entries, _letters_in(telling))]
    return max(found, key=lambda one: _RANK[one.met, one.detail == ""], default=_NOT_SHOWN)


_RANK: Final = {
    ("shown", True): 4, ("shown", False): 3, ("partly", True): 2, ("partly", False): 1,
    ("not_shown", True): 0, ("not_shown", False): 0,
}  # fmt: skip


def _shown_by(line: Sequence[Word], telling: Sequence[str], resume: ResumeText) -> Shown:
    stems = {one.stem for one in line}
    held = [name for name in telling if any(parts <= stems for parts in _parts_of(name))]
    named = all(name in held for name in telling if _is_name(name))
    if not held or not named or len(held) * 2 < len(telling):
        return _NOT_SHOWN
    if len(held) < min(2, len(telling)) and not any(map(_is_name, held)):
        return _NOT_SHOWN
    wanted = {part for name in held for parts in _parts_of(name) for part in parts}
    where = resume.said((one.start, one.end) for one in line if one.stem in wanted)
    if not where:
        return _NOT_SHOWN
    return _finished(resume, "shown" if len(held) == len(telling) else "partly", where)


def _letters_in(telling: Sequence[str]) -> set[str]:
    """The stems of what goes by letters, and is no technology: "DBS" is a certificate wherever it stands."""
    return {
        stem(fold(word))
        for word in telling
        if _ACRONYM.fullmatch(word) and len(word) >= _LEAST_LETTERS and not term_of(word)
    }


def _among_certificates(resume: ResumeText, entries: Sequence[str], letters: set[str]) -> Iterator[list[Word]]:
    """The lines that hold an entry or the certificate's letters, and the sentences that speak of certificates."""
    listed = [{stem(bare(word)) for word in words(entry)} for entry in entries]
    for line in resume.lines:
        stems = {one.stem for one in line}
        if letters & stems or any(entry and entry <= stems for entry in listed):
            yield line
        elif line:
            said = _SPEAKS_OF_CERTIFICATES.finditer(resume.folded, line[0].start, line[-1].end)
            for first, last in dict.fromkeys(_around(resume.folded, *found.span(), _SENTENCE_ENDS) for found in said):
                yield [one for one in line if first <= one.start and one.end <= last]


def _finished(resume: ResumeText, met: Met, where: list[Place]) -> Shown:
    """Only partly shown if it is said to be under way, or over, wherever it is named."""
    done = [place for place in where if not _NOT_YET.search(resume.folded, *_around(resume.folded, *place, _PART_ENDS))]
    return Shown(met, done) if done else Shown("partly", where, "not finished, or no longer valid")


@lru_cache(maxsize=1024)
def _parts_of(name: str) -> tuple[frozenset[str], ...]:
    """The stems of each spelling of a name."""
    term = term_of(name)
    known = spellings(term.name) if term and _is_product(name) else ()
    return tuple(frozenset(stem(bare(word)) for word in words(one)) for one in (name, *known))


def _tells(word: str) -> bool:
    return word in _RANKS or word.isdigit() or (word not in _GENERIC and not is_common(word))


def _is_name(word: str) -> bool:
    return _is_product(word) or _ACRONYM.fullmatch(word) is not None


def _is_product(name: str) -> bool:
    """Whether a name is that of a technology, which is no certificate by itself."""
    term = term_of(name)
    return term is not None and term.where == "everywhere"


def _words(name: str) -> Iterable[str]:
    return re.findall(r"[^\W_][\w+#-]*(?:['’][^\W_]+)?", name)


def _around(folded: str, start: int, end: int, ends: re.Pattern[str]) -> Place:
    """The part of the line around a place, as far as it is looked at."""
    first = max((found.end() for found in ends.finditer(folded, max(0, start - _REACH), start)), default=0)
    last = ends.search(folded, end, end + _REACH)
    return max(first, start - _REACH, 0), last.start() if last else min(len(folded), end + _REACH)


def _on_the_line(text: str, at: int) -> str:
    return text[at : at + _ABOUT_CLASS].split("\n", 1)[0]
