"""Straight at the database gateway with the publishable key: what anyone may read, and that nobody writes or calls.

Every table, every function and every kind of person is tried; a table or function that is new and not listed fails.
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from local.supabase.stack import SupabaseStack
from tests.fixtures.world import Hiring, Person, World

pytestmark = [pytest.mark.security, pytest.mark.database]

# Who may read which table: their own or their organisation's rows. Nobody else reads anything.
READABLE_BY_CANDIDATES = {
    "memberships": 0,  # only their own, and a candidate has none
    "organisations": 0,
    "job_roles": 1,
    "job_role_versions": 0,
    "candidate_profiles": 1,
    "applications": 1,
    "application_matches": 0,
    "interviews": 1,
    "transcript_segments": 3,
    "consents": 1,
    "interview_scores": 0,
    "candidate_feedback": 1,
    "reviews": 0,
    "resumes": 2,  # the parsed one, and the file that came a second time
}
READABLE_BY_MEMBERS = {
    "memberships": 1,
    "organisations": 1,
    "job_roles": 1,
    "job_role_versions": 1,
    "candidate_profiles": 2,  # the applicant's and their own
    "applications": 1,
    "application_matches": 1,
    "interviews": 1,
    "transcript_segments": 3,
    "consents": 1,
    "interview_scores": 1,
    "candidate_feedback": 1,
    "reviews": 1,
    "resumes": 1,
}
SERVER_ONLY = {
    "interview_sessions",
    "turns",
    "turn_keys",
    "audit_log",
    "audit_heads",
    "rate_limits",
    "scoring_runs",
    "scoring_samples",
    "resume_texts",
    "blob_erasures",
    "matches_due",
}
TABLES = sorted(READABLE_BY_MEMBERS.keys() | SERVER_ONLY)


@dataclass(frozen=True)
class Scene:
    """A whole interview with its score and review, its people, and people with no part in it."""

    hiring: Hiring
    interview_id: str
    admin: Person
    rival: Person
    stranger: Person
    supabase: SupabaseStack

    def token(self, who: str) -> str | None:
        return None if who == "anonymous" else self.people[who].token

    @property
    def people(self) -> dict[str, Person]:
        return {
            "candidate": self.hiring.candidate,
            "recruiter": self.hiring.recruiter,
            "admin": self.admin,
            "rival recruiter": self.rival,
            "other candidate": self.stranger,
        }


PEOPLE = ("anonymous", "candidate", "other candidate", "recruiter", "admin", "rival recruiter")


@pytest.fixture(scope="module")
def scene(world: World, supabase: SupabaseStack) -> Scene:
    hiring = world.hiring()
    interview = world.scheduled(hiring)
    actor = {"p_actor": hiring.candidate.user_id, "p_interview_id": interview["id"]}
    consent = {"interview": True, "transcript": True}
    world.rpc("start_interview", **actor, p_consent=consent, p_opening="Hello?", p_topic=None, p_state={})
    begun = world.begin_turn(hiring.candidate, interview["id"], "I did.")
    world.rpc(
        "commit_turn",
        p_lease=begun["lease"],
        p_interview_id=interview["id"],
        p_reply="And then?",
        p_move="probe",
        p_topic=None,
        p_state={},
        p_token_usage={},
        p_completes=True,
    )
    run = world.rpc("begin_scoring", p_actor=None, p_interview_id=interview["id"], p_rescore=False, p_samples=1)
    world.rpc("save_scoring_sample", p_run_id=run["run_id"], p_n=1, p_output={})
    score = {
        "overall_score": 50,
        "dimensions": [],
        "narrative_summary": "n",
        "agreement": 1,
        "needs_review": False,
        "reasons": [],
        "provenance": {},
        "candidate_feedback": "f",
    }
    world.rpc("finish_scoring", p_run_id=run["run_id"], p_score=score)
    world.rpc(
        "record_review",
        p_id=uuid4(),
        p_actor=hiring.recruiter.user_id,
        p_interview_id=interview["id"],
        p_decision="hold",
        p_reason="r",
    )
    world.rows("insert into application_matches values (%s, %s, 10)", hiring.application_id, hiring.organisation_id)
    world.resume(hiring.candidate, content=b"one")
    world.resume(hiring.candidate, content=b"one")
    world.rpc("delete_resume", p_actor=hiring.candidate.user_id, p_resume_id=world.resume(hiring.candidate))
    return Scene(
        hiring=hiring,
        interview_id=interview["id"],
        admin=world.member(hiring.organisation_id, "org_admin"),
        rival=world.member(world.organisation()),
        stranger=world.person(),
        supabase=supabase,
    )


def gateway(scene: Scene, who: str) -> httpx.Client:
    token = scene.token(who)
    headers = {"apikey": scene.supabase.publishable_key} | ({"Authorization": f"Bearer {token}"} if token else {})
    return httpx.Client(base_url=f"{scene.supabase.url}/rest/v1", headers=headers, verify=False)  # plain http


def test_every_table_is_listed_here_and_has_row_level_security(world: World) -> None:
    rows = world.rows(
        "select c.relname, c.relrowsecurity from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1"
    )
    assert [row["relname"] for row in rows] == TABLES
    assert [row["relname"] for row in rows if not row["relrowsecurity"]] == []


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("table", TABLES)
def test_reading(scene: Scene, who: str, table: str) -> None:
    expected = {"recruiter": READABLE_BY_MEMBERS, "admin": READABLE_BY_MEMBERS, "candidate": READABLE_BY_CANDIDATES}
    with gateway(scene, who) as client:
        answer = client.get(f"/{table}", params={"select": "*"})
    if who == "anonymous" or table in SERVER_ONLY:
        assert answer.status_code in (401, 403), answer.text
        assert answer.json()["code"] == "42501"
    else:
        assert answer.status_code == 200, answer.text
        own_things = {"rival recruiter": {"memberships": 1, "organisations": 1, "candidate_profiles": 1}}
        others = own_things.get(who, {"candidate_profiles": 1})
        assert len(answer.json()) == expected.get(who, others).get(table, 0)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("table", TABLES)
def test_nobody_writes(scene: Scene, world: World, who: str, table: str) -> None:
    column = world.row(
        "select column_name from information_schema.columns where table_schema = 'public' and table_name = %s"
        " and is_generated = 'NEVER' and is_identity = 'NO' limit 1",
        table,
    )["column_name"]
    before = world.row(f"select count(*) from public.{table}")["count"]
    with gateway(scene, who) as client:
        for method in ("POST", "PATCH", "DELETE"):
            answer = client.request(
                method,
                f"/{table}",
                params={} if method == "POST" else {column: "not.is.null"},
                content=None if method == "DELETE" else json.dumps({column: None}),
                headers={"Content-Type": "application/json"},
            )
            assert answer.status_code in (401, 403), answer.text
            assert answer.json()["code"] == "42501"
    assert world.row(f"select count(*) from public.{table}")["count"] == before


def functions(world: World) -> list[dict[str, Any]]:
    return world.rows(
        "select p.proname, p.prorettype = 'trigger'::regtype as trigger, p.oid,"
        " coalesce(p.proargnames[1:p.pronargs], '{}') as names,"
        " array(select format_type(t, null) from unnest(p.proargtypes) t) as types"
        " from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' order by 1"
    )


SAMPLES: dict[str, Any] = {
    "uuid": "00000000-0000-0000-0000-000000000001",
    "text": "x",
    "integer": 1,
    "numeric": 1,
    "boolean": True,
    "jsonb": {},
    "bigint": 1,
    "timestamp with time zone": "2026-01-01T00:00:00Z",
    "interviews": {},
}


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_calls_a_function(scene: Scene, world: World, who: str) -> None:
    found = functions(world)
    assert {"begin_turn", "commit_turn", "start_interview", "append_audit", "finish_scoring"} <= {
        row["proname"] for row in found
    }
    with gateway(scene, who) as client:
        for row in found:
            if row["trigger"]:
                continue
            arguments = {name: SAMPLES[kind] for name, kind in zip(row["names"], row["types"], strict=True)}
            answer = client.post(f"/rpc/{row['proname']}", json=arguments)
            assert answer.status_code in (401, 403, 404), f"{row['proname']}: {answer.text}"
            assert answer.json()["code"] in ("42501", "PGRST202"), f"{row['proname']}: {answer.text}"


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_no_role_of_people_has_execute_on_any_function(world: World, role: str) -> None:
    callable_ones = [
        row["proname"]
        for row in functions(world)
        if world.row("select has_function_privilege(%s, %s::oid, 'execute') as may", role, row["oid"])["may"]
    ]
    assert callable_ones == []


def test_functions_and_tables_to_come_are_closed_too(world: World) -> None:
    with_new = world._db  # pyright: ignore[reportPrivateUsage]
    with with_new.transaction(force_rollback=True):
        with_new.execute("create table public.to_come (id int)")
        with_new.execute("create function public.to_come_too() returns int language sql as 'select 1'")
        for role in ("anon", "authenticated"):
            row = with_new.execute(
                "select has_table_privilege(%(role)s, 'public.to_come', 'select, insert, update, delete') as reads,"
                " has_function_privilege(%(role)s, 'public.to_come_too()', 'execute') as calls",
                {"role": role},
            ).fetchone()
            assert row == {"reads": False, "calls": False}


def test_the_servers_role_cannot_go_past_the_functions_either(scene: Scene, world: World) -> None:
    headers = {"apikey": scene.supabase.secret_key}
    with httpx.Client(base_url=f"{scene.supabase.url}/rest/v1", headers=headers, verify=False) as client:
        for table, change in (
            ("audit_log", {"action": "x"}),
            ("interviews", {"status": "completed"}),
            ("turns", {"status": "pending"}),
            ("interview_scores", {"overall_score": 100}),
            ("transcript_segments", {"content": "x"}),
        ):
            column = {"audit_log": "sequence"}.get(table, "interview_id" if table != "interviews" else "id")
            answer = client.patch(f"/{table}", params={column: "not.is.null"}, json=change)
            assert answer.status_code == 403, f"{table}: {answer.text}"


def test_a_changed_audit_row_is_found(world: World) -> None:
    organisation = world.organisation()
    for number in range(3):
        world.rpc(
            "append_audit",
            p_organisation_id=organisation,
            p_user_id=None,
            p_action=f"test.{number}",
            p_entity_type="test",
            p_entity_id="1",
        )
    assert world.rpc("verify_audit", p_organisation_id=organisation) is None
    with pytest.raises(Exception, match="append-only"):
        world.rows("update audit_log set action = 'forged' where chain = %s and sequence = 2", organisation)
    world.rows("alter table audit_log disable trigger append_only")
    try:
        world.rows("update audit_log set action = 'forged' where chain = %s and sequence = 2", organisation)
        assert world.rpc("verify_audit", p_organisation_id=organisation) == 2
        world.rows("delete from audit_log where chain = %s and sequence = 3", organisation)
        assert world.rpc("verify_audit", p_organisation_id=organisation) == 2
    finally:
        world.rows("alter table audit_log enable trigger append_only")


def test_nobody_scores_or_decides_on_themselves(world: World, supabase: SupabaseStack) -> None:
    """A member who applies to their own organisation is a candidate there, and nothing else."""
    hiring = world.hiring()
    insider = hiring.candidate
    world.rows("insert into memberships values (%s, %s, 'org_admin')", hiring.organisation_id, insider.user_id)
    interview = world.row(
        "insert into interviews (application_id, job_role_id, job_role_version, candidate_user_id, organisation_id,"
        " mode, status, started_at, ended_at) values (%s, %s, 1, %s, %s, 'chat', 'completed', now(), now())"
        " returning id",
        hiring.application_id,
        hiring.job_role_id,
        insider.user_id,
        hiring.organisation_id,
    )["id"]
    actor = {"p_actor": insider.user_id, "p_interview_id": interview}
    assert world.rpc("begin_scoring", **actor, p_rescore=False, p_samples=1)["outcome"] == "forbidden"
    assert (
        world.rpc("record_review", p_id=uuid4(), **actor, p_decision="advance", p_reason="me")["outcome"] == "forbidden"
    )
    run = world.rpc("begin_scoring", p_actor=None, p_interview_id=interview, p_rescore=False, p_samples=1)
    score = {"dimensions": [], "narrative_summary": "", "needs_review": False, "reasons": [], "provenance": {}}
    world.rpc("finish_scoring", p_run_id=run["run_id"], p_score=score | {"candidate_feedback": "f"})
    with httpx.Client(base_url=f"{supabase.url}/rest/v1", verify=False) as client:  # plain http
        headers = {"apikey": supabase.publishable_key, **insider.bearer}
        assert client.get("/interview_scores", headers=headers).json() == []
        assert len(client.get("/candidate_feedback", headers=headers).json()) == 1
        assert client.get("/job_role_versions", headers=headers).json() == []
