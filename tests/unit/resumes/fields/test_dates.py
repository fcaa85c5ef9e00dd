"""Dates as résumés write them, in their languages and orders."""

import pytest

from shared.resumes.fields.dates import find_dates, month_comes_first

pytestmark = pytest.mark.unit


def read(text: str, *, month_first: bool = False) -> list[tuple[str | None, str | None, bool]]:
    return [(span.dates.start, span.dates.end, span.dates.current) for span in find_dates(text, month_first)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Jan 2020 – March 2021", "2020-01", "2021-03"),
        ("01/2020 - 03/2021", "2020-01", "2021-03"),
        ("04.2019 – 12.2019", "2019-04", "2019-12"),
        ("2019-04 to 2020-05", "2019-04", "2020-05"),
        ("2020–2022", "2020", "2022"),
        ("2018-19", "2018", "2019"),
        ("2009/10", "2009", "2010"),
        ("Sep ’19 – Mar '21", "2019-09", "2021-03"),
        ("’19–’21", "2019", "2021"),
        ("09/19 – 03/21", "2019-09", "2021-03"),
        ("’98 – ’02", "1998", "2002"),
        ("Q3 2020 – Q1 2021", "2020-07", "2021-03"),
        ("fall 2017 - spring 2019", "2017-09", "2019-05"),
        ("Jan - Mar 2020", "2020-01", "2020-03"),
        ("Nov – Feb 2020", "2019-11", "2020-02"),
        ("15/03/2019 – 01/04/2021", "2019-03", "2021-04"),
        ("01.04.2019 - 31.12.2020", "2019-04", "2020-12"),
        ("March 15, 2019 - April 2, 2020", "2019-03", "2020-04"),
        ("de janvier 2015 à décembre 2017", "2015-01", "2017-12"),
        ("dal 2018 al 2020", "2018", "2020"),
        ("sept. 2014 au 30 juin 2016", "2014-09", "2016-06"),
        ("marzo de 2012 hasta mayo de 2014", "2012-03", "2014-05"),
        ("März 2011 bis Februar 2012", "2011-03", "2012-02"),
        ("mei 2016 t/m augustus 2018", "2016-05", "2018-08"),
        ("2019年4月 – 2021年3月", "2019-04", "2021-03"),
        ("WS 2018/19", "2018-10", "2019-03"),
    ],
)
def test_ranges_that_have_ended(text: str, start: str, end: str) -> None:
    assert read(text) == [(start, end, False)]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Jan 2020 – Present", "2020-01"),
        ("10/2010-Current", "2010-10"),
        ("März 2019 bis heute", "2019-03"),
        ("seit 03/2020", "2020-03"),
        ("since 2021", "2021"),
        ("2021 –", "2021"),
        ("depuis mars 2018", "2018-03"),
        ("2015 à ce jour", "2015"),
        ("enero de 2018 a la actualidad", "2018-01"),
        ("Março 2016 – até o momento", "2016-03"),
        ("2018 – in corso", "2018"),
        ("juni 2019 – heden", "2019-06"),
        ("2003 to date", "2003"),
    ],
)
def test_ranges_that_go_on(text: str, start: str) -> None:
    assert read(text) == [(start, None, True)]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Summer 2018", "2018-06", "2018-08"),
        ("Winter 2019", "2019-12", "2020-02"),
        ("Q3 2020", "2020-07", "2020-09"),
        ("2019-04", "2019-04", "2019-04"),
        ("04.2019", "2019-04", "2019-04"),
        ("graduated in 2016", "2016", "2016"),
    ],
)
def test_single_dates(text: str, start: str, end: str) -> None:
    [span] = find_dates(text)
    assert span.single
    assert (span.dates.start, span.dates.end) == (start, end)


@pytest.mark.parametrize(
    "text", ["+49 30 1234567", "3 years", "80331 München", "grew sales by 2000 €", "May", "12.5 %"]
)
def test_what_is_no_date(text: str) -> None:
    assert read(text) == []


def test_the_text_of_a_range_is_as_written() -> None:
    [span] = find_dates("Nurse | Sept. 2014-Juin 2016 | Paris")
    assert span.dates.text == "Sept. 2014-Juin 2016"


def test_the_order_of_day_and_month_is_taken_from_dates_that_leave_no_doubt() -> None:
    assert month_comes_first(["01/02/2019 – 03/25/2020"], None) is True
    assert month_comes_first(["01/02/2019 – 25/03/2020"], "US") is False
    assert month_comes_first(["01/02/2019"], "US") is True
    assert read("03/04/2019 – 05/06/2020", month_first=True) == [("2019-03", "2020-05", False)]
