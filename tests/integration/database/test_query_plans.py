"""Hot queries read by index: each is explained on a database of some size, and may not scan a large table."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from local.supabase.stack import SupabaseConfig, SupabaseStack
from tests.fixtures.world import World

pytestmark = [pytest.mark.integration, pytest.mark.database, pytest.mark.slow]

PEOPLE = 3_000
LARGE = {
    "interviews",
    "interview_sessions",
    "applications",
    "candidate_profiles",
    "transcript_segments",
    "turns",
    "turn_keys",
    "scoring_runs",
    "audit_log",
    "memberships",
    "resumes",
    "resume_texts",
    "job_role_versions",
    "application_matches",
    "matches_due",
}

FILL = """
insert into organisations (id, name) select gen_random_uuid(), 'O' || n from generate_series(1, 50) n;
insert into job_roles (organisation_id, title) select o.id, 'Role' from organisations o, generate_series(1, 4);
insert into job_role_versions (job_role_id, version, plan, frozen_at) select id, 1, '{}', now() from job_roles;
insert into auth.users (email) select 'p' || n || '@example.test' from generate_series(1, %(people)s) n;
insert into memberships (organisation_id, user_id, role)
  select (array(select id from organisations))[1 + u.n % 50], u.id, 'org_recruiter'
  from (select id, row_number() over () as n from auth.users) u;
insert into applications (candidate_id, job_role_id)
  select c.id, (array(select id from job_roles))[1 + c.n % 200]
  from (select id, row_number() over () as n from candidate_profiles) c;
insert into interviews (application_id, job_role_id, job_role_version, candidate_user_id, organisation_id, mode, status,
  started_at, ended_at)
  select a.id, a.job_role_id, 1, a.candidate_user_id, a.organisation_id, 'chat',
    case when n % 20 = 0 then 'in_progress' else 'completed' end, now() - interval '1 hour',
    case when n % 20 = 0 then null else now() end
  from (select *, row_number() over () as n from applications) a;
insert into interview_sessions (interview_id) select id from interviews;
insert into turns (interview_id, number, status) select id, n, 'committed' from interviews, generate_series(0, 9) n;
insert into turn_keys (interview_id, key, turn, text_digest) select interview_id, 'k' || number, number, 'x' from turns;
insert into transcript_segments (interview_id, turn, speaker, content)
  select interview_id, number, 'interviewer', 'words' from turns;
insert into scoring_runs (interview_id, version, status, transcript_hash)
  select id, 1, case when random() < 0.02 then 'pending' else 'scored' end, 'h' from interviews
  where status = 'completed';
insert into resumes (id, candidate_id, candidate_user_id, version, status, profile, file_name, content_type, size,
  sha256, blob_path)
  select gen_random_uuid(), c.id, c.user_id, n, case when s.new then 'processing' else 'parsed' end,
    case when s.new then null else '{}'::jsonb end, 'f',
    'application/pdf', 1, md5(c.id::text) || md5(n::text), c.id || '/' || n
  from candidate_profiles c, generate_series(1, 3) n, lateral (select n > 0 and random() < 0.01 as new) s;
insert into resume_texts (resume_id, content) select id, 'words' from resumes;
insert into job_role_versions (job_role_id, version) select id, n from job_roles, generate_series(2, 20) n;
insert into application_matches (application_id, organisation_id, match_score, resume_id)
  select a.id, a.organisation_id, 50, r.id from applications a join resumes r on r.candidate_id = a.candidate_id
  where r.version = 1;
insert into matches_due (application_id) select id from applications;
"""

THEIRS = "organisation_id in (select organisation_id from memberships where user_id = '{user}')"
NEWEST = "order by created_at desc, id desc limit 51"
QUERIES = {
    "a role's version": "select * from job_role_versions where job_role_id = '{role}' and version = 3",
    "a role's newest version": (
        "select * from job_role_versions where job_role_id = '{role}' order by version desc limit 1"
    ),
    "who leads a role": ("select 1 from applications where job_role_id = '{role}' and candidate_user_id = '{user}'"),
    "an application's match": "select * from application_matches where application_id = '{application}'",
    "matches of a résumé that goes": "delete from application_matches where resume_id = '{candidate}'",
    "matches that are due": (
        "select m.application_id from matches_due m join applications a on a.id = m.application_id"
        " where m.attempts < 10 order by m.waits_since limit 20 for update of m skip locked"
    ),
    "a candidate's applications": "select id from applications where candidate_id = '{candidate}' order by id",
    "a role's matches that become due": (
        "select a.id from applications a join candidate_profiles c on c.id = a.candidate_id"
        " where a.job_role_id = '{role}' and c.resume_id is not null order by a.id"
    ),
    "begin_turn: the session": "select * from interview_sessions where interview_id = '{interview}' for update",
    "begin_turn: the key": "select * from turn_keys where interview_id = '{interview}' and key = 'k3'",
    "begin_turn: the pending turn": "select * from turns where interview_id = '{interview}' and status = 'pending'",
    "begin_turn: the window": (
        "select speaker, content from transcript_segments where interview_id = '{interview}' and turn < 9"
        " order by turn desc, sequence desc limit 16"
    ),
    "commit_turn: the turn": "update turns set status = 'committed' where interview_id = '{interview}' and number = 9",
    "role of an actor": "select 1 from memberships where user_id = '{user}' and organisation_id = '{organisation}'",
    "the transcript": "select * from transcript_segments where interview_id = '{interview}' order by turn, sequence",
    "a candidate's interviews": f"select * from interviews where candidate_user_id = '{{user}}' {NEWEST}",
    "an organisation's interviews": f"select * from interviews where organisation_id = '{{organisation}}' {NEWEST}",
    "a role's interviews": f"select * from interviews where job_role_id = '{{role}}' {NEWEST}",
    "own and organisation's interviews": (
        "select * from interviews where (candidate_user_id = '{user}' or organisation_id in ('{organisation}'))"
        f" {NEWEST}"
    ),
    "applications": f"select * from applications where organisation_id = '{{organisation}}' {NEWEST}",
    "applied to a role": (
        "select id from applications where job_role_id = '{role}' and candidate_user_id = '{user}' limit 1"
    ),
    "one open interview per application": (
        "select id from interviews where application_id = '{application}' and status in ('scheduled', 'in_progress')"
    ),
    "the latest scoring run": (
        "select * from scoring_runs where interview_id = '{interview}' order by version desc limit 1"
    ),
    "unfinished: open interviews": "select id from interviews where status in ('scheduled', 'in_progress')",
    "unfinished: runs that are due": "select interview_id from scoring_runs where status <> 'scored'",
    "audit of an entity": "select * from audit_log where entity_type = 'interview' and entity_id = '{interview}'",
    "a candidate's résumés": f"select * from resumes where candidate_user_id = '{{user}}' {NEWEST}",
    "the newest résumé": (
        "select * from resumes where candidate_id = '{candidate}' and status = 'parsed' and duplicate_of is null"
        " order by version desc limit 1"
    ),
    "a résumé by its content": (
        "select * from resumes where candidate_id = '{candidate}' and sha256 = 'a' and status <> 'failed'"
        " and duplicate_of is null"
    ),
    "a résumé's duplicates": "delete from resumes where duplicate_of = '{candidate}'",
    "a résumé's text": "select content from resume_texts where resume_id = '{candidate}'",
    "a profile's résumé": "update candidate_profiles set resume_id = null where resume_id = '{candidate}'",
    "stale résumés": (
        "select * from resumes where status = 'processing' and duplicate_of is null"
        " and updated_at < now() - interval '5 minutes' order by updated_at limit 10"
    ),
    "whether a member may read a résumé": (
        "select 1 from applications a join memberships m on m.organisation_id = a.organisation_id"
        " where a.candidate_id = '{candidate}' and m.user_id = '{user}'"
    ),
    "row-level security: a member's interviews": f"select * from interviews where {THEIRS} {NEWEST}",
}


@pytest.fixture(scope="module")
def filled() -> Iterator[World]:
    """A database of its own: its size would slow other tests down."""
    with SupabaseStack(SupabaseConfig()) as stack, World(stack) as world:
        world.rows(FILL.replace("%(people)s", str(PEOPLE)))
        world.rows(
            "insert into audit_log"
            " select gen_random_uuid(), 1, null, null, 'a', 'interview', id::text, '{}', now(), '', '' from interviews"
        )
        world.rows("analyze")
        yield world


@pytest.fixture(scope="module")
def example(filled: World) -> dict[str, Any]:
    return filled.row(
        "select i.id as interview, i.candidate_user_id as user, i.organisation_id as organisation,"
        " i.job_role_id as role, i.application_id as application, a.candidate_id as candidate"
        " from interviews i join applications a on a.id = i.application_id where i.status = 'completed' limit 1"
    )


def scanned(plan: dict[str, Any]) -> set[str]:
    """The tables that a plan reads from end to end."""
    found = {plan["Relation Name"]} if plan["Node Type"] == "Seq Scan" else set()
    return found.union(*(scanned(part) for part in plan.get("Plans", ())))


@pytest.mark.parametrize("name", QUERIES)
def test_a_hot_query_scans_no_large_table(filled: World, example: dict[str, Any], name: str) -> None:
    query = QUERIES[name].format(**example)
    plan = filled.row(f"explain (format json) {query}")["QUERY PLAN"]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    assert scanned(plan[0]["Plan"]) & LARGE == set()
