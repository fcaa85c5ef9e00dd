-- Organisations, people, job roles and applications, and who may read them.
--
-- Access in one line: the app comes as service_role; a signed-in person who comes straight to the database may read
-- what a policy below names, and may write nothing and call nothing.

-- Nothing is open by default, neither now nor for what later migrations create.
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke all on sequences from anon, authenticated;
alter default privileges in schema public revoke all on functions from anon, authenticated;
alter default privileges revoke execute on functions from public;

create table public.organisations (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table public.memberships (
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null check (role in ('org_recruiter', 'org_admin')),
  created_at timestamptz not null default now(),
  primary key (user_id, organisation_id)
);
create index memberships_organisation_idx on public.memberships (organisation_id);

-- What anyone who applied may read of a role.
create table public.job_roles (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  title text not null check (length(title) between 1 and 200),
  description text not null default '',
  status text not null default 'open' check (status in ('draft', 'open', 'closed')),
  version int not null default 1 check (version >= 1),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index job_roles_organisation_idx on public.job_roles (organisation_id, created_at desc, id desc);

-- What only the organisation may read: rubric, structure and the frozen plan. A version never changes once frozen.
create table public.job_role_versions (
  id uuid primary key default gen_random_uuid(),
  job_role_id uuid not null references public.job_roles (id) on delete cascade,
  version int not null check (version >= 1),
  requirements jsonb not null default '{}',
  scoring_rubric jsonb not null default '{}',
  interview_structure jsonb not null default '{}',
  plan jsonb,
  frozen_at timestamptz,
  created_at timestamptz not null default now(),
  unique (job_role_id, version)
);

create function public.keep_frozen_version() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.frozen_at is not null then
    raise exception 'a frozen job-role version does not change' using errcode = '55000';
  end if;
  return new;
end $$;
create trigger keep_frozen_version before update on public.job_role_versions
  for each row execute function public.keep_frozen_version();

create table public.candidate_profiles (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references auth.users (id) on delete cascade,
  first_name text,
  last_name text,
  email text,
  phone text,
  country text,
  cv_file_path text,
  linkedin_url text,
  work_rights text,
  availability text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table public.applications (
  id uuid primary key default gen_random_uuid(),
  candidate_id uuid not null references public.candidate_profiles (id) on delete cascade,
  job_role_id uuid not null references public.job_roles (id) on delete cascade,
  -- Copies of candidate and role facts, filled by a trigger, so that policies and lists need no joins.
  candidate_user_id uuid not null,
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  status text not null default 'applied'
    check (status in ('applied', 'interviewing', 'in_review', 'advanced', 'rejected', 'withdrawn')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (candidate_id, job_role_id)
);
create index applications_candidate_user_idx on public.applications (candidate_user_id, created_at desc, id desc);
create index applications_organisation_idx on public.applications (organisation_id, created_at desc, id desc);
create index applications_job_role_idx on public.applications (job_role_id);

-- How well a résumé meets a role: for the organisation, never for the candidate's own reading.
create table public.application_matches (
  application_id uuid primary key references public.applications (id) on delete cascade,
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  match_score numeric(5, 2) check (match_score between 0 and 100),
  created_at timestamptz not null default now()
);
create index application_matches_organisation_idx on public.application_matches (organisation_id);

create function public.fill_application() returns trigger language plpgsql set search_path = '' as $$
begin
  select c.user_id into new.candidate_user_id from public.candidate_profiles c where c.id = new.candidate_id;
  select r.organisation_id into new.organisation_id from public.job_roles r where r.id = new.job_role_id;
  return new;
end $$;
create trigger fill_application before insert or update of candidate_id, job_role_id on public.applications
  for each row execute function public.fill_application();

create function public.touch() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_at = now();
  return new;
end $$;
create trigger touch before update on public.organisations for each row execute function public.touch();
create trigger touch before update on public.job_roles for each row execute function public.touch();
create trigger touch before update on public.candidate_profiles for each row execute function public.touch();
create trigger touch before update on public.applications for each row execute function public.touch();

-- Whoever signs up is a candidate until an organisation makes them a member.
create function public.create_candidate_profile() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.candidate_profiles (user_id, email, first_name, last_name)
  values (new.id, new.email, new.raw_user_meta_data ->> 'first_name', new.raw_user_meta_data ->> 'last_name')
  on conflict (user_id) do nothing;
  return new;
end $$;
create trigger create_candidate_profile after insert on auth.users
  for each row execute function public.create_candidate_profile();

alter table public.organisations enable row level security;
alter table public.memberships enable row level security;
alter table public.job_roles enable row level security;
alter table public.job_role_versions enable row level security;
alter table public.candidate_profiles enable row level security;
alter table public.applications enable row level security;
alter table public.application_matches enable row level security;

grant select on public.organisations, public.memberships, public.job_roles, public.job_role_versions,
  public.candidate_profiles, public.applications, public.application_matches to authenticated;
grant select, insert, update, delete on public.organisations, public.memberships, public.job_roles,
  public.job_role_versions, public.candidate_profiles, public.applications, public.application_matches to service_role;

create policy own_memberships on public.memberships for select to authenticated
  using (user_id = (select auth.uid()));
create policy members_read on public.organisations for select to authenticated
  using (id in (select m.organisation_id from public.memberships m where m.user_id = (select auth.uid())));
create policy candidates_read_own on public.applications for select to authenticated
  using (candidate_user_id = (select auth.uid()));
create policy members_read on public.applications for select to authenticated
  using (organisation_id in (select m.organisation_id from public.memberships m where m.user_id = (select auth.uid())));
create policy members_read on public.application_matches for select to authenticated
  using (organisation_id in (select m.organisation_id from public.memberships m where m.user_id = (select auth.uid())));
create policy members_read on public.job_roles for select to authenticated
  using (organisation_id in (select m.organisation_id from public.memberships m where m.user_id = (select auth.uid())));
create policy applicants_read on public.job_roles for select to authenticated
  using (id in (select a.job_role_id from public.applications a where a.candidate_user_id = (select auth.uid())));
-- Nobody reads the plan and the rubric of the interview that they will have, also not in their own organisation.
create policy members_read on public.job_role_versions for select to authenticated
  using (job_role_id in (
    select r.id from public.job_roles r
    where r.organisation_id in (
      select m.organisation_id from public.memberships m where m.user_id = (select auth.uid())))
    and job_role_id not in (select a.job_role_id from public.applications a where a.candidate_user_id = (select auth.uid())));
create policy candidates_read_own on public.candidate_profiles for select to authenticated
  using (user_id = (select auth.uid()));
create policy members_read on public.candidate_profiles for select to authenticated
  using (id in (
    select a.candidate_id from public.applications a
    where a.status <> 'withdrawn' and a.organisation_id in (
      select m.organisation_id from public.memberships m where m.user_id = (select auth.uid()))));
