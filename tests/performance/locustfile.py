"""Candidates and recruiters under load, weighed as the contract says.

    make start            # in another terminal, or give the address of another stack with --host
    .venv/bin/locust -f tests/performance/locustfile.py --headless -u 20 -r 5 -t 1m --host http://127.0.0.1:7071
    ... --tags chat       # or health, start, score, list, resume, speech, recording; --exclude-tags likewise

Each candidate signs up and gets an application to the demo role, straight in the local database (SUPABASE_URL says
where it is); the demo's recruiter invites them. Tasks of endpoints that the app does not have are left out: its own
OpenAPI document says which.
"""

import os
import uuid
from pathlib import Path
from typing import Any, Final

from locust import HttpUser, between, events, tag, task
from locust.env import Environment
from locust.exception import StopUser

from local.demo_data import PASSWORD
from local.supabase.keys import PUBLISHABLE_KEY, SECRET_KEY
from tests.performance.answers import answer

SUPABASE: Final = os.environ.get("SUPABASE_URL", "http://127.0.0.1:54321")
RECRUITER: Final = "recruiter@demo.talenti.test"
CONSENT: Final = {"consent": {"interview": True, "recording": False, "transcript": True}}
_RESUME: Final = Path(__file__).parents[1] / "fixtures" / "sample_resume.pdf"
_EXPECTED_WHEN_BUSY: Final = frozenset({409, 429})
# What a task needs of the app, as method and path.
_NEEDS: Final = {
    "parse_resume": ("post", "/api/v1/resume/parse"),
    "speech_token": ("get", "/api/v1/speech/token"),
    "start_recording": ("post", "/api/v1/recordings/start"),
}


class Person(HttpUser):
    """Somebody who signed in."""

    abstract = True
    token = ""
    user_id = ""

    def call(self, method: str, path: str, name: str | None = None, **options: Any) -> Any:
        """A call with the person's token; its JSON, or None when it failed. Limits and open turns are no failures."""
        headers = {"Authorization": f"Bearer {self.token}"}
        with self.client.request(
            method, path, name=name or path, headers=headers, catch_response=True, **options
        ) as response:
            if response.status_code in _EXPECTED_WHEN_BUSY:
                response.success()
                return None
            return response.json() if response.ok else None

    def sign(self, path: str, email: str, password: str) -> None:
        answered = self.client.post(
            f"{SUPABASE}/auth/v1/{path}",
            json={"email": email, "password": password},
            headers={"apikey": PUBLISHABLE_KEY},
            name="(sign in)",
        )
        if not answered.ok:
            raise StopUser
        session = answered.json()
        self.token, self.user_id = session["access_token"], session["user"]["id"]


class Recruiter(Person):
    """Lists, scores, records."""

    weight = 1
    wait_time = between(0.5, 2)

    def on_start(self) -> None:
        self.sign("token?grant_type=password", RECRUITER, PASSWORD)
        self.completed: list[str] = []

    @tag("score")
    @task(5)
    def score(self) -> None:
        if not self.completed:
            self.list_interviews()
            return
        path = f"/api/v1/interview/{self.completed.pop()}/score"
        self.call("POST", path, "/api/v1/interview/{id}/score")

    @tag("list")
    @task(2)
    def list_interviews(self) -> None:
        page = self.call("GET", "/api/v1/interview", params={"status": "completed", "limit": "50"})
        self.completed = [one["id"] for one in page["items"]] if page else []

    @tag("recording")
    @task(1)
    def start_recording(self) -> None:
        body = {"server_call_id": "bench", "interview_id": str(uuid.uuid4())}
        self.call("POST", "/api/v1/recordings/start", json=body)


class Candidate(Person):
    """Is interviewed; when an interview is over, another one begins."""

    weight = 4
    wait_time = between(0.5, 2)

    def on_start(self) -> None:
        self.sign("signup", f"{uuid.uuid4().hex}@example.test", "a-long-password-of-locust")
        self.recruiter = Recruiter(self.environment)
        self.recruiter.sign("token?grant_type=password", RECRUITER, PASSWORD)
        self.application = self._apply()
        self.number, self.turn, self.interview = uuid.uuid4().int % 1_000, 0, ""
        self.start_interview()

    def _apply(self) -> str:
        """An application to the recruiter's first role; gives its id."""
        roles = self.recruiter.call("GET", "/api/v1/job-roles")
        headers = {"apikey": SECRET_KEY, "Prefer": "return=representation"}
        where = f"{SUPABASE}/rest/v1/candidate_profiles?select=id&user_id=eq.{self.user_id}"
        profiles = self.client.get(where, headers=headers, name="(apply)")
        if not roles or not profiles.ok:
            raise StopUser
        row = {"candidate_id": profiles.json()[0]["id"], "job_role_id": roles["items"][0]["id"]}
        applied = self.client.post(f"{SUPABASE}/rest/v1/applications", json=row, headers=headers, name="(apply)")
        if not applied.ok:
            raise StopUser
        return applied.json()[0]["id"]

    @tag("health")
    @task(1)
    def health(self) -> None:
        self.client.get("/health")

    @tag("chat")
    @task(10)
    def chat(self) -> None:
        if not self.interview:
            self.start_interview()
            return
        self.turn += 1
        body = {"interview_id": self.interview, "message": answer(self.number, self.turn)}
        reply = self.call("POST", "/api/v1/interview/chat", json=body)
        if reply and reply["interview_status"] != "in_progress":
            self.interview = ""

    @tag("start")
    @task(2)
    def start_interview(self) -> None:
        """Starts an interview; one that is in progress gives its opening again."""
        if not self.interview:
            body = {"application_id": self.application, "mode": "chat"}
            made = self.recruiter.call("POST", "/api/v1/interview", json=body)
            if made is None:
                return
            self.interview, self.turn = made["id"], 0
        path = f"/api/v1/interview/{self.interview}/start"
        self.call("POST", path, "/api/v1/interview/{id}/start", json=CONSENT)

    @tag("resume")
    @task(3)
    def parse_resume(self) -> None:
        file = (_RESUME.name, _RESUME.read_bytes(), "application/pdf")
        self.call("POST", "/api/v1/resume/parse", files={"file": file})

    @tag("speech")
    @task(5)
    def speech_token(self) -> None:
        self.call("GET", "/api/v1/speech/token")


@events.test_start.add_listener
def leave_out_what_is_not_there(environment: Environment, **_: Any) -> None:
    """Takes away the tasks whose endpoint the app does not have."""
    import requests

    answered = requests.get(f"{environment.host or 'http://127.0.0.1:7071'}/api/openapi.json", timeout=10)
    paths = answered.json()["paths"]
    missing = {name for name, (method, path) in _NEEDS.items() if method not in paths.get(path, {})}
    for user in environment.user_classes:
        user.tasks = [one for one in user.tasks if getattr(one, "__name__", "") not in missing]
    if missing:
        print(f"Left out, since the app does not have their endpoints: {', '.join(sorted(missing))}")
