"""`make demo`: a whole interview in the terminal against the running stack, starting one if none runs.

A recruiter schedules, a candidate answers what they are asked, the interview comes to its own end, it is scored, and
the recruiter reads the report. It checks what it shows and ends with exit code 0 only if the whole of it worked.
"""

import contextlib
import json
import sys
import time
from collections.abc import Iterator
from typing import Any, Final

import httpx
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from local.demo_data import PASSWORD
from local.stack import RUN_FILE, Stack, StackConfig
from local.stack_config import STATE, is_held, own_settings
from local.supabase.keys import PUBLISHABLE_KEY
from local.supabase.processes import StackError, wait_until

ANSWERS: Final[dict[str, tuple[str, ...]]] = {
    "Building data pipelines": (
        "I built the pipeline that loads our orders every hour from six shops into Postgres. I wrote the loader in Python "
        "and the checks in SQL, and because the old one lost rows, I made every load repeatable.",
        "The decision that mattered most was loading into a staging table and swapping it in one transaction. The "
        "alternative was updating in place, which was faster, but a failed run left half of the data behind.",
        "I compared row counts and sums with the shops every night. In the first month this found 3 wrong time zones, and "
        "afterwards wrong reports went down from about 10 a month to 1.",
    ),
    "Handling an incident": (
        "One Monday the dashboard showed no sales. I looked at the loader's log first, saw that it had run, and then "
        "compared the staging table with the source, which showed that one shop had renamed a column.",
        "I ruled out the network because other shops had loaded, and I ruled out the database because a query by hand "
        "was fast. Only that shop's file differed from the day before.",
        "I added a check that compares the columns with a contract before a load, and an alert to our channel. Since then "
        "it caught 4 renamed columns before anybody saw wrong numbers.",
    ),
    "Working with others": (
        "A colleague wanted to rewrite the loader in another framework and I did not. We wrote down what each of us wanted "
        "to gain, measured both on one shop for a week, and kept the old one because it needed half of the memory.",
        "I learned that he was afraid of being the only one on call for it. So I wrote a runbook, and we shared the duty.",
    ),
    "Explaining your work": (
        "A pipeline is like the kitchen of a restaurant: orders come in, each dish is checked before it goes out, and when "
        "one ingredient is missing we tell the table early. For sales it matters because yesterday's numbers are right at nine.",
        "I would ask them to tell me what happens when a shop sends nothing, in their own words, and see what they say.",
    ),
}
WRAP_UP: Final = "What are the next steps after this interview?"
_SECONDS_TO_START: Final = 120
LAST_WORDS: Final = "Thank you, I have nothing to add. I enjoyed the conversation."


class DemoError(Exception):
    """Something did not work as it should; the message says what."""


class Person:
    """Somebody who is signed in and calls the app."""

    def __init__(self, stack: dict[str, Any], email: str) -> None:
        self.email = email
        gateway = stack["services"]["supabase"]["url"]
        answer = httpx.post(
            f"{gateway}/auth/v1/token?grant_type=password",
            headers={"apikey": _publishable_key(stack)},
            json={"email": email, "password": PASSWORD},
            timeout=10,
        )
        if answer.status_code != 200:
            raise DemoError(f"{email} cannot sign in: {answer.status_code} {answer.text[:200]}")
        token = answer.json()["access_token"]
        self.http = httpx.Client(
            base_url=stack["services"]["app"]["url"], headers={"Authorization": f"Bearer {token}"}, timeout=120
        )

    def call(self, method: str, path: str, expected: int = 200, **options: Any) -> dict[str, Any]:
        answer = self.http.request(method, path, **options)
        if answer.status_code != expected:
            raise DemoError(f"{method} {path} answered {answer.status_code}, not {expected}: {answer.text[:400]}")
        return answer.json()

    def stream(self, path: str, body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """The events of a server-sent stream."""
        with self.http.stream("POST", path, json=body) as answer:
            if answer.status_code != 200:
                raise DemoError(f"POST {path} answered {answer.status_code}: {answer.read().decode()[:400]}")
            event = ""
            for line in answer.iter_lines():
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    yield event, json.loads(line.removeprefix("data: "))


def run(stack: dict[str, Any], console: Console) -> None:
    """Plays the interview. Raises DemoError where something is not as it should be."""
    if not stack["demo"]:
        raise DemoError("the running stack has no demo data; SEED_DEMO=1 make start adds it")
    recruiter, candidate = Person(stack, "recruiter@demo.talenti.test"), Person(stack, "candidate@demo.talenti.test")
    application = stack["demo"]["application_id"]
    _clear_the_way(recruiter, application)
    interview = recruiter.call("POST", "/api/v1/interview", 201, json={"application_id": application, "mode": "chat"})[
        "id"
    ]
    console.print(f"[dim]{recruiter.email} scheduled the interview {interview}[/dim]\n")
    consent = {"interview": True, "recording": False, "transcript": True}
    started = candidate.call("POST", f"/api/v1/interview/{interview}/start", json={"consent": consent})
    _interviewer(console, started["opening_message"], started["turn"], started["progress"])
    _converse(candidate, interview, started, console)
    score = _wait_for_score(recruiter, interview, console)
    _check_strangers(stack, interview)
    report = recruiter.call("GET", f"/api/v1/interview/{interview}/report")
    transcript = recruiter.call("GET", f"/api/v1/interview/{interview}/transcript")
    _show_report(report, transcript, console)
    if report["score"]["id"] != score["id"]:
        raise DemoError("the report shows another score than the one that was made")
    own = candidate.call("GET", f"/api/v1/interview/{interview}/report")
    if "score" in own:
        raise DemoError("the candidate's report holds a score")
    console.print(Panel(escape(own["candidate_feedback"] or ""), title="What the candidate reads", border_style="cyan"))


def main() -> int:
    """Runs the demo; gives the exit code."""
    console = Console(highlight=False)
    try:
        with _stack(console) as stack:
            run(stack, console)
    except (DemoError, StackError, httpx.HTTPError) as error:
        console.print(f"[bold red]The demo failed:[/bold red] {escape(str(error))}")
        return 1
    except KeyboardInterrupt:
        return 130
    console.print("\n[bold green]The whole interview worked.[/bold green]")
    return 0


def _publishable_key(stack: dict[str, Any]) -> str:
    """The key of the local gateway, or of the developer's own Supabase."""
    own = stack["services"]["supabase"]["pid"] is None
    return own_settings().get("SUPABASE_PUBLISHABLE_KEY", "") if own else PUBLISHABLE_KEY


@contextlib.contextmanager
def _stack(console: Console) -> Iterator[dict[str, Any]]:
    """What runs: the stack of `make start` if it answers, otherwise one of our own on free ports, thrown away after."""
    running = _running()
    if running is None and is_held(STATE):
        console.print("[dim]A stack is starting: waiting for it ...[/dim]")
        running = wait_until(lambda: _running() if is_held(STATE) else {}, _SECONDS_TO_START, interval=0.3)
    if running:
        yield running
        return
    console.print("[dim]No stack is running: starting one for this demo ...[/dim]")
    stack = Stack(StackConfig.on_free_ports(own_settings()))
    stack.start()
    try:
        yield stack.run_file()
    finally:
        stack.stop()


def _running() -> dict[str, Any] | None:
    """What `.local/run.json` says, if the app answers there."""
    try:
        running = json.loads(RUN_FILE.read_text())
        answer = httpx.get(f"{running['services']['app']['url']}/health", timeout=3)
    except (OSError, ValueError, KeyError, httpx.HTTPError):
        return None
    return running if answer.status_code == 200 else None


def _clear_the_way(recruiter: Person, application: str) -> None:
    """Cancels what an earlier demo left open."""
    for status in ("scheduled", "in_progress"):
        for interview in recruiter.call("GET", "/api/v1/interview", params={"status": status})["items"]:
            if interview["application_id"] == application:
                recruiter.call("POST", f"/api/v1/interview/{interview['id']}/cancel")


def _converse(candidate: Person, interview: str, started: dict[str, Any], console: Console) -> None:
    """Answers until the policy closes the interview; every second turn as a stream."""
    topic, given = started["turn"]["topic"], dict.fromkeys(ANSWERS, 0)
    move = started["turn"]["move"]
    for number in range(40):
        text = _answer(topic, move, given)
        console.print(Panel(escape(text), title="[b]Candidate[/b]", title_align="right", border_style="green"))
        body = {"interview_id": interview, "message": text}
        reply = (
            _streamed(candidate, body) if number % 2 else candidate.call("POST", "/api/v1/interview/chat", json=body)
        )
        _interviewer(console, reply["response"], reply["turn"], reply["progress"])
        topic, move = reply["turn"]["topic"], reply["turn"]["move"]
        if reply["interview_status"] != "in_progress":
            if move != "close":
                raise DemoError(f"the interview ended with the move {move}")
            return
    raise DemoError("the interview did not come to an end")


def _streamed(candidate: Person, body: dict[str, Any]) -> dict[str, Any]:
    deltas, done = "", None
    for event, data in candidate.stream("/api/v1/interview/chat/stream", body):
        if event == "delta":
            deltas += data["content"]
        elif event == "done":
            done = data
        else:
            raise DemoError(f"the stream ended in {event}: {data}")
    if done is None or deltas != done["response"]:
        raise DemoError("the pieces of the stream are not the reply")
    return done


def _answer(topic: str | None, move: str, given: dict[str, int]) -> str:
    if move == "wrap_up":
        return WRAP_UP
    answers = ANSWERS.get(topic or "")
    if answers is None or topic is None:
        return LAST_WORDS
    text = answers[min(given[topic], len(answers) - 1)]
    given[topic] += 1
    return text


def _interviewer(console: Console, text: str, turn: dict[str, Any], progress: dict[str, Any]) -> None:
    about = f" · {escape(turn['topic'])}" if turn["topic"] else ""
    title = f"[b]Interviewer[/b] · turn {turn['number']} · {turn['move']}{about}"
    console.print(
        Panel(escape(text), title=title, title_align="left", subtitle=f"{progress['percent']} %", border_style="blue")
    )


def _wait_for_score(recruiter: Person, interview: str, console: Console) -> dict[str, Any]:
    """The lifecycle scores by itself; `/score` joins it."""
    progress = recruiter.call("GET", f"/api/v1/interview/{interview}/progress")
    console.print(f"\n[dim]Stage: {progress['stage']}, waiting for {progress['waiting_for']} ...[/dim]")
    score = recruiter.call("POST", f"/api/v1/interview/{interview}/score")
    if score["version"] != 1:
        raise DemoError(f"one scoring was expected, and this is version {score['version']}")
    deadline = time.monotonic() + 20
    while (progress := recruiter.call("GET", f"/api/v1/interview/{interview}/progress"))["stage"] != "in_review":
        if time.monotonic() > deadline:
            raise DemoError(f"the stage is still {progress['stage']}")
        time.sleep(0.2)
    return score


def _check_strangers(stack: dict[str, Any], interview: str) -> None:
    for email in ("recruiter@rival.talenti.test", "other-candidate@demo.talenti.test"):
        Person(stack, email).call("GET", f"/api/v1/interview/{interview}/report", 403)


def _show_report(report: dict[str, Any], transcript: dict[str, Any], console: Console) -> None:
    """Prints the report and checks every citation against the transcript."""
    segments = {segment["id"]: segment for segment in transcript["segments"]}
    score = report["score"]
    name = " ".join(filter(None, (report["candidate"]["first_name"], report["candidate"]["last_name"])))
    console.rule(f"[b]Report: {escape(name)} for {escape(report['job_role']['title'])}[/b]")
    console.print(f"Overall: [b]{score['overall_score']}[/b] of 100 · agreement of the samples: {score['agreement']}")
    console.print(f"Needs review: {score['needs_review']} {escape(', '.join(score['reasons']))}")
    model = score["provenance"].get("model") or score["provenance"].get("models")
    console.print(f"[dim]Judged by: {escape(str(model))}[/dim]\n")
    quotes = 0
    for dimension in score["dimensions"]:
        result = (
            "not enough evidence"
            if dimension["score"] is None
            else f"{dimension['score']:.0f} (level {dimension['level']})"
        )
        console.print(f"[b]{escape(dimension['dimension'])}[/b]: {result} · weight {dimension['weight']}")
        console.print(f"  {escape(dimension['evidence'])}")
        for citation in dimension["citations"]:
            segment = segments.get(citation["segment_id"])
            if segment is None or segment["content"][citation["start"] : citation["end"]] != citation["quote"]:
                raise DemoError(f"a quote does not stand where the report says: {citation['quote']!r}")
            if segment["speaker"] != "candidate":
                raise DemoError("a quote is not the candidate's")
            quotes += 1
            where = f"turn {citation['turn']}, characters {citation['start']} to {citation['end']}"
            console.print(f"    [italic]“{escape(citation['quote'])}”[/italic] [dim]({where})[/dim]")
    if not quotes:
        raise DemoError("the report cites nothing")
    console.print(f"\n{escape(score['narrative_summary'])}\n")
    console.print(f"[dim]All {quotes} quotes were found in the transcript, word for word.[/dim]")


if __name__ == "__main__":
    sys.exit(main())
