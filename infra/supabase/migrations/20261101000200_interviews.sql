-- Interviews, turns, transcripts, consents, audit and rate limits: the tables. The rules are in the next migrations.

create table public.interviews (
  id uuid primary key default gen_random_uuid(),
  application_id uuid not null references public.applications (id) on delete cascade,
  job_role_id uuid not null references public.job_roles (id) on delete cascade,
  job_role_version int not null,
  candidate_user_id uuid not null,
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  mode text not null check (mode in ('chat', 'voice')),
  status text not null default 'scheduled'
    check (status in ('scheduled', 'in_progress', 'completed', 'cancelled', 'expired')),
  language text not null default 'en',
  scheduled_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  duration_seconds int generated always as (extract(epoch from ended_at - started_at)::int) stored,
  recording_url text,
  accommodations jsonb not null default '{}',
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (job_role_id, job_role_version) references public.job_role_versions (job_role_id, version),
  check (status <> 'in_progress' or started_at is not null),
  check (ended_at is null or started_at is null or ended_at >= started_at)
);
create unique index interviews_one_open_per_application on public.interviews (application_id)
  where status in ('scheduled', 'in_progress');
create index interviews_application_idx on public.interviews (application_id);
create index interviews_candidate_idx on public.interviews (candidate_user_id, created_at desc, id desc);
create index interviews_organisation_idx on public.interviews (organisation_id, created_at desc, id desc);
create index interviews_job_role_idx on public.interviews (job_role_id, created_at desc, id desc);
create index interviews_job_role_version_idx on public.interviews (job_role_id, job_role_version);
create index interviews_open_idx on public.interviews (id) where status in ('scheduled', 'in_progress');

-- What drives an interview and no person reads: state of the policy, the lease on a turn, the lifecycle's run.
create table public.interview_sessions (
  interview_id uuid primary key references public.interviews (id) on delete cascade,
  state jsonb not null default '{}',
  next_turn int not null default 1,
  lease uuid,
  lease_expires_at timestamptz,
  returned_lease uuid, -- the last one that was given back, so that a request for it which is late gets nothing
  end_reason text,
  lifecycle_run int not null default 0,
  updated_at timestamptz not null default now()
);

create table public.turns (
  interview_id uuid not null references public.interviews (id) on delete cascade,
  number int not null check (number >= 0),
  status text not null default 'pending' check (status in ('pending', 'committed', 'dropped')),
  move text,
  topic text,
  lease uuid, -- with which it was committed, so that a repeated commit is recognised
  token_usage jsonb,
  created_at timestamptz not null default now(),
  committed_at timestamptz,
  primary key (interview_id, number)
);
create unique index turns_one_pending on public.turns (interview_id) where status = 'pending';

-- Which turn an idempotency key stands for, and a digest of the text that it came with.
create table public.turn_keys (
  interview_id uuid not null,
  key text not null,
  turn int not null,
  text_digest bytea not null,
  created_at timestamptz not null default now(),
  primary key (interview_id, key),
  foreign key (interview_id, turn) references public.turns (interview_id, number) on delete cascade
);
create index turn_keys_turn_idx on public.turn_keys (interview_id, turn);

create table public.transcript_segments (
  id uuid primary key default gen_random_uuid(),
  interview_id uuid not null references public.interviews (id) on delete cascade,
  sequence bigint generated always as identity,
  turn int not null check (turn >= 0),
  topic text,
  speaker text not null check (speaker in ('interviewer', 'candidate')),
  content text not null,
  start_time_ms int check (start_time_ms >= 0),
  end_time_ms int check (end_time_ms >= start_time_ms),
  confidence real check (confidence between 0 and 1),
  source text not null default 'chat' check (source in ('chat', 'live', 'recording')),
  created_at timestamptz not null default now()
);
create index transcript_segments_order_idx on public.transcript_segments (interview_id, turn, sequence);
create unique index transcript_segments_one_reply on public.transcript_segments (interview_id, turn)
  where speaker = 'interviewer' and source = 'chat';

create table public.consents (
  id uuid primary key default gen_random_uuid(),
  interview_id uuid not null references public.interviews (id) on delete cascade,
  user_id uuid not null,
  interview boolean not null,
  recording boolean not null,
  transcript boolean not null,
  created_at timestamptz not null default now()
);
create index consents_interview_idx on public.consents (interview_id, created_at desc);

-- Append-only. Each row carries the hash of the row before it in its chain: one chain per organisation.
create table public.audit_log (
  chain uuid not null,
  sequence bigint not null,
  organisation_id uuid,
  user_id uuid,
  action text not null,
  entity_type text not null,
  entity_id text not null,
  details jsonb not null default '{}',
  created_at timestamptz not null,
  previous_hash text not null,
  hash text not null,
  primary key (chain, sequence)
);
create index audit_log_entity_idx on public.audit_log (entity_type, entity_id);
create table public.audit_heads (
  chain uuid primary key,
  sequence bigint not null,
  previous_hash text not null,
  hash text not null
);

-- One row per user and category, so it stays small; losing it in a crash costs nothing.
create unlogged table public.rate_limits (
  subject text not null,
  category text not null,
  window_started_at timestamptz not null,
  hits int not null,
  primary key (subject, category)
);

create trigger touch before update on public.interviews for each row execute function public.touch();

create function public.refuse_change() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = '55000';
end $$;
create trigger append_only before update or delete on public.audit_log
  for each row execute function public.refuse_change();

alter table public.interviews enable row level security;
alter table public.interview_sessions enable row level security;
alter table public.turns enable row level security;
alter table public.turn_keys enable row level security;
alter table public.transcript_segments enable row level security;
alter table public.consents enable row level security;
alter table public.audit_log enable row level security;
alter table public.audit_heads enable row level security;
alter table public.rate_limits enable row level security;

-- The server's own role writes what carries no rule; the rest goes through functions that run as their owner.
revoke all on public.interviews, public.interview_sessions, public.turns, public.turn_keys, public.transcript_segments,
  public.consents, public.audit_log, public.audit_heads, public.rate_limits from service_role;
grant select on public.interviews, public.interview_sessions, public.turns, public.transcript_segments, public.consents,
  public.audit_log to service_role;
grant update (recording_url, metadata, scheduled_at, accommodations) on public.interviews to service_role;
grant insert on public.transcript_segments to service_role;
grant delete on public.interviews to service_role;

grant select on public.interviews, public.transcript_segments, public.consents to authenticated;

create policy candidates_read_own on public.interviews for select to authenticated
  using (candidate_user_id = (select auth.uid()));
create policy members_read on public.interviews for select to authenticated
  using (organisation_id in (select m.organisation_id from public.memberships m where m.user_id = (select auth.uid())));
create policy readers_of_the_interview on public.transcript_segments for select to authenticated
  using (interview_id in (select i.id from public.interviews i));
create policy readers_of_the_interview on public.consents for select to authenticated
  using (interview_id in (select i.id from public.interviews i));
