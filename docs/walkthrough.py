"""The API by hand, from a role to a decision, against a running `make start`: each call, and what it answers.

`.venv/bin/python docs/walkthrough.py`. It makes a role of its own each time, so it can be run again.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
RUN = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".local" / "run.json"
PUBLISHABLE_KEY = os.environ.get("SUPABASE_PUBLISHABLE_KEY", "sb_publishable_local_development_only")
DESCRIPTION = """We are looking for a Data Engineer.
- At least 3 years of experience with Python and SQL
- Experience with Airflow or Dagster is required
- Fluent English; German is a plus"""
RESUME = """Ada Example
ada@example.org | Lisbon, Portugal

Experience
Data Engineer, Northwind, 2019 - present
Built Airflow pipelines in Python over PostgreSQL.

Education
BSc Computer Science, University of Lisbon, 2015 - 2018

Skills
Python, SQL, Airflow, Docker

Languages
English (C1), Portuguese (native)
"""
ANSWER = "I rebuilt our nightly load in Python because the old one lost rows, and measured that errors fell by half."


def main() -> None:
    services = json.loads(RUN.read_text())["services"]
    supabase = services["supabase"]
    api = httpx.Client(base_url=f"{services['app']['url']}/api/v1", timeout=120)

    def sign_in(email: str) -> dict[str, str]:
        """The bearer header of a login. Front ends sign in with supabase-js, which sends this."""
        answer = httpx.post(
            f"{supabase['url']}/auth/v1/token?grant_type=password",
            headers={"apikey": PUBLISHABLE_KEY},
            json={"email": email, "password": "talenti-demo"},
        )
        return {"Authorization": f"Bearer {answer.raise_for_status().json()['access_token']}"}

    def call(who: dict[str, str], method: str, path: str, *show: str, **options: Any) -> Any:
        answer = api.request(method, path, headers=who, **options)
        body = answer.json()
        print(f"{method} {path} -> {answer.status_code}")
        if answer.is_error:
            raise SystemExit(json.dumps(body, indent=2, ensure_ascii=False))
        for name in show:
            print(f"    {name}: {json.dumps(body[name], ensure_ascii=False)[:300]}")
        return body

    recruiter, candidate = sign_in("recruiter@demo.talenti.test"), sign_in("candidate@demo.talenti.test")

    # A role: what its description asks for is read out of it and stored with it, then a plan is proposed and frozen.
    asked = call(
        recruiter,
        "POST",
        "/resume/extract-requirements",
        "technical_skills",
        "experience_years",
        "refused",
        json={"job_description": DESCRIPTION},
    )
    kept = ("technical_skills", "experience_years", "education", "soft_skills", "requirements")
    requirements = {name: asked[name] for name in kept}
    role = call(
        recruiter,
        "POST",
        "/job-roles",
        "id",
        "version",
        json={"title": "Data Engineer", "description": DESCRIPTION, "status": "open", "requirements": requirements},
    )
    plan = call(recruiter, "POST", f"/job-roles/{role['id']}/plan", "version", "revision", json={"action": "propose"})
    for topic in plan["plan"]["topics"]:
        print(f"    {topic['title']}: {topic['question']}")
    freeze = {"action": "freeze", "version": plan["version"], "revision": plan["revision"]}
    call(recruiter, "POST", f"/job-roles/{role['id']}/plan", "frozen_at", json=freeze)

    # A résumé by form; straight to storage goes by POST /uploads and a PUT to the URL it gives. Reading takes a moment.
    uploaded = call(candidate, "POST", "/resume/upload", "status", files={"file": ("ada.txt", RESUME.encode())})
    path = f"/resume/{uploaded['resume_id']}"
    while call(candidate, "GET", path, "status")["status"] == "processing":
        time.sleep(0.5)
    call(candidate, "GET", path, "profile")

    # An application, and how the résumé meets what the role asks for. The match informs a person and filters nobody.
    application = call(candidate, "POST", "/applications", "status", json={"job_role_id": role["id"]})
    match = call(recruiter, "GET", f"/applications/{application['id']}/match", "match_score")
    for one in match["requirements"]:
        print(f"    {one['requirement']['name']}: {one['met']} {[quote['quote'] for quote in one['quotes']]}")

    # The interview: scheduled by a recruiter, started with the candidate's consent, taken in turns, ended by either.
    wanted = {"application_id": application["id"], "mode": "chat"}
    interview = call(recruiter, "POST", "/interview", "id", "status", json=wanted)
    consent = {"consent": {"interview": True, "recording": False, "transcript": True}}
    path = f"/interview/{interview['id']}"
    call(candidate, "POST", f"{path}/start", "opening_message", json=consent)
    for part in ("first", "second"):
        # The key makes a repeated request the same turn, also after a crash. /interview/chat/stream takes the same.
        said = {"interview_id": interview["id"], "message": f"{ANSWER} That was the {part} part of it."}
        call(candidate | {"Idempotency-Key": part}, "POST", "/interview/chat", "response", "turn", json=said)
    call(candidate, "POST", f"{path}/end", "status")

    # The score waits until it is there; every citation says where in the transcript its words stand. A person decides.
    score = call(recruiter, "POST", f"{path}/score", "overall_score", "needs_review", "reasons")
    said = {one["id"]: one["content"] for one in call(recruiter, "GET", f"{path}/transcript")["segments"]}
    for dimension in score["dimensions"]:
        print(f"    {dimension['dimension']}: level {dimension['level']}, {dimension['status']}")
        for one in dimension["citations"]:
            print(f"        turn {one['turn']}: {said[one['segment_id']][one['start'] : one['end']]}")
    decision = {"decision": "hold", "reason": "Only a first try of the API."}
    call(recruiter, "POST", f"{path}/review", "decision", json=decision)
    call(recruiter, "GET", f"{path}/report", "scoring_status", "review")
    call(candidate, "GET", f"{path}/report", "candidate_feedback")


if __name__ == "__main__":
    main()
