"""Certificates and licences: shown by their name, or by what tells them where the résumé speaks of certificates."""

import pytest

from shared.job_roles.matching import match
from shared.models.job_role import Requirement, Requirements
from shared.models.match import RequirementMatch
from shared.resumes.fields.parsing import parse_text

pytestmark = pytest.mark.unit

RESUME = """Ravi Patel
Software Developer
RN in an earlier life. Built services on Oracle and Terraform.

Certifications
Microsoft Certified: Azure Solutions Architect Expert
AWS Certified Developer – Associate
Google Professional Cloud Architect
Certified Kubernetes Administrator (CKA)
Scrum Master (PSM I)
PRINCE2 Foundation
"""


def met(name: str, text: str = RESUME, kind: str = "certification") -> RequirementMatch:
    wanted = Requirements(requirements=[Requirement.model_validate({"kind": kind, "name": name})])
    [found] = match(wanted, parse_text(text), text).requirements
    assert bool(found.quotes) == (found.met != "not_shown")
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Azure certification", "shown"),
        ("Microsoft Azure certification", "shown"),
        ("AWS certified", "shown"),
        ("GCP certification", "shown"),
        ("Azure or Oracle certification", "shown"),
        ("Kubernetes certification (CKA/CKAD)", "shown"),
        ("Certification in project management (PMP, PRINCE2)", "shown"),
        ("Project management certificate such as PMP or PRINCE2", "shown"),
        ("Certified Scrum Master", "shown"),
        ("valid RN licence", "shown"),
        ("PRINCE2 Practitioner", "partly"),
        ("AWS Certified Solutions Architect", "not_shown"),  # the words stand there, of another vendor
        ("Oracle certification", "not_shown"),  # worked with, and not certified
        ("Terraform certification", "not_shown"),
        ("CISSP certification", "not_shown"),
    ],
)
def test_by_the_words_that_tell_it(name: str, expected: str) -> None:
    assert met(name).met == expected


@pytest.mark.parametrize(
    "text",
    [
        "Certifications\nAzure Fundamentals (expected 2027)",
        "Studying for the Azure certification.",
        "Certifications\nAzure Administrator (expired 2019)",
    ],
)
def test_one_that_is_under_way_or_over_is_partly_shown(text: str) -> None:
    found = met("Azure certification", text)
    assert (found.met, found.detail) == ("partly", "not finished, or no longer valid")


@pytest.mark.parametrize("text", ["Not certified in Azure.", "Certified in Java. Built on Azure.", "Azure, Docker", ""])
def test_one_that_is_not_said_is_not_shown(text: str) -> None:
    assert met("Azure certification", text).met == "not_shown"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Führerschein Klasse B", "Führerschein Klassen B und BE", "shown"),
        ("Führerschein Klasse B", "Führerschein vorhanden", "shown"),
        ("Führerschein Klasse B", "Führerschein Klasse C", "shown"),
        ("Führerschein Klasse CE", "Führerschein Klasse B", "partly"),
        ("Driving licence", "Permis B", "shown"),
        ("driver's license", "Full UK driving licence", "shown"),
        ("permis B", "Carnet de conducir", "shown"),
        ("Driving licence", "No driving licence", "not_shown"),
        ("Führerschein", "Führerschein: nein", "not_shown"),
        ("permis B", "Licence de chimie", "not_shown"),
        ("Enhanced DBS", "DBS checked (enhanced)", "shown"),
        ("Enhanced DBS", "DBS checked", "partly"),
        ("NVQ Level 3", "NVQ Level 3 Electrical Installation", "shown"),
        ("NVQ Level 4", "NVQ Level 3 Electrical Installation", "partly"),
        ("Valid forklift license", "Counterbalance forklift licence", "shown"),
    ],
)
def test_licences(name: str, text: str, expected: str) -> None:
    assert met(name, text).met == expected


def test_a_driving_licence_of_another_kind_of_requirement() -> None:
    assert met("Full clean driving licence", "Driver's license (class B)", kind="other").met == "shown"
