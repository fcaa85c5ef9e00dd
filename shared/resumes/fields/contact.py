"""How to reach a person: e-mail addresses, phone numbers, links, where they live."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from shared.models.resume import Link, LinkKind
from shared.resumes.fields.dates import find_dates
from shared.resumes.fields.places import Place, location_in
from shared.resumes.fields.text import fold

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?![\w-])")
_PHONE = re.compile(
    r"(?<![\w.,/@-])(?:\+|\(\+?|00|0\d{1,4} / )?"
    r"\d(?:(?:[\s().\u2010-\u2013-]{0,3}|/)\d){6,16}(?:\s?(?:x|ext\.?)\s?\d{1,5})?(?!\w)"
)
_PHONE_LABEL = re.compile(
    r"(?:phone|tel|mobil|cell|handy|fax|whatsapp|movil|telemovel|cellulare|gsm|port\.?|fon|contact|mob|"
    r"celular)[\w. ()/é-]{0,12}:?\s*$|"
    r"[☎📞📱✆]\s*$|\b[tmph]\s*[:.]\s*$"
)
_FAX = re.compile(r"fax\W*$")
_URL = re.compile(
    r"(?<![\w@.])(?:https?://|www\.)[^\s,;|<>()\"“”\t]+|"
    r"(?<![\w@./-])(?:[a-z]{2,3}\.)?(?:linkedin\.com|github\.com|gitlab\.com|github\.io)/[^\s,;|<>()\"“”\t]+|"
    r"(?<![\w@./+-])(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s,;|<>()\"“”\t]*[^\s,;|<>()\"“”\t.]|"
    r"(?<![\w@./+-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|me|de|ch|at|fr|es|pt|it|nl|be|co\.uk|uk|eu|info|app|ai|"
    r"in|se|dk|no|pl|"
    r"co|br|com\.br|mx|ar|us|ca|au|tech|design|online|site|page|blog|art|studio|xyz)(?:/[^\s,;|<>()\"“”\t]*)?(?![\w@-])",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"(?<![\w/])(linkedin|github)\s*(?::|"
    r"\t)\s*(?:/?(?:in/)?)@?([\w.%-]{3,60})(?![\w.]*[/@])",
    re.IGNORECASE,
)
_IN_SLASH = re.compile(r"(?<![\w/.])(?:/)?in/([\w%-]{3,60})(?![\w/])")
# Names of products and file types that end like a domain.
_NOT_DOMAIN = re.compile(
    r"(?:node|vue|next|react|express|nuxt|three|d3|socket|asp|ado|vb)\.(?:js|io|net)$|^\.|"
    r"\.(?:js|py)$",
    re.I,
)
_COUNTRY_DOMAINS: Final = {
    domain: "GB" if domain == "uk" else domain.upper()
    for domain in (
        *(
            "ar",
            "at",
            "au",
            "be",
            "br",
            "ca",
            "ch",
            "cn",
            "cz",
            "de",
            "dk",
            "es",
            "fi",
            "fr",
            "gr",
            "hu",
            "ie",
            "in",
            "it",
        ),
        *("jp", "kr", "mx", "ng", "nl", "no", "nz", "pl", "pt", "ro", "se", "sg", "tr", "uk", "us", "za"),
    )
}


def emails_in(texts: Iterable[str]) -> list[str]:
    """The addresses in the order of the text, each once."""
    found = (
        match.group().replace(" ", "").strip(".'-") for text in texts if "@" in text for match in _EMAIL.finditer(text)
    )
    return list({address.lower(): address for address in reversed(list(found))}.values())[::-1]


def phones_in(texts: Sequence[str], country: str | None, *, elsewhere: Sequence[str] = ()) -> list[str]:
    """The numbers in E.164. A national number is one of `country`; without a country it is left out.

    `elsewhere` are texts that are no contact data: only international numbers in them are phones.
    """
    written = [candidate for text in texts for candidate in _phone_candidates(text)]
    written += [number for text in elsewhere if "+" in text for number in _phone_candidates(text) if "+" in number]
    if not written:
        return []
    import phonenumbers

    found: dict[str, None] = {}
    regions = dict.fromkeys([country, _region_of_others(written)])
    for number in written:
        number = re.sub(r"(?<=\d)\s*\(0\)\s*", " ", re.sub(r"^00", "+", number))
        international = number.startswith(("+", "(+"))
        for region in [None] if international else regions:
            try:
                parsed = phonenumbers.parse(number, region)
            except phonenumbers.NumberParseException:
                continue
            trunk = region is not None and phonenumbers.ndd_prefix_for_region(region, True) == "0"
            plausible = international or (trunk and number.startswith(("0", "(0")))
            if phonenumbers.is_valid_number(parsed) or (plausible and phonenumbers.is_possible_number(parsed)):
                found[phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)] = None
                break
    return list(found)


def _phone_candidates(text: str) -> Iterable[str]:
    """What is written like a number to call: international, labelled, or grouped, and no date, span of years or
    fax."""
    dated = [(span.at, span.to) for span in find_dates(text)]
    for match in _PHONE.finditer(text):
        number = match.group().strip()
        before = fold(text[: match.start()])
        digits = re.sub(r"\D", "", number)
        if _FAX.search(before) or not 7 <= len(digits) <= 17:
            continue
        if number.startswith(("+", "00", "(+")):
            yield number
        elif any(at < match.end() and match.start() < to for at, to in dated):
            continue
        elif _PHONE_LABEL.search(before) or len(digits) >= 8:
            yield number


def _region_of_others(written: Iterable[str]) -> str | None:
    """The region of the first number that names its own."""
    import phonenumbers

    for number in written:
        if number.startswith("+"):
            try:
                return phonenumbers.region_code_for_number(phonenumbers.parse(number, None))
            except phonenumbers.NumberParseException:
                continue
    return None


def country_of_addresses(emails: Iterable[str], links: Iterable[Link]) -> str | None:
    """The country of a top-level domain that belongs to one."""
    hosts = [email.split("@")[-1] for email in emails]
    hosts += [re.sub(r"^\w+://|/.*", "", link.url) for link in links if link.kind == "website"]
    found = (_COUNTRY_DOMAINS.get(host.rsplit(".", 1)[-1].lower()) for host in hosts)
    return next((country for country in found if country), None)


def links_in(texts: Iterable[str], *, elsewhere: Iterable[str] = ()) -> list[Link]:
    """LinkedIn, GitHub and other addresses on the web, as written.

    `elsewhere` are texts that are no contact data: another site in them is one of the person's own if it stands alone.
    """
    links = {bare_url(link.url): link for link in _links(texts)}
    lines = list(elsewhere)
    alone = {bare_url(line) for line in lines}
    others = {bare_url(link.url): link for link in _links(lines)}
    others = {url: link for url, link in others.items() if link.kind != "website" or url in alone}
    return list((links | {url: link for url, link in others.items() if url not in links}).values())


def _links(texts: Iterable[str]) -> Iterable[Link]:
    for text in texts:
        if "." in text or "/" in text or ":" in text or "\t" in text:
            for url in _urls(text):
                yield Link(kind=_kind(url), url=url)


def bare_url(url: str) -> str:
    """What is the same for two spellings of one address."""
    return re.sub(r"^https?://(?:www\.)?|^www\.|/$", "", url.strip().lower())


def _urls(text: str) -> Iterable[str]:
    bare = _EMAIL.sub(" ", text)
    for match in _URL.finditer(bare):
        url = match.group().rstrip(".,:;)]'\"")
        if not _NOT_DOMAIN.search(url) and (len(url) > 6 or "/" in url):
            yield url
    if not _URL.search(bare):
        for match in _HANDLE.finditer(bare):
            yield f"{match[1].lower()}.com/{'in/' if match[1].lower() == 'linkedin' else ''}{match[2]}"
        for match in _IN_SLASH.finditer(bare):
            yield f"linkedin.com/in/{match[1]}"


def _kind(url: str) -> LinkKind:
    host = re.sub(r"^https?://(?:www\.)?|^www\.", "", url.lower())
    if re.match(r"(?:[a-z]{2,3}\.)?linkedin\.com", host):
        return "linkedin"
    return "github" if host.startswith("github.com") else "website"


def location_of(texts: Iterable[str]) -> Place | None:
    """The first location among lines of contact data; one that names its country goes first."""
    found = [place for text in texts if (place := location_in(text))]
    return next((place for place in found if place.country), found[0] if found else None)
