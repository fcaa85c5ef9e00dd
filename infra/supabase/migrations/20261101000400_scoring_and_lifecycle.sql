-- Scoring runs, samples, scores and feedback; reviews; what the lifecycle asks. The grants for all functions stand at the end.

-- One run per version of a score. A version of the transcript has one run, unless somebody asks for a rescore.
create table public.scoring_runs (
  id uuid primary key default gen_random_uuid(),
  interview_id uuid not null references public.interviews (id) on delete cascade,
  version int not null,
  status text not null default 'pending' check (status in ('pending', 'scored', 'failed')),
  samples int check (samples between 1 and 9), -- how many are taken; set when the run begins
  transcript_hash text not null,
  attempts int not null default 1,
  failure text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (interview_id, version)
);
create unique index scoring_runs_one_pending on public.scoring_runs (interview_id) where status = 'pending';
create index scoring_runs_unfinished_idx on public.scoring_runs (updated_at) where status <> 'scored';

create table public.scoring_samples (
  run_id uuid not null references public.scoring_runs (id) on delete cascade,
  n int not null,
  output jsonb not null,
  created_at timestamptz not null default now(),
  primary key (run_id, n)
);

create table public.interview_scores (
  id uuid primary key references public.scoring_runs (id) on delete cascade,
  interview_id uuid not null references public.interviews (id) on delete cascade,
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  version int not null,
  overall_score numeric(5, 2) check (overall_score between 0 and 100),
  dimensions jsonb not null,
  narrative_summary text not null,
  agreement numeric(5, 4) check (agreement between 0 and 1),
  needs_review boolean not null,
  reasons jsonb not null,
  provenance jsonb not null,
  created_at timestamptz not null default now(),
  unique (interview_id, version)
);
create index interview_scores_organisation_idx on public.interview_scores (organisation_id);

-- What a report says to the candidate: a table of its own, so that they can read it and nothing beside it.
create table public.candidate_feedback (
  interview_id uuid primary key references public.interviews (id) on delete cascade,
  score_version int not null,
  feedback text not null,
  created_at timestamptz not null default now()
);

create table public.reviews (
  id uuid primary key default gen_random_uuid(),
  interview_id uuid not null references public.interviews (id) on delete cascade,
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  reviewer_id uuid not null,
  decision text not null check (decision in ('advance', 'reject', 'hold')),
  reason text not null,
  created_at timestamptz not null default now()
);
create index reviews_interview_idx on public.reviews (interview_id, created_at desc);
create index reviews_organisation_idx on public.reviews (organisation_id);

alter table public.scoring_runs enable row level security;
alter table public.scoring_samples enable row level security;
alter table public.interview_scores enable row level security;
alter table public.candidate_feedback enable row level security;
alter table public.reviews enable row level security;
revoke all on public.scoring_runs, public.scoring_samples, public.interview_scores, public.candidate_feedback, public.reviews
  from service_role;
grant select on public.scoring_runs, public.scoring_samples, public.interview_scores, public.candidate_feedback, public.reviews
  to service_role;
grant select on public.interview_scores, public.candidate_feedback, public.reviews to authenticated;
-- Not one's own score, for a member who applies to their own organisation.
create policy members_read on public.interview_scores for select to authenticated
  using (organisation_id in (select m.organisation_id from public.memberships m where m.user_id = (select auth.uid()))
    and interview_id not in (select i.id from public.interviews i where i.candidate_user_id = (select auth.uid())));
create policy members_read on public.reviews for select to authenticated
  using (organisation_id in (select m.organisation_id from public.memberships m where m.user_id = (select auth.uid()))
    and interview_id not in (select i.id from public.interviews i where i.candidate_user_id = (select auth.uid())));
create policy readers_of_the_interview on public.candidate_feedback for select to authenticated
  using (interview_id in (select i.id from public.interviews i));

create function public.transcript_hash(p_interview_id uuid) returns text
language sql stable set search_path = '' as $$
  select encode(sha256(convert_to(coalesce(
    (select jsonb_agg(jsonb_build_array(g.id, g.content) order by g.turn, g.sequence) from public.transcript_segments g
      where g.interview_id = p_interview_id)::text, ''), 'utf8')), 'hex')
$$;

-- An interview that completes is due to be scored from that moment on, whoever ended it and whatever crashes next.
create function public.queue_scoring() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.scoring_runs (interview_id, version, transcript_hash)
  values (new.id, 1, public.transcript_hash(new.id));
  return null;
end $$;
create trigger queue_scoring after update of status on public.interviews
  for each row when (new.status = 'completed' and old.status <> 'completed') execute function public.queue_scoring();

-- Joins the run under way, gives the finished one, or makes one. p_actor null: the system itself.
create function public.begin_scoring(p_actor uuid, p_interview_id uuid, p_rescore boolean, p_samples int) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_interview public.interviews;
  v_run public.scoring_runs;
  v_hash text;
begin
  -- Not "for update": a run that finishes refers to the interview, and would wait for this while this waits for the run.
  select * into v_interview from public.interviews where id = p_interview_id for no key update;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if p_actor is not null and public.role_in(p_actor, v_interview) is distinct from 'member' then
    return jsonb_build_object('outcome', 'forbidden');
  end if;
  if v_interview.status <> 'completed' then
    return jsonb_build_object('outcome', 'not_completed', 'interview_status', v_interview.status);
  end if;
  v_hash := public.transcript_hash(p_interview_id);
  select * into v_run from public.scoring_runs where interview_id = p_interview_id order by version desc limit 1;
  if v_run.id is null or (v_run.status <> 'pending' and (p_rescore or v_run.transcript_hash <> v_hash)) then
    insert into public.scoring_runs (interview_id, version, transcript_hash)
    values (p_interview_id, coalesce(v_run.version, 0) + 1, v_hash) returning * into v_run;
    perform public.append_audit(v_interview.organisation_id, p_actor, 'scoring.requested', 'interview',
      p_interview_id::text, jsonb_build_object('version', v_run.version, 'rescore', p_rescore));
  elsif v_run.status = 'failed' then
    update public.scoring_runs set status = 'pending', failure = null, attempts = attempts + 1, updated_at = now()
    where id = v_run.id returning * into v_run;
  end if;
  if v_run.samples is null then
    update public.scoring_runs set samples = p_samples where id = v_run.id returning * into v_run;
  end if;
  return jsonb_build_object('outcome', 'ok', 'run_id', v_run.id, 'version', v_run.version, 'status', v_run.status,
    'samples', v_run.samples);
end $$;

-- A run with its samples and with what they judge.
create function public.load_scoring(p_run_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_run public.scoring_runs;
  v_interview public.interviews;
  v_version public.job_role_versions;
begin
  select * into v_run from public.scoring_runs where id = p_run_id;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  select * into v_interview from public.interviews where id = v_run.interview_id;
  select * into v_version from public.job_role_versions
  where job_role_id = v_interview.job_role_id and version = v_interview.job_role_version;
  return jsonb_build_object(
    'outcome', 'ok',
    'run', to_jsonb(v_run),
    'samples', (select coalesce(jsonb_agg(jsonb_build_object('n', s.n, 'output', s.output) order by s.n), '[]')
      from public.scoring_samples s where s.run_id = p_run_id),
    'material', jsonb_build_object(
      'job_role', public.job_role_view(v_interview.job_role_id, v_interview.job_role_version),
      'plan', v_version.plan,
      'records', coalesce((select s.state -> 'records' from public.interview_sessions s
        where s.interview_id = v_interview.id), '[]'),
      'segments', (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'turn', g.turn, 'topic', g.topic,
          'speaker', g.speaker, 'content', g.content, 'start_time_ms', g.start_time_ms, 'end_time_ms', g.end_time_ms,
          'confidence', g.confidence, 'source', g.source) order by g.turn, g.sequence), '[]')
        from public.transcript_segments g where g.interview_id = v_interview.id)));
end $$;

create function public.save_scoring_sample(p_run_id uuid, p_n int, p_output jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_status text;
begin
  select status into v_status from public.scoring_runs where id = p_run_id for share;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if v_status <> 'pending' then return jsonb_build_object('outcome', 'closed'); end if;
  insert into public.scoring_samples (run_id, n, output) values (p_run_id, p_n, p_output) on conflict do nothing;
  return jsonb_build_object('outcome', case when found then 'ok' else 'exists' end);
end $$;

create function public.finish_scoring(p_run_id uuid, p_score jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_run public.scoring_runs;
  v_organisation uuid;
begin
  select * into v_run from public.scoring_runs where id = p_run_id for update;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if v_run.status = 'scored' then return jsonb_build_object('outcome', 'already'); end if;
  select organisation_id into v_organisation from public.interviews where id = v_run.interview_id;
  insert into public.interview_scores (id, interview_id, organisation_id, version, overall_score, dimensions,
    narrative_summary, agreement, needs_review, reasons, provenance)
  values (v_run.id, v_run.interview_id, v_organisation, v_run.version, (p_score ->> 'overall_score')::numeric,
    p_score -> 'dimensions', p_score ->> 'narrative_summary', (p_score ->> 'agreement')::numeric,
    (p_score ->> 'needs_review')::boolean, p_score -> 'reasons', p_score -> 'provenance');
  insert into public.candidate_feedback (interview_id, score_version, feedback)
  values (v_run.interview_id, v_run.version, p_score ->> 'candidate_feedback')
  on conflict (interview_id) do update set score_version = excluded.score_version, feedback = excluded.feedback,
    created_at = now();
  update public.scoring_runs set status = 'scored', failure = null, updated_at = now() where id = p_run_id;
  perform public.append_audit(v_organisation, null, 'scoring.finished', 'interview', v_run.interview_id::text,
    jsonb_build_object('version', v_run.version, 'needs_review', p_score -> 'needs_review'));
  return jsonb_build_object('outcome', 'ok');
end $$;

create function public.fail_scoring(p_run_id uuid, p_reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_run public.scoring_runs;
begin
  select * into v_run from public.scoring_runs where id = p_run_id for update;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if v_run.status <> 'pending' then return jsonb_build_object('outcome', 'already'); end if;
  update public.scoring_runs set status = 'failed', failure = p_reason, updated_at = now() where id = p_run_id;
  perform public.append_audit((select organisation_id from public.interviews where id = v_run.interview_id), null,
    'scoring.failed', 'interview', v_run.interview_id::text,
    jsonb_build_object('version', v_run.version, 'reason', p_reason));
  return jsonb_build_object('outcome', 'ok');
end $$;

-- p_id is made by the caller, so that a call whose answer was lost can be repeated.
create function public.record_review(p_id uuid, p_actor uuid, p_interview_id uuid, p_decision text, p_reason text)
returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_interview public.interviews;
  v_review public.reviews;
begin
  select * into v_interview from public.interviews where id = p_interview_id for no key update;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if public.role_in(p_actor, v_interview) is distinct from 'member' then
    return jsonb_build_object('outcome', 'forbidden');
  end if;
  if v_interview.status <> 'completed' then
    return jsonb_build_object('outcome', 'not_completed', 'interview_status', v_interview.status);
  end if;
  select * into v_review from public.reviews where id = p_id and interview_id = p_interview_id and reviewer_id = p_actor;
  if not found then
    insert into public.reviews (id, interview_id, organisation_id, reviewer_id, decision, reason, created_at)
    values (p_id, p_interview_id, v_interview.organisation_id, p_actor, p_decision, p_reason, clock_timestamp())
    returning * into v_review;
    perform public.settle_application(v_interview.application_id);
    perform public.append_audit(v_interview.organisation_id, p_actor, 'interview.reviewed', 'interview',
      p_interview_id::text, jsonb_build_object('decision', p_decision, 'review_id', v_review.id));
  end if;
  return jsonb_build_object('outcome', 'ok', 'review', to_jsonb(v_review));
end $$;

-- How far scoring is: none, pending, scored or failed, and the latest review.
create function public.scoring_view(p_interview_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'scoring_status', coalesce((select r.status from public.scoring_runs r where r.interview_id = p_interview_id
      order by r.version desc limit 1), 'none'),
    'samples_done', (select count(*) from public.scoring_samples s join public.scoring_runs r on r.id = s.run_id
      where r.interview_id = p_interview_id and r.status = 'pending'),
    'score', (select to_jsonb(s) - 'interview_id' - 'organisation_id' from public.interview_scores s
      where s.interview_id = p_interview_id order by s.version desc limit 1),
    'candidate_feedback', (select f.feedback from public.candidate_feedback f where f.interview_id = p_interview_id),
    'review', (select to_jsonb(v) - 'organisation_id' from public.reviews v where v.interview_id = p_interview_id
      order by v.created_at desc limit 1))
$$;

-- The next lifecycle run of an interview, if nobody else took it: compare-and-set.
create function public.claim_lifecycle_run(p_interview_id uuid, p_run int) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.interview_sessions set lifecycle_run = p_run + 1, updated_at = now()
  where interview_id = p_interview_id and lifecycle_run = p_run;
  return found;
end $$;

-- Interviews whose lifecycle has work left, in order of id after p_after. A failed scoring comes back later and later.
create function public.unfinished_interviews(p_after uuid, p_limit int) returns jsonb
language sql stable security definer set search_path = '' as $$
  with due as (
    select i.id from public.interviews i where i.status in ('scheduled', 'in_progress')
    union
    select r.interview_id from public.scoring_runs r
    where r.status <> 'scored'
      and not exists (select 1 from public.scoring_runs n where n.interview_id = r.interview_id and n.version > r.version)
      and (r.status = 'pending' or (r.attempts < 6 and r.updated_at < now() - r.attempts * interval '5 minutes'))
  ), page as (
    select due.id from due where due.id > coalesce(p_after, '00000000-0000-0000-0000-000000000000')
    order by due.id limit p_limit
  )
  select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'status', i.status, 'lifecycle_run', s.lifecycle_run)
    order by i.id), '[]')
  from page join public.interviews i on i.id = page.id join public.interview_sessions s on s.interview_id = i.id
$$;

-- Only the server's role calls functions; also those that the platform's default grants opened.
revoke execute on all functions in schema public from public, anon, authenticated;
grant execute on all functions in schema public to service_role;
revoke all on all tables in schema public from anon;

-- What waits for a lock, or runs, for longer than the app does is given up, so that it does not happen after all.
alter role service_role set lock_timeout = '4s';
alter role service_role set statement_timeout = '9s';
