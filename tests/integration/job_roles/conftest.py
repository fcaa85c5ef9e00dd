"""What tests of the job side share."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from shared.container import Container, install_container
from shared.models.job_role import JobRole
from tests.fixtures.world import Hiring, Person, World


@pytest.fixture(autouse=True)
def installed(container: Container) -> Iterator[Container]:
    previous = install_container(container)
    yield container
    install_container(previous)


@pytest.fixture
def hiring(world: World) -> Hiring:
    return world.hiring()


@dataclass(frozen=True)
class Making:
    """A recruiter and a role of theirs that has no plan yet. `mark` is a word of its description alone."""

    recruiter: Person
    role: JobRole
    mark: str

    @property
    def id(self) -> UUID:
        return self.role.id


@pytest.fixture
async def making(world: World, container: Container) -> Making:
    from shared.models.job_role import CreateJobRole

    mark = f"mark{uuid4().hex}"
    recruiter = world.member(world.organisation())
    wanted = CreateJobRole.model_validate(
        {
            "title": "Data Engineer",
            "description": f"Builds pipelines. {mark}",
            "requirements": {"technical_skills": ["Python", "SQL"], "soft_skills": ["communication"]},
            "scoring_rubric": {
                "technical_depth": {"weight": 0.6, "criteria": "Has built data pipelines."},
                "collaboration": {"weight": 0.4, "criteria": "Works well with other people."},
            },
            "interview_structure": {"topics": ["Building pipelines"], "time_per_topic": 6},
        }
    )
    return Making(recruiter, await container.job_roles.create(recruiter.user_id, wanted), mark)
