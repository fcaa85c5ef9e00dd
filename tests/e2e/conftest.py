"""The whole stack on free ports, and people who talk to it over HTTP with tokens that the gateway gave them."""

import contextlib
import gc
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from local.stack import Stack, StackConfig
from local.supabase.keys import PUBLISHABLE_KEY
from tests.fixtures.polling import eventually
from tests.fixtures.world import Hiring, Person, World

PASSWORD = "a-long-password-of-a-test"
SHORT_DEADLINES = {
    "TURN_DEADLINE_SECONDS": "4",
    "MODEL_TIMEOUT_SECONDS": "2",
    "SCORING_WAIT_SECONDS": "10",
    "MODEL_CIRCUIT_FAILURES": "1000",
}
ANSWER = (
    "I built a pipeline in Python that loads forty tables every night, because the old one lost rows, and I measured "
    "that errors fell by thirty percent."
)
CONSENT = {"consent": {"interview": True, "recording": False, "transcript": True}}


@contextlib.contextmanager
def running_stack(state_dir: Path, **settings: str) -> Iterator[Stack]:
    """Everything that `make start` starts, on free ports, with settings of the caller's beside short deadlines."""
    made = Stack(
        StackConfig(
            app_port=0,
            supabase_port=0,
            openai_port=0,
            state_dir=state_dir,
            settings={**SHORT_DEADLINES, **settings},
        )
    )
    with warnings.catch_warnings():  # what the Supabase client of the seed leaves behind is not what is tested
        warnings.simplefilter("ignore")
        made.start()
        gc.collect()
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The stack that tests share: one per test process. Do not stop parts of it."""
    with running_stack(tmp_path_factory.mktemp("stack")) as made:
        yield made


@pytest.fixture(scope="session")
def e2e_world(stack: Stack) -> Iterator[World]:
    """Makes organisations and people straight in the stack's database."""
    assert stack.supabase is not None
    with World(stack.supabase) as world:
        yield world


@pytest.fixture(scope="session")
def http(stack: Stack) -> Iterator[httpx.Client]:
    """A client of the app, without a token."""
    with httpx.Client(base_url=stack.app_url, verify=False, timeout=20) as client:
        yield client


@dataclass
class SignedIn:
    """A person with a token of the gateway, and the calls that they make."""

    user_id: UUID
    email: str
    token: str
    client: httpx.Client = field(repr=False)

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        return self.request("POST", path, **({"json": json} if json is not None else {}), **options)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {**self.bearer, **options.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **options)


@pytest.fixture(scope="session")
def signed_in(stack: Stack, http: httpx.Client) -> Callable[..., SignedIn]:
    """`signed_in()` makes a new candidate; `signed_in(email, password)` is somebody who has an account."""

    def sign_in(email: str | None = None, password: str = "talenti-demo") -> SignedIn:
        path, login = "token?grant_type=password", {"email": email, "password": password}
        if email is None:
            path, login = "signup", {"email": f"{uuid4().hex}@example.test", "password": PASSWORD}
        url = f"{stack.services['supabase']['url']}/auth/v1/{path}"
        with httpx.Client(verify=False, timeout=20) as client:
            answer = client.post(url, json=login, headers={"apikey": PUBLISHABLE_KEY})
        answer.raise_for_status()
        session = answer.json()
        return SignedIn(UUID(session["user"]["id"]), session["user"]["email"], session["access_token"], http)

    return sign_in


@dataclass
class Hired:
    """An organisation that hires, with its people signed in."""

    hiring: Hiring
    recruiter: SignedIn
    candidate: SignedIn
    world: World = field(repr=False)

    def schedule(self, **options: Any) -> dict[str, Any]:
        """A new interview for the application."""
        body = {"application_id": str(self.hiring.application_id), "mode": "chat", **options}
        answer = self.recruiter.post("/api/v1/interview", body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def start(self, **options: Any) -> "Talk":
        """A new interview in progress."""
        interview = self.schedule(**options)
        talk = Talk(UUID(interview["id"]), self, f"mark{uuid4().hex[:12]}")
        started = self.candidate.post(f"{talk.path}/start", CONSENT)
        assert started.status_code == 200, started.text
        talk.opening = started.json()["opening_message"]
        return talk


@dataclass
class Talk:
    """An interview in progress. `mark` is a word of this interview alone, by which faults are aimed at it."""

    id: UUID
    hired: Hired
    mark: str
    opening: str = ""

    @property
    def path(self) -> str:
        return f"/api/v1/interview/{self.id}"

    def body(self, text: str = ANSWER) -> dict[str, str]:
        return {"interview_id": str(self.id), "message": f"{text} {self.mark}"}

    def say(self, text: str = ANSWER, **options: Any) -> httpx.Response:
        return self.hired.candidate.post("/api/v1/interview/chat", self.body(text), **options)

    def transcript(self) -> list[dict[str, Any]]:
        answer = self.hired.candidate.get(f"{self.path}/transcript")
        assert answer.status_code == 200, answer.text
        return answer.json()["segments"]

    def finish(self) -> dict[str, Any]:
        """Ends it, has it scored, and gives the score."""
        assert self.hired.candidate.post(f"{self.path}/end").status_code == 200
        return self.score()

    def score(self, **query: str) -> dict[str, Any]:
        """The score, asked for until the scoring is done."""

        def scored() -> httpx.Response | None:
            answer = self.hired.recruiter.post(f"{self.path}/score", params=query)
            return None if answer.status_code == 503 else answer

        answer = eventually(scored)
        assert answer.status_code == 200, answer.text
        return answer.json()


def _as_signed_in(person: Person, http: httpx.Client) -> SignedIn:
    return SignedIn(person.user_id, person.email, person.token, http)


@pytest.fixture(scope="session")
def hire(e2e_world: World, http: httpx.Client) -> Callable[..., Hired]:
    """A new organisation with a role, a recruiter and a candidate who applied."""

    def make(**options: Any) -> Hired:
        hiring = e2e_world.hiring(**options)
        people = (_as_signed_in(person, http) for person in (hiring.recruiter, hiring.candidate))
        return Hired(hiring, *people, world=e2e_world)

    return make


@pytest.fixture
def talk(hire: Callable[..., Hired]) -> Talk:
    """An interview in progress, of the test's own."""
    return hire().start()


class Faults:
    """Makes the model's stand-in misbehave for the prompts that hold a mark."""

    def __init__(self, url: str) -> None:
        self._url = url

    def put(self, mark: str, kind: str, **options: Any) -> None:
        fault = {"kind": kind, "match": {"contains": mark}, **options}
        httpx.put(f"{self._url}/admin/faults", json=fault, verify=False).raise_for_status()

    def clear(self, mark: str) -> None:
        listed = httpx.get(f"{self._url}/admin/faults", verify=False).json()["faults"]
        for fault in listed:
            if fault["match"].get("contains") == mark:
                httpx.delete(f"{self._url}/admin/faults/{fault['id']}", verify=False)

    def calls(self, mark: str) -> dict[str, Any]:
        return httpx.get(f"{self._url}/admin/calls", params={"contains": mark, "prompts": "1"}, verify=False).json()


@pytest.fixture(scope="session")
def faults(stack: Stack) -> Faults:
    return Faults(stack.services["openai_standin"]["url"])
