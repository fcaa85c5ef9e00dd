"""A role's criteria and requirements: what is refused, what a person looks at, and what is honest."""

from uuid import uuid4

import pytest

from shared.job_roles.role_words import faults_of_role, notices_of_role
from shared.models.job_role import JobRole, Requirements, RubricDimension

pytestmark = pytest.mark.unit


def faults(criteria: str) -> list[tuple[str, str | None]]:
    found = faults_of_role(
        title=None, requirements=None, scoring_rubric={"fit": RubricDimension(weight=1, criteria=criteria)}
    )
    return [(flag.fault, flag.characteristic) for flag in found]


@pytest.mark.parametrize(
    ("criteria", "characteristic"),
    [
        ("under 35", "age"),
        ("no children", "family"),
        ("native German", "origin"),
        ("practising Christian", "religion"),
        ("Is under 35 and lively.", "age"),
        ("Ist gesund und belastbar.", "health"),
        ("Speaks without an accent; native speaker.", "origin"),
        ("Tells whether they are pregnant: are you pregnant?", "family"),
    ],
)
def test_a_criterion_that_asks_for_a_protected_characteristic(criteria: str, characteristic: str) -> None:
    assert faults(criteria) == [("protected", characteristic)]


@pytest.mark.parametrize(
    "criteria", ["Is a cultural fit.", "Would do well in a young team.", "Körperlich belastbar im Alltag."]
)
def test_a_criterion_that_a_person_should_look_at(criteria: str) -> None:
    assert [fault for fault, _ in faults(criteria)] == ["perhaps_protected"]


@pytest.mark.parametrize(
    "criteria",
    [
        "",
        "Explains technical matters so that non-native speakers understand them.",
        "Cares for children and families with patience.",
        "Builds healthy relationships with customers.",
        "Keeps latency under 35 ms.",
        "Knows the health and safety rules.",
        "Has tested with people with and without disabilities.",
        "Geht auf kranke Menschen ein.",
        "Accompagne des enfants de 3 à 6 ans.",
        "Explica con claridad a personas mayores.",
    ],
)
def test_an_honest_criterion(criteria: str) -> None:
    assert faults(criteria) == []


def test_each_field_of_the_requirements_is_looked_at() -> None:
    required = Requirements.model_validate(
        {
            "technical_skills": ["Python", "under 35 years old"],
            "soft_skills": ["unmarried"],
            "education": "Degree; no children.",
            "requirements": [{"kind": "other", "name": "native German, no children"}],
        }
    )
    found = faults_of_role(title="Nurse", requirements=required, scoring_rubric=None)
    assert [flag.field for flag in found] == [
        ["requirements", "requirements", 0, "name"],
        ["requirements", "technical_skills", 1],
        ["requirements", "soft_skills", 0],
        ["requirements", "education"],
    ]
    assert {flag.fault for flag in found} == {"protected"}


def role(description: str = "", *weights: float) -> JobRole:
    rubric = {f"of_{number}": RubricDimension(weight=weight) for number, weight in enumerate(weights)}
    return JobRole(
        id=uuid4(),
        organisation_id=uuid4(),
        title="Nurse",
        description=description,
        status="open",
        version=1,
        scoring_rubric=rubric,
    )


class TestNotices:
    @pytest.mark.parametrize(
        ("description", "words"),
        [
            ("You care for people. Male candidates only.", "Male candidates"),
            ("Regardless of experience, must be unmarried.", "unmarried"),
        ],
    )
    def test_a_description_that_asks_for_a_protected_characteristic(self, description: str, words: str) -> None:
        [notice] = notices_of_role(role(description))
        assert (notice.field, notice.fault) == (["description"], "protected")
        assert notice.words is not None
        assert words in notice.words
        assert notice.words in description

    @pytest.mark.parametrize(
        "description",
        [
            "",
            "All applicants will receive consideration without regard to age, marital status or pregnancy.",
            "We do not discriminate on the basis of sex, marital status or age.",
            "You care for women and men with dementia.",
        ],
    )
    def test_an_honest_description(self, description: str) -> None:
        assert notices_of_role(role(description)) == []

    @pytest.mark.parametrize(
        ("weights", "shares"),
        [((0.8, 0.6), "1.4; they count in proportion: of_0 57%, of_1 43%"), ((0.0, 0.0), "all alike")],
    )
    def test_weights_that_add_up_to_another_sum(self, weights: tuple[float, float], shares: str) -> None:
        [notice] = notices_of_role(role("", *weights))
        assert (notice.field, notice.fault) == (["scoring_rubric"], "weights")
        assert notice.detail.endswith(shares)

    @pytest.mark.parametrize("weights", [(0.5, 0.5), (0.33, 0.33, 0.33), ()])
    def test_weights_that_add_up(self, weights: tuple[float, ...]) -> None:
        assert notices_of_role(role("", *weights)) == []
