-- The job side: roles and their versions, interview plans, and how well applications meet roles. Functions lock the candidate's
-- profile first, then the job role, then its versions, then the audit chain; they answer with an outcome and never raise for a rule.

-- A version holds all that an interview refers to: the title and the description of its time too.
alter table public.job_role_versions
  add column title text,
  add column description text,
  add column plan_revision int not null default 0 check (plan_revision >= 0), -- counts the states of the plan that were saved
  add column plan_origin jsonb not null default '{}', -- who or what worded it, and what was replaced
  add column created_by uuid,
  add column frozen_by uuid;
-- The latest change's, made by the caller, so that one whose answer was lost is recognised.
alter table public.job_roles add column change_id uuid;

alter table public.job_role_versions disable trigger keep_frozen_version;
update public.job_role_versions v
set title = r.title, description = r.description, plan_revision = case when v.plan is null then 0 else 1 end
from public.job_roles r where r.id = v.job_role_id;
alter table public.job_role_versions enable trigger keep_frozen_version;

create function public.fill_job_role_version() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.title is null or new.description is null then
    select coalesce(new.title, r.title), coalesce(new.description, r.description) into new.title, new.description
    from public.job_roles r where r.id = new.job_role_id;
  end if;
  if new.plan is not null then new.plan_revision := greatest(new.plan_revision, 1); end if;
  return new;
end $$;
create trigger fill_job_role_version before insert on public.job_role_versions
  for each row execute function public.fill_job_role_version();
alter table public.job_role_versions alter column title set not null, alter column description set not null;

-- From here on roles change through the functions below alone.
revoke update, delete on public.job_roles, public.job_role_versions from service_role;

-- Whether somebody may shape a role: a member who did not apply for it. Nobody prepares the interview that they will have.
create function public.leads_job_role(p_actor uuid, p_job_role_id uuid, p_organisation_id uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select 1 from public.memberships m where m.user_id = p_actor and m.organisation_id = p_organisation_id)
    and not exists (select 1 from public.applications a where a.job_role_id = p_job_role_id and a.candidate_user_id = p_actor)
$$;

-- A role with one of its versions, in the API's shape.
create function public.job_role_view(p_job_role_id uuid, p_version int) returns jsonb
language sql stable set search_path = '' as $$
  select to_jsonb(r) || jsonb_build_object('title', v.title, 'description', v.description, 'version', v.version,
    'requirements', v.requirements, 'scoring_rubric', v.scoring_rubric, 'interview_structure', v.interview_structure)
  from public.job_roles r join public.job_role_versions v on v.job_role_id = r.id
  where r.id = p_job_role_id and v.version = p_version
$$;

-- A version's plan with what it is made from.
create function public.job_role_plan_view(p_job_role_id uuid, p_version int) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('job_role', public.job_role_view(p_job_role_id, p_version), 'job_role_id', v.job_role_id,
    'version', v.version, 'current_version', r.version, 'revision', v.plan_revision, 'plan', v.plan,
    'origin', v.plan_origin, 'frozen_at', v.frozen_at, 'frozen_by', v.frozen_by)
  from public.job_roles r join public.job_role_versions v on v.job_role_id = r.id
  where r.id = p_job_role_id and v.version = p_version
$$;

-- p_id is made by the caller. p_organisation_id null: the one that the actor is a member of.
-- Outcomes: ok, missing (the organisation), forbidden, ambiguous (which of several organisations?).
create function public.create_job_role(p_id uuid, p_actor uuid, p_organisation_id uuid, p_role jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_theirs uuid[] := array(select m.organisation_id from public.memberships m where m.user_id = p_actor);
  v_organisation uuid := coalesce(p_organisation_id, v_theirs[1]);
begin
  if p_organisation_id is not null and not exists (select 1 from public.organisations o where o.id = p_organisation_id) then
    return jsonb_build_object('outcome', 'missing');
  end if;
  if v_organisation is null or v_organisation <> all (v_theirs) then return jsonb_build_object('outcome', 'forbidden'); end if;
  if p_organisation_id is null and cardinality(v_theirs) > 1 then return jsonb_build_object('outcome', 'ambiguous'); end if;
  insert into public.job_roles (id, organisation_id, title, description, status)
  values (p_id, v_organisation, p_role ->> 'title', p_role ->> 'description', p_role ->> 'status')
  on conflict (id) do nothing;
  if found then
    insert into public.job_role_versions (job_role_id, version, requirements, scoring_rubric, interview_structure, created_by)
    values (p_id, 1, p_role -> 'requirements', p_role -> 'scoring_rubric', p_role -> 'interview_structure', p_actor);
    perform public.append_audit(v_organisation, p_actor, 'job_role.created', 'job_role', p_id::text);
  end if;
  return jsonb_build_object('outcome', 'ok', 'job_role', public.job_role_view(p_id, 1));
end $$;

-- Changes what p_changes names. Another text, requirement, rubric or structure makes a new version, with the plan as its draft; the
-- status belongs to no version. p_version is the version that the actor read. Outcomes: ok, missing, forbidden, stale.
create function public.change_job_role(
  p_actor uuid, p_job_role_id uuid, p_version int, p_change_id uuid, p_changes jsonb
) returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_role public.job_roles;
  v_old public.job_role_versions;
  v_new public.job_role_versions;
begin
  select * into v_role from public.job_roles where id = p_job_role_id for no key update;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if not public.leads_job_role(p_actor, v_role.id, v_role.organisation_id) then
    return jsonb_build_object('outcome', 'forbidden');
  end if;
  select * into v_old from public.job_role_versions where job_role_id = v_role.id and version = v_role.version;
  if v_role.change_id = p_change_id then
    return jsonb_build_object('outcome', 'ok', 'job_role', public.job_role_view(v_role.id, v_role.version));
  end if;
  if v_role.version <> p_version then return jsonb_build_object('outcome', 'stale', 'version', v_role.version); end if;
  v_new := v_old;
  v_new.title := coalesce(p_changes ->> 'title', v_old.title);
  v_new.description := coalesce(p_changes ->> 'description', v_old.description);
  v_new.requirements := coalesce(p_changes -> 'requirements', v_old.requirements);
  v_new.scoring_rubric := coalesce(p_changes -> 'scoring_rubric', v_old.scoring_rubric);
  v_new.interview_structure := coalesce(p_changes -> 'interview_structure', v_old.interview_structure);
  if v_new is distinct from v_old then
    v_role.version := v_role.version + 1;
    insert into public.job_role_versions (job_role_id, version, title, description, requirements, scoring_rubric,
      interview_structure, plan, plan_origin, created_by)
    values (v_role.id, v_role.version, v_new.title, v_new.description, v_new.requirements, v_new.scoring_rubric,
      v_new.interview_structure, v_old.plan || jsonb_build_object('role_title', v_new.title), v_old.plan_origin, p_actor);
  end if;
  update public.job_roles
  set title = v_new.title, description = v_new.description, version = v_role.version, change_id = p_change_id,
    status = coalesce(p_changes ->> 'status', status)
  where id = v_role.id;
  perform public.append_audit(v_role.organisation_id, p_actor, 'job_role.changed', 'job_role', v_role.id::text,
    jsonb_build_object('version', v_role.version, 'fields', array(select jsonb_object_keys(p_changes) order by 1)));
  return jsonb_build_object('outcome', 'ok', 'job_role', public.job_role_view(v_role.id, v_role.version));
end $$;

-- The plan of a version, or of the current one. Outcomes: ok, missing, forbidden, missing_version.
create function public.open_plan(p_actor uuid, p_job_role_id uuid, p_version int) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_role public.job_roles;
  v_view jsonb;
begin
  select * into v_role from public.job_roles where id = p_job_role_id;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if not public.leads_job_role(p_actor, v_role.id, v_role.organisation_id) then
    return jsonb_build_object('outcome', 'forbidden');
  end if;
  v_view := public.job_role_plan_view(v_role.id, coalesce(p_version, v_role.version));
  if v_view is null then return jsonb_build_object('outcome', 'missing_version'); end if;
  return jsonb_build_object('outcome', 'ok', 'view', v_view);
end $$;

-- Saves a plan as the draft of the current version; when that is frozen, as the draft of a new one. p_version and p_revision are what
-- the actor saw. Outcomes: ok, missing, forbidden, stale.
create function public.save_plan(
  p_actor uuid, p_job_role_id uuid, p_version int, p_revision int, p_change_id uuid, p_plan jsonb, p_origin jsonb
) returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_role public.job_roles;
  v_version public.job_role_versions;
begin
  select * into v_role from public.job_roles where id = p_job_role_id for no key update;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if not public.leads_job_role(p_actor, v_role.id, v_role.organisation_id) then
    return jsonb_build_object('outcome', 'forbidden');
  end if;
  select * into v_version from public.job_role_versions where job_role_id = v_role.id and version = v_role.version for update;
  if v_role.change_id is distinct from p_change_id then
    if v_role.version <> p_version or v_version.plan_revision <> p_revision then
      return jsonb_build_object('outcome', 'stale', 'version', v_role.version, 'revision', v_version.plan_revision);
    end if;
    if v_version.frozen_at is null then
      update public.job_role_versions
      set plan = p_plan, plan_origin = p_origin, plan_revision = plan_revision + 1
      where id = v_version.id;
    elsif v_version.plan <> p_plan then
      v_role.version := v_role.version + 1;
      insert into public.job_role_versions (job_role_id, version, title, description, requirements, scoring_rubric,
        interview_structure, plan, plan_origin, created_by)
      values (v_role.id, v_role.version, v_version.title, v_version.description, v_version.requirements,
        v_version.scoring_rubric, v_version.interview_structure, p_plan, p_origin, p_actor);
    end if;
    update public.job_roles set version = v_role.version, change_id = p_change_id where id = v_role.id;
    perform public.append_audit(v_role.organisation_id, p_actor, 'job_role.plan.saved', 'job_role', v_role.id::text,
      jsonb_build_object('version', v_role.version, 'method', p_origin -> 'method'));
  end if;
  return jsonb_build_object('outcome', 'ok', 'view', public.job_role_plan_view(v_role.id, v_role.version));
end $$;

-- Freezes the plan that the actor saw; again is harmless. Outcomes: ok, missing, forbidden, stale, no_plan.
create function public.freeze_plan(p_actor uuid, p_job_role_id uuid, p_version int, p_revision int) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_role public.job_roles;
  v_version public.job_role_versions;
begin
  select * into v_role from public.job_roles where id = p_job_role_id for no key update;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if not public.leads_job_role(p_actor, v_role.id, v_role.organisation_id) then
    return jsonb_build_object('outcome', 'forbidden');
  end if;
  select * into v_version from public.job_role_versions where job_role_id = v_role.id and version = v_role.version for update;
  if v_role.version <> p_version or v_version.plan_revision <> p_revision then
    return jsonb_build_object('outcome', 'stale', 'version', v_role.version, 'revision', v_version.plan_revision);
  end if;
  if v_version.plan is null then return jsonb_build_object('outcome', 'no_plan'); end if;
  if v_version.frozen_at is null then
    update public.job_role_versions set frozen_at = clock_timestamp(), frozen_by = p_actor where id = v_version.id;
    perform public.append_audit(v_role.organisation_id, p_actor, 'job_role.plan.frozen', 'job_role', v_role.id::text,
      jsonb_build_object('version', v_role.version, 'revision', v_version.plan_revision));
  end if;
  return jsonb_build_object('outcome', 'ok', 'view', public.job_role_plan_view(v_role.id, v_role.version));
end $$;

-- A match says from what it was computed; it goes when the résumé goes that it quotes.
alter table public.application_matches
  add column details jsonb not null default '[]',
  add column resume_id uuid references public.resumes (id) on delete cascade,
  add column job_role_version int,
  add column computed_at timestamptz;
create index application_matches_resume_idx on public.application_matches (resume_id);
revoke insert, update, delete on public.application_matches from service_role;
-- Nobody reads how they match, also not in their own organisation.
drop policy members_read on public.application_matches;
create policy members_read on public.application_matches for select to authenticated
  using (organisation_id in (select m.organisation_id from public.memberships m where m.user_id = (select auth.uid()))
    and application_id not in (select a.id from public.applications a where a.candidate_user_id = (select auth.uid())));

-- Applications whose match is to be computed. The database itself says so in the moment in which what it is made from changes.
create table public.matches_due (
  application_id uuid primary key references public.applications (id) on delete cascade,
  attempts int not null default 0,
  waits_since timestamptz not null default now()
);
create index matches_due_order_idx on public.matches_due (waits_since);
alter table public.matches_due enable row level security;
revoke all on public.matches_due from service_role;

create function public.queue_match_of_application() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.matches_due (application_id)
  select new.id from public.candidate_profiles c where c.id = new.candidate_id and c.resume_id is not null
  on conflict (application_id) do update set attempts = 0;
  return null;
end $$;
create trigger queue_match after insert on public.applications
  for each row execute function public.queue_match_of_application();

create function public.queue_matches_of_candidate() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.matches_due (application_id)
  select a.id from public.applications a where a.candidate_id = new.id order by a.id
  on conflict (application_id) do update set attempts = 0;
  return null;
end $$;
create trigger queue_matches after update on public.candidate_profiles
  for each row when (new.resume_id is not null and (old.resume_id, old.details) is distinct from (new.resume_id, new.details))
  execute function public.queue_matches_of_candidate();

create function public.queue_matches_of_job_role() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.matches_due (application_id)
  select a.id from public.applications a join public.candidate_profiles c on c.id = a.candidate_id
  where a.job_role_id = new.id and c.resume_id is not null order by a.id
  on conflict (application_id) do update set attempts = 0;
  return null;
end $$;
create trigger queue_matches after update on public.job_roles
  for each row when (old.version <> new.version) execute function public.queue_matches_of_job_role();

-- Takes due matches, of one application, of a candidate's, or of all, the longest waiting first, with what they are made from.
-- What is taken goes to the end of the line, so that one which fails is in nobody's way; from the third try on it waits twice as
-- long each time, up to an hour.
create function public.take_due_matches(p_application_id uuid, p_candidate_id uuid, p_limit int) returns jsonb
language sql security definer set search_path = '' as $$
  with taken as (
    update public.matches_due set attempts = attempts + 1, waits_since = clock_timestamp()
    where application_id in (
      select m.application_id from public.matches_due m join public.applications a on a.id = m.application_id
      where (m.attempts < 3 or m.waits_since < now() - make_interval(secs => power(2, least(m.attempts, 12))))
        and (p_application_id is null or m.application_id = p_application_id)
        and (p_candidate_id is null or a.candidate_id = p_candidate_id)
      order by m.waits_since limit p_limit for update of m skip locked)
    returning application_id
  )
  select coalesce(jsonb_agg(jsonb_build_object('application_id', a.id, 'job_role_version', v.version,
    'requirements', v.requirements, 'resume_id', u.id, 'profile', u.profile, 'text', t.content,
    'candidate_updated_at', c.updated_at, 'details', c.details, 'corrected', c.corrected)), '[]')
  from taken join public.applications a on a.id = taken.application_id
  join public.candidate_profiles c on c.id = a.candidate_id
  join public.resumes u on u.id = c.resume_id
  join public.resume_texts t on t.resume_id = u.id
  join public.job_roles r on r.id = a.job_role_id
  join public.job_role_versions v on v.job_role_id = r.id and v.version = r.version
$$;

-- Stores a match, unless what it was made from has changed since: then it is due again. Outcomes: ok, stale, missing.
create function public.save_match(
  p_application_id uuid, p_resume_id uuid, p_candidate_updated_at timestamptz, p_job_role_version int, p_score numeric,
  p_details jsonb
) returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_application public.applications;
begin
  select * into v_application from public.applications where id = p_application_id;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  perform 1 from public.candidate_profiles
  where id = v_application.candidate_id and resume_id = p_resume_id and updated_at = p_candidate_updated_at for share;
  if not found then return jsonb_build_object('outcome', 'stale'); end if;
  perform 1 from public.job_roles where id = v_application.job_role_id and version = p_job_role_version for share;
  if not found then return jsonb_build_object('outcome', 'stale'); end if;
  insert into public.application_matches (application_id, organisation_id, match_score, details, resume_id, job_role_version,
    computed_at)
  values (p_application_id, v_application.organisation_id, p_score, p_details, p_resume_id, p_job_role_version, now())
  on conflict (application_id) do update
  set match_score = excluded.match_score, details = excluded.details, resume_id = excluded.resume_id,
    job_role_version = excluded.job_role_version, computed_at = excluded.computed_at;
  delete from public.matches_due where application_id = p_application_id;
  return jsonb_build_object('outcome', 'ok');
end $$;

-- An application's match for its recruiters. Outcomes: ok (with null while there is none), missing, forbidden.
create function public.open_match(p_actor uuid, p_application_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_application public.applications;
begin
  select * into v_application from public.applications where id = p_application_id;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if v_application.candidate_user_id = p_actor or not exists (select 1 from public.memberships m
      where m.user_id = p_actor and m.organisation_id = v_application.organisation_id) then
    return jsonb_build_object('outcome', 'forbidden');
  end if;
  return jsonb_build_object('outcome', 'ok', 'job_role_id', v_application.job_role_id,
    'due', exists (select 1 from public.matches_due d where d.application_id = p_application_id),
    'match', (select to_jsonb(m) from public.application_matches m where m.application_id = p_application_id));
end $$;

revoke execute on all functions in schema public from public, anon, authenticated;
grant execute on all functions in schema public to service_role;
revoke all on all tables in schema public from anon;
