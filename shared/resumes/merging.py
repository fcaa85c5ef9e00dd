"""One profile of what the rules and what the model read; which side wins is decided field by field.

Rules win for what has a form that can be checked: addresses, phones, links, country. The model wins for positions and
education if it read at least as many whole entries, but for their dates; what one side misses of an entry the other
fills in. Other lists are united, the rules' first.
"""

from collections.abc import Callable, Sequence
from datetime import date

from shared.models.resume import DateRange, Education, Experience, ResumeProfile, SpokenLanguage
from shared.resumes.fields.contact import bare_url
from shared.resumes.fields.names import reads_as_name
from shared.resumes.fields.text import fold, key, words
from shared.resumes.fields.vocabulary import skill_name
from shared.resumes.timeline import timeline_of


def merge(rules: ResumeProfile, model: ResumeProfile, *, today: date | None = None) -> ResumeProfile:
    """The profile of both; `model` is what `ground` left of the model's. `today` is for current positions."""
    experience = _entries(rules.experience, model.experience, _same_position, _whole_position)
    emails = _united(rules.emails, model.emails)
    phones = _united(rules.phones, model.phones)
    known = {bare_url(link.url) for link in rules.links}
    return rules.model_copy(
        update={
            "name": _name(rules, model),
            "email": rules.email or model.email,
            "phone": rules.phone or model.phone,
            "emails": emails,
            "phones": phones,
            "links": [*rules.links, *(link for link in model.links if bare_url(link.url) not in known)],
            "location": rules.location or model.location,
            "country": rules.country or model.country,
            "summary": rules.summary or model.summary,
            "skills": _skills(rules.skills, model.skills),
            "experience": experience,
            "education": _entries(rules.education, model.education, _same_degree, _whole_degree),
            "certifications": _united(rules.certifications, model.certifications),
            "languages": _languages(rules.languages, model.languages),
            "timeline": timeline_of([item.dates for item in experience], today=today),
            "method": "rules_and_model",
            "dropped": model.dropped,
        }
    )


def _name(rules: ResumeProfile, model: ResumeProfile) -> str | None:
    """The rules' name if an e-mail address bears it out, otherwise the model's if it reads like a name."""
    if rules.name and model.name:
        locals_ = [fold(address.split("@")[0]) for address in rules.emails]
        borne_out = any(len(word) > 2 and word in local for word in words(rules.name) for local in locals_)
        return model.name if not borne_out and reads_as_name(model.name) else rules.name
    return rules.name or model.name


def _united(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Both without those of the second that the first has, alone or within a longer one."""
    known = [key(item) for item in first]
    return [*first, *(item for item in second if not any(key(item) == other or key(item) in other for other in known))]


def _skills(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Both, each skill once, whatever it is called."""
    return list({key(skill_name(name)): name for name in reversed([*first, *second])}.values())[::-1]


def _languages(first: Sequence[SpokenLanguage], second: Sequence[SpokenLanguage]) -> list[SpokenLanguage]:
    levels = {key(item.name): item.level for item in second}
    known = {key(item.name) for item in first}
    filled = [item.model_copy(update={"level": item.level or levels.get(key(item.name))}) for item in first]
    return [*filled, *(item for item in second if key(item.name) not in known)]


def _entries[Entry: (Experience, Education)](
    rules: Sequence[Entry],
    model: Sequence[Entry],
    same: Callable[[Entry, Entry], bool],
    whole: Callable[[Entry], bool],
) -> list[Entry]:
    """The entries of the side that read more of them whole, filled in from the other; and those of the other alone.

    Dates are the rules' where both read some for an entry: a model does not contradict them.
    """
    model_leads = (sum(map(whole, model)) >= sum(map(whole, rules)) and len(model) >= len(rules) > 0) or not rules
    leading, other = (model, rules) if model_leads else (rules, model)
    twins, left = _paired(leading, other, same, _same_names)
    merged: list[Entry] = []
    for entry, twin in zip(leading, twins, strict=True):
        if twin is not None:
            dates = (twin if model_leads else entry).dates or entry.dates or twin.dates
            merged.append(_filled(entry, twin).model_copy(update={"dates": dates}))
        elif not model_leads or _says_enough(entry):
            merged.append(entry)
    dated = {(item.dates.start, item.dates.end) for item in merged if item.dates}
    return [
        *merged,
        *(item for item in left if whole(item) and not (item.dates and (item.dates.start, item.dates.end) in dated)),
    ]


def _paired[Entry: (Experience, Education)](
    leading: Sequence[Entry], other: Sequence[Entry], *same: Callable[[Entry, Entry], bool]
) -> tuple[list[Entry | None], list[Entry]]:
    """What the other side read of each entry, by the first way of comparing that finds it; and what is left over."""
    twins: list[Entry | None] = [None] * len(leading)
    left = list(other)
    for compare in same:
        for number, entry in enumerate(leading):
            if twins[number] is None and (twin := next((item for item in left if compare(entry, item)), None)):
                twins[number] = twin
                left.remove(twin)
    return twins, left


def _filled[Entry: (Experience, Education)](entry: Entry, twin: Entry) -> Entry:
    """The entry with what it misses from its twin; a degree that holds its field of study gives way to one without."""
    missing = {name: value for name, value in twin if getattr(entry, name) is None and value is not None}
    if isinstance(entry, Education) and isinstance(twin, Education) and "field" in missing and twin.degree:
        missing["degree"] = twin.degree
    return entry.model_copy(update=missing)


def _whole_position(item: Experience) -> bool:
    return item.employer is not None and item.title is not None and item.dates is not None


def _whole_degree(item: Education) -> bool:
    return item.institution is not None and item.degree is not None


def _says_enough(entry: Experience | Education) -> bool:
    """Whether an entry that the rules know nothing of says what it is: its name, and with whom or when."""
    if isinstance(entry, Experience):
        return entry.title is not None and (entry.employer is not None or entry.dates is not None)
    return entry.degree is not None and (entry.institution is not None or entry.dates is not None)


def _same_position(one: Experience, two: Experience) -> bool:
    agreeing = _agree(one.employer, two.employer) + _agree(one.title, two.title)
    crossed = _agree(one.employer, two.title) + _agree(one.title, two.employer)
    if _same_dates(one.dates, two.dates):
        return agreeing + crossed > 0
    return agreeing == 2 and (one.dates is None or two.dates is None or _same_year(one.dates, two.dates))


def _same_degree(one: Education, two: Education) -> bool:
    agreeing = _agree(one.institution, two.institution) + _agree(one.degree, two.degree)
    return agreeing == 2 or (
        agreeing == 1 and (_same_dates(one.dates, two.dates) or one.dates is None or two.dates is None)
    )


def _same_names(one: Experience | Education, two: Experience | Education) -> bool:
    """Whether two entries are named alike, whatever their dates are."""
    names = [
        (item.employer, item.title) if isinstance(item, Experience) else (item.institution, item.degree)
        for item in (one, two)
    ]
    return all(first and second and key(first) == key(second) for first, second in zip(*names, strict=True))


def _same_dates(one: DateRange | None, two: DateRange | None) -> bool:
    return (
        one is not None and two is not None and (one.start, one.end, one.current) == (two.start, two.end, two.current)
    )


def _same_year(one: DateRange, two: DateRange) -> bool:
    return one.start is not None and two.start is not None and one.start[:4] == two.start[:4]


def _agree(one: str | None, two: str | None) -> bool:
    """Whether one of two names is the other or a part of it."""
    return bool(one and two) and (key(one or "") in key(two or "") or key(two or "") in key(one or ""))
