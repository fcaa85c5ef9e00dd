-- Résumés: what is kept of each file, the profile that was read from it, and what becomes of a candidate's profile; and
-- applying. Functions lock the candidate's profile first, then résumés, then the audit chain; they answer with an outcome.

create table public.resumes (
  id uuid primary key, -- made by the app, so that a repeated request is recognised
  candidate_id uuid not null references public.candidate_profiles (id) on delete cascade,
  candidate_user_id uuid not null,
  version int not null check (version >= 1),
  status text not null default 'processing' check (status in ('processing', 'parsed', 'unreadable', 'failed')),
  reason text, -- a code
  file_name text not null check (length(file_name) between 1 and 200),
  content_type text not null,
  size bigint not null check (size >= 0), -- as announced, then as it is
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'), -- null until an announced file has come
  blob_path text not null unique,
  upload_until timestamptz, -- how long an announced file may come; null where it came with the request
  profile jsonb,
  text_source text,
  attempts int not null default 0,
  duplicate_of uuid references public.resumes (id) on delete cascade, -- this file is that résumé already
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (candidate_id, version),
  check ((status = 'parsed') = (profile is not null)),
  check (status not in ('unreadable', 'failed') or reason is not null)
);
create unique index resumes_one_per_content on public.resumes (candidate_id, sha256)
  where status <> 'failed' and duplicate_of is null;
create index resumes_candidate_user_idx on public.resumes (candidate_user_id, created_at desc, id desc);
create index resumes_duplicate_idx on public.resumes (duplicate_of) where duplicate_of is not null;
create index resumes_processing_idx on public.resumes (updated_at) where status = 'processing' and duplicate_of is null;

-- What can be seen of a résumé, for matching: the app's alone. People read the file and the profile.
create table public.resume_texts (
  resume_id uuid primary key references public.resumes (id) on delete cascade,
  content text not null,
  created_at timestamptz not null default now()
);

-- Blobs whose résumé is gone, until they are gone too. A candidate who is deleted comes by here as well.
create table public.blob_erasures (
  blob_path text primary key,
  created_at timestamptz not null default now()
);
create index blob_erasures_order_idx on public.blob_erasures (created_at);

create function public.queue_erasure() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.blob_erasures (blob_path) values (old.blob_path) on conflict do nothing;
  return null;
end $$;
create trigger queue_erasure after delete on public.resumes for each row execute function public.queue_erasure();

-- What parsing found beside the contact fields, from which résumé, and which fields a person or a résumé filled.
alter table public.candidate_profiles
  add column details jsonb not null default '{}',
  add column resume_id uuid references public.resumes (id) on delete set null,
  add column corrected text[] not null default '{}',
  add column from_resume text[] not null default '{}';
create index candidate_profiles_resume_idx on public.candidate_profiles (resume_id);

alter table public.resumes enable row level security;
alter table public.resume_texts enable row level security;
alter table public.blob_erasures enable row level security;
revoke all on public.resumes, public.resume_texts, public.blob_erasures from service_role;
grant select on public.resumes, public.resume_texts, public.blob_erasures to service_role;
grant delete on public.blob_erasures to service_role;
grant select on public.resumes to authenticated;

create policy candidates_read_own on public.resumes for select to authenticated
  using (candidate_user_id = (select auth.uid()));
create policy members_read on public.resumes for select to authenticated
  using (duplicate_of is null and candidate_id in (
    select a.candidate_id from public.applications a
    where a.status <> 'withdrawn' and a.organisation_id in (
      select m.organisation_id from public.memberships m where m.user_id = (select auth.uid()))));

-- The contact fields that a profile holds, by the names of candidate_profiles. The last word of a name is the last name, with the
-- particles before it and without what stands in brackets or after the name.
create function public.contact_fields(p_profile jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  with name as (
    select btrim(regexp_replace(regexp_replace(p_profile ->> 'name', '[(（][^)）]*[)）]', ' ', 'g'),
      '(?i)(,|\s)\s*(jr|sr|ii|iii|iv|phd|md|mba)[.]?\s*$', '')) as cleaned
  ), parts as (
    select cleaned, substring(cleaned from
      '(?i)\s((?:(?:von|vom|van|der|den|de|da|do|dos|das|del|della|di|du|la|le|ter|ten|zu|zur|bin|ibn|al|el)\s+)*\S+)$') as last_name
    from name
  )
  select jsonb_build_object(
    'first_name', (select nullif(btrim(left(cleaned, length(cleaned) - coalesce(length(last_name), 0))), '') from parts),
    'last_name', (select last_name from parts),
    'email', p_profile ->> 'email',
    'phone', p_profile ->> 'phone',
    'country', p_profile ->> 'country',
    'linkedin_url', (select l.link ->> 'url' from jsonb_array_elements(p_profile -> 'links') with ordinality l (link, n)
      where l.link ->> 'kind' = 'linkedin' order by l.n limit 1))
$$;

create function public.detail_names() returns text[] language sql immutable set search_path = '' as $$
  select array['location', 'summary', 'skills', 'experience', 'education', 'certifications', 'languages', 'links']
$$;

-- Makes a candidate's profile follow their newest parsed résumé, or none. What a person typed, at sign-up or as a correction,
-- stays. The caller holds the lock on the profile.
create function public.refresh_profile(p_candidate_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_candidate public.candidate_profiles;
  v_resume public.resumes;
  v_contact jsonb;
  v_row jsonb;
  v_details jsonb := '{}';
  v_from text[] := '{}';
  v_name text;
begin
  select * into v_candidate from public.candidate_profiles where id = p_candidate_id;
  select * into v_resume from public.resumes
  where candidate_id = p_candidate_id and status = 'parsed' and duplicate_of is null order by version desc limit 1;
  v_contact := public.contact_fields(v_resume.profile);
  v_row := to_jsonb(v_candidate);
  foreach v_name in array array['first_name', 'last_name', 'email', 'phone', 'country', 'linkedin_url'] loop
    continue when v_name = any (v_candidate.corrected)
      or (v_row ->> v_name is not null and v_name <> all (v_candidate.from_resume));
    v_row := v_row || jsonb_build_object(v_name, v_contact ->> v_name);
    if v_contact ->> v_name is not null then v_from := v_from || v_name; end if;
  end loop;
  foreach v_name in array public.detail_names() loop
    v_details := v_details || jsonb_build_object(v_name, case when v_name = any (v_candidate.corrected)
      then v_candidate.details -> v_name else v_resume.profile -> v_name end);
  end loop;
  update public.candidate_profiles
  set first_name = v_row ->> 'first_name', last_name = v_row ->> 'last_name', email = v_row ->> 'email',
    phone = v_row ->> 'phone', country = v_row ->> 'country', linkedin_url = v_row ->> 'linkedin_url',
    cv_file_path = v_resume.blob_path, resume_id = v_resume.id, from_resume = v_from,
    details = jsonb_strip_nulls(v_details)
  where id = p_candidate_id;
end $$;

-- Takes note of a file that comes with the request (p_sha256) or is announced (p_upload_until). Outcomes: ok; exists (the
-- candidate has this very file: nothing changes); too_many; forbidden (no candidate, or another's id).
create function public.begin_resume(
  p_actor uuid, p_resume_id uuid, p_file_name text, p_blob_name text, p_content_type text, p_size bigint, p_sha256 text,
  p_upload_until timestamptz, p_max int
) returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_candidate public.candidate_profiles;
  v_resume public.resumes;
begin
  select * into v_candidate from public.candidate_profiles where user_id = p_actor for no key update;
  if not found then return jsonb_build_object('outcome', 'forbidden'); end if;
  select * into v_resume from public.resumes where id = p_resume_id;
  if found then
    return case when v_resume.candidate_id = v_candidate.id
      then jsonb_build_object('outcome', 'ok', 'resume', to_jsonb(v_resume))
      else jsonb_build_object('outcome', 'forbidden') end;
  end if;
  if p_sha256 is not null then
    select * into v_resume from public.resumes
    where candidate_id = v_candidate.id and sha256 = p_sha256 and status <> 'failed' and duplicate_of is null;
    if found then return jsonb_build_object('outcome', 'exists', 'resume', to_jsonb(v_resume)); end if;
  end if;
  if (select count(*) from public.resumes where candidate_id = v_candidate.id and status <> 'failed') >= p_max then
    return jsonb_build_object('outcome', 'too_many');
  end if;
  insert into public.resumes (id, candidate_id, candidate_user_id, version, file_name, content_type, size, sha256,
    blob_path, upload_until)
  values (p_resume_id, v_candidate.id, p_actor,
    (select coalesce(max(r.version), 0) + 1 from public.resumes r where r.candidate_id = v_candidate.id),
    p_file_name, p_content_type, p_size, p_sha256, v_candidate.id || '/' || p_resume_id || '/' || p_blob_name,
    p_upload_until)
  returning * into v_resume;
  perform public.append_audit(null, p_actor, case when p_sha256 is null then 'resume.announced' else 'resume.received' end,
    'resume', p_resume_id::text, jsonb_build_object('version', v_resume.version, 'size', p_size));
  return jsonb_build_object('outcome', 'ok', 'resume', to_jsonb(v_resume));
end $$;

-- Counts a try at reading the file at this place. Outcomes: ok; unknown (nobody announced it, or its upload was given up: it
-- is not kept); done; gave_up (this would be one try too many: the résumé has failed).
create function public.begin_parsing(p_resume_id uuid, p_blob_path text, p_max_attempts int) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_resume public.resumes;
begin
  select * into v_resume from public.resumes where id = p_resume_id for update;
  if not found or v_resume.blob_path <> p_blob_path or v_resume.duplicate_of is not null
      or v_resume.reason in ('upload_missing', 'upload_too_large') then
    return jsonb_build_object('outcome', 'unknown');
  end if;
  if v_resume.status <> 'processing' then return jsonb_build_object('outcome', 'done'); end if;
  if v_resume.attempts >= p_max_attempts then
    perform public.fail_resume(p_resume_id, 'failed', 'gave_up');
    return jsonb_build_object('outcome', 'gave_up');
  end if;
  update public.resumes set attempts = attempts + 1, updated_at = clock_timestamp() where id = p_resume_id
  returning * into v_resume;
  return jsonb_build_object('outcome', 'ok', 'resume', to_jsonb(v_resume));
end $$;

-- Says what file has come; again is harmless. Outcomes: ok; duplicate (it is another résumé of the candidate's already: this
-- one stands for that); gone (deleted, or done by somebody else).
create function public.identify_resume(p_resume_id uuid, p_sha256 text, p_size bigint) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_resume public.resumes;
  v_other uuid;
begin
  perform 1 from public.candidate_profiles where id = (select candidate_id from public.resumes where id = p_resume_id)
  for no key update;
  select * into v_resume from public.resumes where id = p_resume_id for update;
  if not found or v_resume.status <> 'processing' then return jsonb_build_object('outcome', 'gone'); end if;
  if v_resume.duplicate_of is not null then return jsonb_build_object('outcome', 'duplicate'); end if;
  select id into v_other from public.resumes
  where candidate_id = v_resume.candidate_id and sha256 = p_sha256 and id <> p_resume_id and status <> 'failed'
    and duplicate_of is null;
  update public.resumes set sha256 = p_sha256, size = p_size, duplicate_of = v_other, updated_at = clock_timestamp()
  where id = p_resume_id;
  return jsonb_build_object('outcome', case when v_other is null then 'ok' else 'duplicate' end);
end $$;

-- Stores what was read, once. Outcomes: ok; done (it was read, or has failed, meanwhile); missing (deleted meanwhile).
create function public.finish_resume(p_resume_id uuid, p_content_type text, p_profile jsonb, p_text text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_resume public.resumes;
begin
  perform 1 from public.candidate_profiles where id = (select candidate_id from public.resumes where id = p_resume_id)
  for no key update;
  select * into v_resume from public.resumes where id = p_resume_id for update;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if v_resume.status <> 'processing' then return jsonb_build_object('outcome', 'done'); end if;
  update public.resumes
  set status = 'parsed', content_type = p_content_type, profile = p_profile, text_source = p_profile ->> 'text_source',
    updated_at = clock_timestamp()
  where id = p_resume_id;
  insert into public.resume_texts (resume_id, content) values (p_resume_id, p_text);
  perform public.refresh_profile(v_resume.candidate_id);
  perform public.append_audit(null, v_resume.candidate_user_id, 'resume.parsed', 'resume', p_resume_id::text,
    jsonb_build_object('version', v_resume.version, 'method', p_profile -> 'method', 'dropped', p_profile -> 'dropped',
      'hidden', jsonb_array_length(p_profile -> 'findings')));
  return jsonb_build_object('outcome', 'ok', 'candidate_id', v_resume.candidate_id);
end $$;

-- Ends a résumé that was not read. p_reason is a code. Outcomes: ok; done; missing.
create function public.fail_resume(p_resume_id uuid, p_status text, p_reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_resume public.resumes;
begin
  select * into v_resume from public.resumes where id = p_resume_id for update;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if v_resume.status <> 'processing' then return jsonb_build_object('outcome', 'done'); end if;
  update public.resumes set status = p_status, reason = p_reason, updated_at = clock_timestamp() where id = p_resume_id;
  perform public.append_audit(null, v_resume.candidate_user_id, 'resume.' || p_status, 'resume', p_resume_id::text,
    jsonb_build_object('version', v_resume.version, 'reason', p_reason));
  return jsonb_build_object('outcome', 'ok');
end $$;

-- A résumé with its profile, for its candidate and for members of organisations where they apply. Outcomes: ok, missing,
-- forbidden. A file that came twice is the résumé that it was the first time.
create function public.read_resume(p_actor uuid, p_resume_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_resume public.resumes;
begin
  select r.* into v_resume from public.resumes asked join public.resumes r on r.id = coalesce(asked.duplicate_of, asked.id)
  where asked.id = p_resume_id;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if v_resume.candidate_user_id <> p_actor and not exists (
      select 1 from public.applications a join public.memberships m on m.organisation_id = a.organisation_id
      where a.candidate_id = v_resume.candidate_id and a.status <> 'withdrawn' and m.user_id = p_actor) then
    return jsonb_build_object('outcome', 'forbidden');
  end if;
  return jsonb_build_object('outcome', 'ok', 'resume', to_jsonb(v_resume));
end $$;

-- Erases a résumé: file, text and profile, and what the candidate's profile had from it. What stays is that it was.
-- Outcomes: ok with the blobs to erase, missing, forbidden.
create function public.delete_resume(p_actor uuid, p_resume_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_resume public.resumes;
  v_blobs jsonb;
begin
  perform 1 from public.candidate_profiles where user_id = p_actor for no key update;
  select r.* into v_resume from public.resumes asked join public.resumes r on r.id = coalesce(asked.duplicate_of, asked.id)
  where asked.id = p_resume_id;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if v_resume.candidate_user_id <> p_actor then return jsonb_build_object('outcome', 'forbidden'); end if;
  select jsonb_agg(r.blob_path) into v_blobs from public.resumes r where v_resume.id in (r.id, r.duplicate_of);
  delete from public.resumes where id = v_resume.id;
  perform public.refresh_profile(v_resume.candidate_id);
  perform public.append_audit(null, p_actor, 'resume.deleted', 'resume', v_resume.id::text,
    jsonb_build_object('version', v_resume.version));
  return jsonb_build_object('outcome', 'ok', 'blobs', v_blobs);
end $$;

-- Résumés that nobody has been reading for a while, the longest first. Whose file may still come is left alone.
create function public.stale_resumes(p_seconds numeric, p_limit int) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'blob_path', s.blob_path) order by s.updated_at), '[]')
  from (select * from public.resumes r
    where r.status = 'processing' and r.duplicate_of is null and r.updated_at < now() - make_interval(secs => p_seconds)
      and (r.upload_until is null or r.attempts > 0 or r.upload_until < now() - make_interval(secs => p_seconds))
    order by r.updated_at limit p_limit) s
$$;

-- What a candidate says about themselves: it stays, whatever a résumé says later. p_fields has the fields by name; null
-- empties one. Outcomes: ok, forbidden, unknown_field.
create function public.correct_profile(p_actor uuid, p_fields jsonb) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_candidate public.candidate_profiles;
  v_contact text[] := array['first_name', 'last_name', 'email', 'phone', 'country', 'linkedin_url', 'work_rights',
    'availability'];
  v_names text[] := array(select jsonb_object_keys(p_fields) order by 1);
  v_row jsonb;
begin
  select * into v_candidate from public.candidate_profiles where user_id = p_actor for no key update;
  if not found then return jsonb_build_object('outcome', 'forbidden'); end if;
  if not v_names <@ (v_contact || public.detail_names()) then return jsonb_build_object('outcome', 'unknown_field'); end if;
  v_row := to_jsonb(v_candidate) || p_fields;
  update public.candidate_profiles
  set first_name = v_row ->> 'first_name', last_name = v_row ->> 'last_name', email = v_row ->> 'email',
    phone = v_row ->> 'phone', country = v_row ->> 'country', linkedin_url = v_row ->> 'linkedin_url',
    work_rights = v_row ->> 'work_rights', availability = v_row ->> 'availability',
    details = jsonb_strip_nulls(details || (p_fields - v_contact)),
    corrected = array(select distinct n from unnest(corrected || v_names) n order by 1),
    from_resume = array(select n from unnest(from_resume) n where n <> all (v_names))
  where id = v_candidate.id returning * into v_candidate;
  if v_names <> '{}' then
    perform public.append_audit(null, p_actor, 'profile.corrected', 'candidate_profile', v_candidate.id::text,
      jsonb_build_object('fields', v_names));
  end if;
  return jsonb_build_object('outcome', 'ok', 'profile', to_jsonb(v_candidate));
end $$;

-- A candidate applies. p_id is made by the caller. Outcomes: ok, missing (also a draft, which nobody outside knows of), closed,
-- exists, forbidden, own_organisation (who applied sees no plan: members do not shut themselves out).
create function public.create_application(p_id uuid, p_actor uuid, p_job_role_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_candidate uuid;
  v_role public.job_roles;
  v_application public.applications;
begin
  -- For share: what becomes due with a new application and what does with a new résumé do not miss each other.
  select id into v_candidate from public.candidate_profiles where user_id = p_actor for share;
  if not found then return jsonb_build_object('outcome', 'forbidden'); end if;
  select * into v_application from public.applications where id = p_id and candidate_id = v_candidate;
  if found then return jsonb_build_object('outcome', 'ok', 'application', to_jsonb(v_application)); end if;
  select * into v_role from public.job_roles where id = p_job_role_id for share;
  if not found or v_role.status = 'draft' then return jsonb_build_object('outcome', 'missing'); end if;
  if exists (select 1 from public.memberships where user_id = p_actor and organisation_id = v_role.organisation_id) then
    return jsonb_build_object('outcome', 'own_organisation');
  end if;
  if v_role.status <> 'open' then return jsonb_build_object('outcome', 'closed'); end if;
  insert into public.applications (id, candidate_id, job_role_id) values (p_id, v_candidate, p_job_role_id)
  on conflict (candidate_id, job_role_id) do nothing returning * into v_application;
  if not found then return jsonb_build_object('outcome', 'exists'); end if;
  perform public.append_audit(v_role.organisation_id, p_actor, 'application.created', 'application', v_application.id::text);
  return jsonb_build_object('outcome', 'ok', 'application', to_jsonb(v_application));
end $$;

revoke execute on all functions in schema public from public, anon, authenticated;
grant execute on all functions in schema public to service_role;
revoke all on all tables in schema public from anon;
