"""Skills: what a résumé lists as such, and terms of the vocabulary that stand in its other text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from shared.resumes.fields.denials import is_denied
from shared.resumes.fields.languages import is_language, says_a_level
from shared.resumes.fields.rows import Row
from shared.resumes.fields.sections import known_heading
from shared.resumes.fields.soft_skills import is_soft_skill
from shared.resumes.fields.text import fold, key, words
from shared.resumes.fields.vocabulary import LONGEST, Term, skill_name, term_of, terms

_MOST_WORDS: Final = 6  # of a listed skill that the vocabulary does not know
_TOKEN = re.compile(r"[^\s,;|()\[\]\t•·●▪:\"“”]+")
_LABEL = re.compile(r"^[^:\t,]{2,45}(?::\s*|\t|\s[–—]\s(?=[^,]*,))(?=\S)")
_PARTS = re.compile(r"\s*(?:[,;|•·●▪■▸►✓\t\n、，]|\s[–—]\s|\s-\s|\s/\s|\.\s+(?=[A-ZÀ-Ý])|\.$)\s*")
_BETWEEN: Final = " ,;|•·\t"
_LISTED = re.compile(rf"(?:\([^()]*\)|[^{_BETWEEN[1:]}])+[{_BETWEEN[1:]}]*|[{_BETWEEN[1:]}]+")
_BEHIND_NAME = re.compile(r"\s*[:(–—]|\s-\s")
_DRESSING = re.compile(
    r"\s*(?:[●○◉■□★☆▰▱⚫⚪⬤◯•]{2,}.*|\b\d{1,3}\s?%|\b\d{1,2}\s?/\s?\d{1,2}$|"
    r"\(\s*(?:\d[^)]*|(?:very )?(?:good|basic|advanced|expert|intermediate|beginner|proficient|native|fluent|"
    r"working knowledge|grundlagen|"
    r"fortgeschritten|gut|sehr gut|experte|avanc\w+|interm\w+|d[eé]butant|notions|b[aá]sico|avanzado|intermedio|"
    r"avan[cç]ado|base|buono|"
    r"ottimo|goed|basis|gevorderd|sehr gute kenntnisse|gute kenntnisse)[^)]*)\)|"
    r"[:–—-]\s*(?:(?:very )?good|basic|advanced|expert|intermediate|beginner|proficient|sehr gut|gut|"
    r"grundkenntnisse|fortgeschritten|"
    r"avanc[eé]|interm[eé]diaire|avanzado|intermedio|b[aá]sico|avan[cç]ado|ottimo|buono|gevorderd|goed)\b.*)$",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"(?:very |sehr |muy |molto )?(?:good|basic|advanced|expert|intermediate|beginner|proficient|gut|grundkenntnisse|"
    r"fortgeschritten|experte|avance|intermediaire|debutant|notions|basico|avanzado|intermedio|avancado|buono|ottimo|"
    r"gevorderd|goed|basis|native|fluent|familiar|working knowledge|user|power user)(?: (?:level|user|knowledge))?"
)
_LEADS = re.compile(
    r"^(?:and|und|et|y|e|en|ed|sowie|proficient (?:in|with)|experienced? (?:in|with)|knowledge of|"
    r"working knowledge of|familiar with|"
    r"good knowledge of|expert in|skilled in|fluent in|hands-on experience with|strong|excellent|advanced|basic|"
    r"gute kenntnisse in|"
    r"sehr gute kenntnisse in|kenntnisse in|grundkenntnisse in|umgang mit|sicherer umgang mit|sicher in|"
    r"erfahrung mit|ma[iî]trise d[eu']s?|"
    r"connaissances? (?:de|en)|bonne connaissance de|manejo de|dominio de|conocimientos? de|dom[ií]nio de|"
    r"conhecimentos? (?:de|em)|"
    r"conoscenza di|ottima conoscenza d[ie]l?|buona conoscenza di|uso di|kennis van|ervaring met|"
    r"years? of experience (?:in|with))\s+(?=\S)",
    re.IGNORECASE,
)


def skills_of(listed: Sequence[Row], other: Iterable[str], *, spoken: bool) -> list[str]:
    """The skills in the order of the text, each once under the first of its names; soft skills are left out.

    `spoken` says that languages stand among the listed skills: they are no skills then.
    """
    found: dict[str, str] = {}
    for name in _listed(listed, spoken):
        found.setdefault(key(skill_name(name)), name)
    parts = {word for name in found.values() for word in words(name)} if found else set[str]()
    for name in (name for text in other for name in _mentioned(text)):
        if not set(words(name)) <= parts:  # "CATIA" says no more than "CATIA V5"
            found.setdefault(key(skill_name(name)), name)
    return list(found.values())


def _listed(rows: Sequence[Row], spoken: bool) -> Iterator[str]:
    for text in map(_without_denied, _lines(rows)):
        label = _label(text)
        if label and _heads_wishes(label[0]):
            continue
        rest = text[label.end() :] if label else text
        if label and not words(_DRESSING.sub("", f": {rest}")):
            rest = text[: label.end()].rstrip(" :\t–—")  # "Python: advanced" is no label
        if len(words(rest)) > 14 and rest.count(",") * 6 < len(words(rest)):
            yield from _mentioned(rest, listed=True)
            continue
        for item in _items(rest):
            if not (spoken and is_language(item.split()[0].strip(":-–("))):
                yield from _skill(item)


def _without_denied(text: str) -> str:
    """The list without the items that deny themselves: "Java (no experience)", "no knowledge of welding"."""
    return "".join(item for item in _LISTED.findall(text) if not _denies_itself(item))


def _denies_itself(item: str) -> bool:
    folded = fold(item).rstrip(_BETWEEN)
    name, end = len(_BEHIND_NAME.split(folded)[0]), len(folded)
    named = [(at, at + len(written)) for _, written, at in _hits(item)] or [(0, name), (end, end)]
    return any(is_denied(folded, start, end) for start, end in named)


def _heads_wishes(label: str) -> bool:
    """Whether a label says that what follows is not there yet, "Currently learning: Rust, Go"."""
    heading = fold(label).strip(" :\t–—") + "\n"
    return is_denied(heading, len(heading), len(heading))


def _label(text: str) -> re.Match[str] | None:
    """What names a group of skills; the first of several cells is one of them and names nothing."""
    found = _LABEL.match(text)
    if found and found[0].endswith("\t") and (text.count("\t") > 1 or term_of(found[0].strip())):
        return None
    return found


def _lines(rows: Sequence[Row]) -> list[str]:
    """The rows, those of a list that goes on over several put together."""
    lines: list[str] = []
    open_ended = False
    for row in rows:
        text = row.text.strip()
        goes_on = (
            lines
            and not row.bullet
            and (open_ended or text[:1].islower())
            and not _LABEL.match(text)
            and "\t" not in text
        )
        if goes_on:
            hyphen = lines[-1].endswith("-") and text[:1].islower()
            lines[-1] = lines[-1][:-1] + text if hyphen else f"{lines[-1]} {text}"
        else:
            lines.append(text)
        open_ended = text.endswith((",", ";", "&", "/", " and", " und", " et", "(")) or (
            len(re.findall(r"[,;|•·]", lines[-1])) >= 2 and len(text) > 45 and not text.endswith(".")
        )
    return lines


def _items(text: str) -> Iterator[str]:
    """The parts of a list; a bracket with a list in it is a list, after the word before it."""
    flat = re.sub(r"\(([^()]*[,/][^()]*)\)", r", \1,", text)
    for part in _PARTS.split(flat):
        if (part and words(part)) or part in {"C++", "C#"}:
            yield part


def _skill(item: str) -> Iterator[str]:
    bare = _DRESSING.sub("", item).strip(" .,:;()[]•–—")
    if _LEVEL.fullmatch(fold(bare)):
        return
    if term := term_of(bare):
        yield term.shown(bare)
        return
    for _ in range(2):
        bare = _LEADS.sub("", bare).strip(" .")
    if not bare or known_heading(bare) or is_soft_skill(bare):
        return
    if term := term_of(bare):
        yield term.shown(bare)
    elif "/" in bare and all(term_of(part.strip()) for part in bare.split("/")):
        yield from (found.shown(part) for part in bare.split("/") if (found := term_of(part.strip())))
    elif parts := _conjoined(bare):
        for part in parts:
            yield from _skill(part)
    elif len(words(bare)) <= _MOST_WORDS and len(bare) > 1 and not re.search(r"@|https?:|\b(?:19|20)\d\d\b", bare):
        spaced = list(_mentioned(bare, listed=True)) if len(bare.split()) >= 3 else []
        if len(spaced) >= 3 and len(spaced) >= len(bare.split()) - 1:  # "Python Java SQL", nothing between them
            yield from spaced
        else:
            yield " ".join(bare.split())
    else:
        yield from _mentioned(bare, listed=True)


def _conjoined(text: str) -> list[str]:
    """`Docker and Kubernetes`: both are terms."""
    parts = re.split(r"\s+(?:and|und|et|y|e|en|&|or)\s+", text)
    return parts if len(parts) > 1 and sum(term_of(part) is not None for part in parts) >= len(parts) - 1 > 0 else []


def _mentioned(text: str, *, listed: bool = False) -> Iterator[str]:
    """Terms of the vocabulary in running text, without those that somebody does not have or only wishes for.

    Names that are also words count beside other terms, spelt as names.
    """
    folded = fold(text)
    hits = [(term, written) for term, written, at in _hits(text) if not is_denied(folded, at, at + len(written))]
    certain = sum(term.where == "everywhere" for term, _ in hits)
    for term, written in hits:
        named = written == term.written or written == term.name
        together = (
            term.where == "together" and named and (certain > 0 or sum(hit[0].where == "together" for hit in hits) > 1)
        )
        if term.where == "everywhere" or together or (listed and named and term.where != "alone"):
            yield term.shown(written)


def _hits(text: str) -> Iterator[tuple[Term, str, int]]:
    """The longest terms at each place, as they are written, and where."""
    known = terms()
    tokens = [(match.group().rstrip(".!?'’"), match.start()) for match in _TOKEN.finditer(text)]
    keys = [key(token) if token else "" for token, _ in tokens]
    at = 0
    while at < len(tokens):
        for size in range(min(LONGEST, len(tokens) - at), 0, -1):
            joined = "".join(keys[at : at + size])
            if (term := known.get(joined)) and _apart(text, tokens, at, size):
                start = tokens[at][1]
                last, last_at = tokens[at + size - 1]
                yield term, text[start : last_at + len(last)], start
                at += size
                break
        else:
            if "/" in tokens[at][0]:
                for part in tokens[at][0].split("/"):
                    if term := known.get(key(part)):
                        yield term, part, tokens[at][1]
            at += 1


def _apart(text: str, tokens: Sequence[tuple[str, int]], at: int, size: int) -> bool:
    """Whether the words of a term follow each other with nothing but a space between."""
    return all(
        text[tokens[number][1] + len(tokens[number][0]) : tokens[number + 1][1]].strip() == ""
        for number in range(at, at + size - 1)
    )


def languages_among(rows: Sequence[Row]) -> list[Row]:
    """What a list of skills says of languages: "Languages: English (fluent), French", or "SQL, Spanish (fluent)"."""
    return [said for row in rows for said in _languages_in(row)]


def _languages_in(row: Row) -> list[Row]:
    """The row, if it begins with a language; otherwise those of its items that are one with its level."""
    items = list(_items(row.text))
    if items and is_language(fold(items[0]).split()[0].strip(":-–(")):
        return [row]
    return [Row(item) for item in items if is_language(item.split()[0].strip(":-–(")) and says_a_level(item)]
