-- The rules of audit, limits, starting, turns and endings. Each function answers with an outcome and never raises for a rule,
-- since a raise would roll back what it counted. All run as their owner and are for the server's role only.

create function public.append_audit(
  p_organisation_id uuid, p_user_id uuid, p_action text, p_entity_type text, p_entity_id text, p_details jsonb default '{}'
) returns bigint language plpgsql security definer set search_path = '' as $$
declare
  v_chain uuid := coalesce(p_organisation_id, '00000000-0000-0000-0000-000000000000');
  v_at timestamptz := clock_timestamp();
  v_head public.audit_heads;
begin
  loop
    update public.audit_heads h
    set sequence = h.sequence + 1, previous_hash = h.hash, hash = public.audit_hash(
      h.hash, v_chain, h.sequence + 1, p_user_id, p_action, p_entity_type, p_entity_id, p_details, v_at)
    where h.chain = v_chain returning * into v_head;
    exit when found;
    insert into public.audit_heads (chain, sequence, previous_hash, hash) values (v_chain, 0, '', '') on conflict do nothing;
  end loop;
  insert into public.audit_log
    (chain, sequence, organisation_id, user_id, action, entity_type, entity_id, details, created_at, previous_hash, hash)
  values (v_chain, v_head.sequence, p_organisation_id, p_user_id, p_action, p_entity_type, p_entity_id, p_details,
    v_at, v_head.previous_hash, v_head.hash);
  return v_head.sequence;
end $$;

create function public.audit_hash(
  p_previous text, p_chain uuid, p_sequence bigint, p_user_id uuid, p_action text, p_entity_type text, p_entity_id text,
  p_details jsonb, p_at timestamptz
) returns text language plpgsql stable set search_path = '' as $$ -- as SQL it would be planned anew at each call
begin
  return encode(sha256(convert_to(
    jsonb_build_array(p_previous, p_chain, p_sequence, p_user_id, p_action, p_entity_type, p_entity_id, p_details,
      extract(epoch from p_at))::text, 'utf8')), 'hex');
end $$;

-- The sequence number of the first row of a chain that does not fit, or null when the whole chain holds.
create function public.verify_audit(p_organisation_id uuid) returns bigint
language sql stable security definer set search_path = '' as $$
  with chain as (
    select l.*, lag(l.hash, 1, '') over (order by l.sequence) as expected_previous,
      row_number() over (order by l.sequence) as expected_sequence
    from public.audit_log l
    where l.chain = coalesce(p_organisation_id, '00000000-0000-0000-0000-000000000000')
  )
  select coalesce(
    (select min(c.sequence) from chain c
      where c.previous_hash <> c.expected_previous or c.sequence <> c.expected_sequence
        or c.hash <> public.audit_hash(c.previous_hash, c.chain, c.sequence, c.user_id, c.action, c.entity_type,
          c.entity_id, c.details, c.created_at)),
    (select h.sequence from public.audit_heads h
      where h.chain = coalesce(p_organisation_id, '00000000-0000-0000-0000-000000000000')
        and h.hash is distinct from coalesce((select c.hash from chain c order by c.sequence desc limit 1), '')))
$$;

-- Counts a call; with p_hits 0 it says how many are left. The window starts with a user's first call, so that the limit
-- holds for any minute that begins with one.
create function public.hit_rate_limit(
  p_subject text, p_category text, p_limit int, p_window_ms int, p_hits int default 1
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_now timestamptz := clock_timestamp();
  v_window interval := make_interval(secs => p_window_ms / 1000.0);
  v_row public.rate_limits;
begin
  insert into public.rate_limits as r (subject, category, window_started_at, hits)
  values (p_subject, p_category, v_now, p_hits)
  on conflict (subject, category) do update set
    hits = case when r.window_started_at + v_window <= v_now then p_hits else least(r.hits, p_limit) + p_hits end,
    window_started_at = case when r.window_started_at + v_window <= v_now then v_now else r.window_started_at end
  returning * into v_row;
  return jsonb_build_object(
    'limited', v_row.hits > p_limit,
    'limit', p_limit,
    'remaining', greatest(p_limit - v_row.hits, 0),
    'reset_at', ceil(extract(epoch from v_row.window_started_at + v_window))::bigint);
end $$;

-- 'candidate', 'member' or null: what a user is to an interview. Whoever is interviewed is a candidate in it and nothing
-- else, also in their own organisation: nobody scores or decides on themselves.
create function public.role_in(p_actor uuid, p_interview public.interviews) returns text
language sql stable set search_path = '' as $$
  select case
    when p_interview.candidate_user_id = p_actor then 'candidate'
    when exists (select 1 from public.memberships m
      where m.user_id = p_actor and m.organisation_id = p_interview.organisation_id) then 'member'
  end
$$;

-- What an application's interviews and their reviews come to: that of the last interview which was not called off counts.
create function public.settle_application(p_application_id uuid) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform 1 from public.applications where id = p_application_id for no key update; -- before its interviews are looked at
  update public.applications a set status = settled.status
  from (
    select coalesce(
      (select case
          when i.status <> 'completed' then 'interviewing'
          else coalesce((select case v.decision when 'advance' then 'advanced' when 'reject' then 'rejected' end
            from public.reviews v where v.interview_id = i.id order by v.created_at desc limit 1), 'in_review') end
        from public.interviews i
        where i.application_id = p_application_id and i.status not in ('cancelled', 'expired')
        order by i.created_at desc, i.id desc limit 1),
      'applied') as status
  ) settled
  where a.id = p_application_id and a.status <> 'withdrawn' and a.status <> settled.status;
end $$;

-- p_id is made by the caller, so that a call whose answer was lost can be repeated. Outcomes: ok, missing, forbidden,
-- application_closed, no_plan, exists.
create function public.create_interview(
  p_id uuid, p_actor uuid, p_application_id uuid, p_mode text, p_scheduled_at timestamptz, p_language text,
  p_accommodations jsonb
) returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_application public.applications;
  v_version public.job_role_versions;
  v_interview public.interviews;
begin
  select * into v_application from public.applications where id = p_application_id;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if v_application.candidate_user_id = p_actor or not exists (select 1 from public.memberships m
      where m.user_id = p_actor and m.organisation_id = v_application.organisation_id) then
    return jsonb_build_object('outcome', 'forbidden');
  end if;
  select * into v_interview from public.interviews where id = p_id and application_id = p_application_id;
  if found then return jsonb_build_object('outcome', 'ok', 'interview', to_jsonb(v_interview)); end if;
  if v_application.status in ('rejected', 'withdrawn') then return jsonb_build_object('outcome', 'application_closed'); end if;
  select v.* into v_version from public.job_role_versions v
    join public.job_roles r on r.id = v.job_role_id and r.version = v.version
    where r.id = v_application.job_role_id;
  if v_version.plan is null or v_version.frozen_at is null then return jsonb_build_object('outcome', 'no_plan'); end if;
  insert into public.interviews (id, application_id, job_role_id, job_role_version, candidate_user_id, organisation_id, mode,
    scheduled_at, language, accommodations)
  values (p_id, v_application.id, v_application.job_role_id, v_version.version, v_application.candidate_user_id,
    v_application.organisation_id, p_mode, p_scheduled_at, p_language, p_accommodations)
  on conflict do nothing -- of the application, or of the id beside this call
  returning * into v_interview;
  if not found then
    select * into v_interview from public.interviews where id = p_id and application_id = p_application_id; -- made beside
    return case when found then jsonb_build_object('outcome', 'ok', 'interview', to_jsonb(v_interview))
      else jsonb_build_object('outcome', 'exists') end;
  end if;
  insert into public.interview_sessions (interview_id) values (v_interview.id);
  perform public.settle_application(v_application.id);
  perform public.append_audit(v_interview.organisation_id, p_actor, 'interview.created', 'interview', v_interview.id::text);
  return jsonb_build_object('outcome', 'ok', 'interview', to_jsonb(v_interview));
end $$;

-- An interview with what a reader's view of it is made of. 'role' says what the actor is to it, 'scoring_status' how far
-- its scoring is (none, pending, scored, failed), 'reviewed' whether a person decided: to hold is not to decide.
create function public.open_interview(p_actor uuid, p_interview_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_interview public.interviews;
  v_role text;
begin
  select * into v_interview from public.interviews where id = p_interview_id;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if p_actor is not null then
    v_role := public.role_in(p_actor, v_interview);
    if v_role is null then return jsonb_build_object('outcome', 'forbidden'); end if;
  end if;
  return jsonb_build_object(
    'outcome', 'ok',
    'role', v_role,
    'interview', to_jsonb(v_interview),
    'state', (select s.state from public.interview_sessions s where s.interview_id = v_interview.id),
    'lifecycle_run', (select s.lifecycle_run from public.interview_sessions s where s.interview_id = v_interview.id),
    'plan', (select v.plan from public.job_role_versions v
      where v.job_role_id = v_interview.job_role_id and v.version = v_interview.job_role_version),
    'scoring_status', coalesce((select r.status from public.scoring_runs r where r.interview_id = v_interview.id
      order by r.version desc limit 1), 'none'),
    'reviewed', coalesce((select v.decision <> 'hold' from public.reviews v where v.interview_id = v_interview.id
      order by v.created_at desc limit 1), false),
    'elapsed_seconds', case when v_interview.started_at is null then 0
      else extract(epoch from coalesce(v_interview.ended_at, clock_timestamp()) - v_interview.started_at) end);
end $$;

create function public.start_interview(
  p_actor uuid, p_interview_id uuid, p_consent jsonb, p_opening text, p_topic text, p_state jsonb
) returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_interview public.interviews;
begin
  perform 1 from public.interview_sessions where interview_id = p_interview_id for update; -- always locked first
  select * into v_interview from public.interviews where id = p_interview_id for update;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  if v_interview.candidate_user_id <> p_actor then return jsonb_build_object('outcome', 'forbidden'); end if;
  if v_interview.status = 'in_progress' then
    return jsonb_build_object('outcome', 'ok', 'started', false, 'opening', (
      select g.content from public.transcript_segments g
      where g.interview_id = p_interview_id and g.turn = 0 and g.speaker = 'interviewer'));
  end if;
  if v_interview.status <> 'scheduled' then
    return jsonb_build_object('outcome', 'over', 'status', v_interview.status);
  end if;
  if not coalesce((p_consent ->> 'interview')::boolean and (p_consent ->> 'transcript')::boolean, false) then
    return jsonb_build_object('outcome', 'consent_required');
  end if;

  insert into public.consents (interview_id, user_id, interview, recording, transcript)
  values (p_interview_id, p_actor, true, coalesce((p_consent ->> 'recording')::boolean, false), true);
  update public.interviews set status = 'in_progress', started_at = clock_timestamp() where id = p_interview_id;
  update public.interview_sessions set state = p_state, next_turn = 1, updated_at = now() where interview_id = p_interview_id;
  insert into public.turns (interview_id, number, status, move, topic, committed_at)
  values (p_interview_id, 0, 'committed', 'open', p_topic, clock_timestamp());
  insert into public.transcript_segments (interview_id, turn, topic, speaker, content, start_time_ms, end_time_ms)
  values (p_interview_id, 0, p_topic, 'interviewer', p_opening, 0, 0);
  perform public.append_audit(v_interview.organisation_id, p_actor, 'interview.started', 'interview', p_interview_id::text);
  return jsonb_build_object('outcome', 'ok', 'started', true, 'opening', p_opening);
end $$;

-- The key of a message that came without one.
create function public.key_of_turn(p_interview_id uuid, p_turn int, p_message text) returns text
language plpgsql immutable set search_path = '' as $$
begin
  return 'auto:' || encode(sha256(convert_to(p_interview_id || ':' || p_turn || ':' || p_message, 'utf8')), 'hex');
end $$;

-- Takes what the candidate says and, where it may be answered, the lease to answer it.
-- p_lease: made by the caller, so that a call whose answer was lost gets the lease that it took and counts once; one that
-- comes late gets the turn that was committed with it, or nothing where it was given back.
-- p_turn_key null: made from the interview, the next turn's number and the text.
-- p_age_ms: for how long the request has been there; the twin of one whose turn was committed since is that turn, no new one.
-- p_seen_turn: the last turn that the caller knew to be committed when the request came: this one cannot be its twin.
-- p_count false: for a caller that waits for a turn which it already counted.
-- p_known_version: the job-role version whose plan, criteria and title the caller has; they are left out then.
-- Outcomes: limited, missing, forbidden, not_in_progress, mismatch, busy, wait, too_long, replay, lease.
create function public.begin_turn(
  p_actor uuid, p_interview_id uuid, p_turn_key text, p_message text, p_lease uuid, p_lease_seconds numeric,
  p_limit int, p_window_ms int, p_count boolean default true, p_age_ms int default 0, p_seen_turn int default null,
  p_known_version uuid default null
) returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_rate jsonb;
  v_now timestamptz := clock_timestamp();
  -- A second longer ago, for what the request waited outside of its sender's sight.
  v_arrived timestamptz := v_now - make_interval(secs => least(p_age_ms / 1000.0, p_lease_seconds) + 1);
  v_interview public.interviews;
  v_session public.interview_sessions;
  v_version public.job_role_versions;
  v_known public.turn_keys;
  v_turn public.turns;
  v_key text;
  v_digest bytea := sha256(convert_to(p_message, 'utf8'));
  v_again boolean := exists (select 1 from public.interview_sessions s
    where s.interview_id = p_interview_id and s.lease = p_lease);
  v_ms int;
begin
  if p_count then
    v_rate := public.hit_rate_limit(p_actor::text, 'ai_operation', p_limit, p_window_ms, case when v_again then 0 else 1 end);
    if (v_rate ->> 'limited')::boolean then return jsonb_build_object('outcome', 'limited', 'rate', v_rate); end if;
  end if;
  select * into v_session from public.interview_sessions where interview_id = p_interview_id for update;
  if not found then return jsonb_build_object('outcome', 'missing', 'rate', v_rate); end if;
  select * into v_interview from public.interviews where id = p_interview_id;
  if v_interview.candidate_user_id <> p_actor then return jsonb_build_object('outcome', 'forbidden', 'rate', v_rate); end if;

  v_now := clock_timestamp();
  if v_session.returned_lease = p_lease then
    return jsonb_build_object('outcome', 'busy', 'rate', v_rate, 'lease_seconds_left', 0);
  end if;
  if p_turn_key is null then
    select k.key into v_key from public.turn_keys k join public.turns t on t.interview_id = k.interview_id and t.number = k.turn
    where k.interview_id = p_interview_id and k.text_digest = v_digest and k.key like 'auto:%' and (t.lease = p_lease
      or t.number = v_session.next_turn - 1 and t.number > coalesce(p_seen_turn, 0) and t.committed_at > v_arrived)
    order by t.number desc limit 1;
  end if;
  v_key := coalesce(p_turn_key, v_key, public.key_of_turn(p_interview_id, v_session.next_turn, p_message));
  select * into v_known from public.turn_keys where interview_id = p_interview_id and key = v_key;
  if found then
    if v_known.text_digest <> v_digest then return jsonb_build_object('outcome', 'mismatch', 'rate', v_rate); end if;
    select * into v_turn from public.turns where interview_id = p_interview_id and number = v_known.turn;
    if v_turn.status = 'committed' then
      return jsonb_build_object('outcome', 'replay', 'rate', v_rate, 'turn', v_turn.number, 'move', v_turn.move,
        'topic', v_turn.topic, 'interview_status', v_interview.status,
        'reply', (select g.content from public.transcript_segments g
          where g.interview_id = p_interview_id and g.turn = v_turn.number and g.speaker = 'interviewer'));
    end if;
  end if;
  if v_interview.status <> 'in_progress' or v_turn.status = 'dropped' then
    return jsonb_build_object('outcome', 'not_in_progress', 'rate', v_rate, 'interview_status', v_interview.status);
  end if;
  if v_session.lease_expires_at > v_now and v_session.lease is distinct from p_lease then
    return jsonb_build_object('outcome', case when v_known.key is null then 'busy' else 'wait' end, 'rate', v_rate,
      'turn_key', v_key, 'lease_seconds_left', extract(epoch from v_session.lease_expires_at - v_now));
  end if;

  if v_known.key is null then
    select * into v_turn from public.turns where interview_id = p_interview_id and status = 'pending';
    if not found then
      insert into public.turns (interview_id, number) values (p_interview_id, v_session.next_turn) returning * into v_turn;
    elsif exists (select 1 from public.turn_keys k
        where k.interview_id = p_interview_id and k.turn = v_turn.number and k.text_digest = v_digest) then
      v_digest := null; -- the same words are there already
    elsif (select sum(length(g.content)) from public.transcript_segments g where g.interview_id = p_interview_id
        and g.turn = v_turn.number and g.speaker = 'candidate') + length(p_message) > 50000 then
      return jsonb_build_object('outcome', 'too_long', 'rate', v_rate);
    end if;
    insert into public.turn_keys (interview_id, key, turn, text_digest)
    values (p_interview_id, v_key, v_turn.number, sha256(convert_to(p_message, 'utf8')));
    if v_digest is not null then -- a text that joins a pending turn is a further segment of it
      v_ms := greatest(extract(epoch from v_now - v_interview.started_at) * 1000, 0)::int;
      insert into public.transcript_segments (interview_id, turn, topic, speaker, content, start_time_ms, end_time_ms)
      values (p_interview_id, v_turn.number, (
        select t.topic from public.turns t where t.interview_id = p_interview_id and t.number = v_turn.number - 1),
        'candidate', p_message, v_ms, v_ms);
    end if;
  end if;

  update public.interview_sessions
  set lease = p_lease, lease_expires_at = v_now + make_interval(secs => p_lease_seconds), updated_at = v_now
  where interview_id = p_interview_id;
  select v.id into v_version.id from public.job_role_versions v
  where v.job_role_id = v_interview.job_role_id and v.version = v_interview.job_role_version;
  if v_version.id is distinct from p_known_version then
    select * into v_version from public.job_role_versions v where v.id = v_version.id;
  end if;
  return jsonb_build_object(
    'outcome', 'lease', 'rate', v_rate, 'lease', p_lease, 'turn', v_turn.number, 'turn_key', v_key,
    'state', v_session.state, 'version_id', v_version.id,
    'version', case when v_version.id is distinct from p_known_version then jsonb_build_object(
      'plan', v_version.plan,
      'criteria', (select coalesce(jsonb_agg(d.value ->> 'criteria'), '[]') from jsonb_each(v_version.scoring_rubric) d),
      'job_role', public.job_role_view(v_interview.job_role_id, v_interview.job_role_version)) end,
    'language', v_interview.language,
    'elapsed_seconds', extract(epoch from v_now - v_interview.started_at),
    'messages', (select jsonb_agg(g.content order by g.sequence) from public.transcript_segments g
      where g.interview_id = p_interview_id and g.turn = v_turn.number and g.speaker = 'candidate'),
    'recent', (select coalesce(jsonb_agg(jsonb_build_array(w.speaker, w.content) order by w.turn, w.sequence), '[]')
      from (select g.speaker, left(g.content, 2000) as content, g.turn, g.sequence from public.transcript_segments g
        where g.interview_id = p_interview_id and g.turn < v_turn.number
        order by g.turn desc, g.sequence desc limit 16) w));
end $$;

-- Stores the reply. Outcomes: committed; ended (the interview is over: the reply is dropped, the answer stays); lost (the
-- lease is another's now).
create function public.commit_turn(
  p_lease uuid, p_interview_id uuid, p_reply text, p_move text, p_topic text, p_state jsonb, p_token_usage jsonb,
  p_completes boolean
) returns jsonb language plpgsql security definer set search_path = '' as $$
declare
  v_now timestamptz;
  v_interview public.interviews;
  v_session public.interview_sessions;
  v_turn public.turns;
  v_ms int;
begin
  select * into v_session from public.interview_sessions where interview_id = p_interview_id for update;
  select * into v_interview from public.interviews where id = p_interview_id; -- whoever changes it locks the session first
  if v_session.lease is distinct from p_lease or p_lease is null then
    select * into v_turn from public.turns where interview_id = p_interview_id and lease = p_lease
    order by number desc limit 1;
    return case when v_turn.status = 'committed'
      then jsonb_build_object('outcome', 'committed', 'turn', v_turn.number, 'interview_status', v_interview.status,
        'lifecycle_run', v_session.lifecycle_run)
      else jsonb_build_object('outcome', 'lost') end;
  end if;
  v_now := clock_timestamp();
  if v_interview.status <> 'in_progress' then
    update public.turns set status = 'dropped' where interview_id = p_interview_id and number = v_session.next_turn;
    update public.interview_sessions set lease = null, lease_expires_at = null, updated_at = v_now
    where interview_id = p_interview_id;
    return jsonb_build_object('outcome', 'ended', 'interview_status', v_interview.status);
  end if;
  v_ms := greatest(extract(epoch from v_now - v_interview.started_at) * 1000, 0)::int;
  insert into public.transcript_segments (interview_id, turn, topic, speaker, content, start_time_ms, end_time_ms)
  values (p_interview_id, v_session.next_turn, p_topic, 'interviewer', p_reply, v_ms, v_ms);
  update public.turns
  set status = 'committed', move = p_move, topic = p_topic, lease = p_lease, token_usage = p_token_usage,
    committed_at = v_now
  where interview_id = p_interview_id and number = v_session.next_turn;
  update public.interview_sessions
  set state = p_state, next_turn = v_session.next_turn + 1, lease = null, lease_expires_at = null, updated_at = v_now,
    end_reason = case when p_completes then 'closed' else end_reason end
  where interview_id = p_interview_id;
  if p_completes then
    update public.interviews
    set status = 'completed', ended_at = v_now, metadata = metadata || '{"ended_by": "interviewer"}'
    where id = p_interview_id;
    perform public.settle_application(v_interview.application_id);
  end if;
  perform public.append_audit(v_interview.organisation_id, v_interview.candidate_user_id, 'interview.turn.committed',
    'interview', p_interview_id::text,
    jsonb_build_object('turn', v_session.next_turn, 'move', p_move, 'completes', p_completes));
  return jsonb_build_object('outcome', 'committed', 'turn', v_session.next_turn,
    'interview_status', case when p_completes then 'completed' else 'in_progress' end,
    'lifecycle_run', v_session.lifecycle_run);
end $$;

-- Gives a lease back without a reply: the turn stays pending and can be resumed. It may come before the request for it.
-- Outcomes: released; committed (a turn was, with this lease: nothing to give back); missing.
create function public.release_turn(p_lease uuid, p_interview_id uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_status text;
  v_run int;
begin
  select lifecycle_run into v_run from public.interview_sessions where interview_id = p_interview_id for update;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  select status into v_status from public.interviews where id = p_interview_id;
  if exists (select 1 from public.turns
      where interview_id = p_interview_id and lease = p_lease and status = 'committed') then
    return jsonb_build_object('outcome', 'committed', 'interview_status', v_status, 'lifecycle_run', v_run);
  end if;
  if v_status <> 'in_progress' then
    update public.turns set status = 'dropped' where interview_id = p_interview_id and status = 'pending';
  end if;
  update public.interview_sessions
  set returned_lease = p_lease, lease = nullif(lease, p_lease),
    lease_expires_at = case when lease is distinct from p_lease then lease_expires_at end
  where interview_id = p_interview_id;
  return jsonb_build_object('outcome', 'released');
end $$;

-- Ends, cancels or expires an interview, once. p_actor null: the system itself. Outcomes: ok (changed says whether this
-- call did it), missing, forbidden, refused.
create function public.transition_interview(p_actor uuid, p_interview_id uuid, p_to text, p_reason text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_interview public.interviews;
  v_session public.interview_sessions;
  v_from text[] := case p_to
    when 'completed' then array['in_progress'] when 'cancelled' then array['scheduled', 'in_progress']
    when 'expired' then array['scheduled'] else array[]::text[] end;
begin
  select * into v_session from public.interview_sessions where interview_id = p_interview_id for update;
  if not found then return jsonb_build_object('outcome', 'missing'); end if;
  select * into v_interview from public.interviews where id = p_interview_id for update;
  if p_actor is not null and public.role_in(p_actor, v_interview) is null then
    return jsonb_build_object('outcome', 'forbidden');
  end if;
  if v_interview.status = p_to then
    return jsonb_build_object('outcome', 'ok', 'changed', false, 'status', p_to, 'lifecycle_run', v_session.lifecycle_run);
  end if;
  if v_interview.status <> all (v_from) then
    return jsonb_build_object('outcome', 'refused', 'status', v_interview.status);
  end if;
  update public.interviews
  set status = p_to, ended_at = clock_timestamp(), metadata = metadata || jsonb_build_object('ended_by',
    case public.role_in(p_actor, v_interview) when 'candidate' then 'candidate' when 'member' then 'recruiter'
      else 'system' end)
  where id = p_interview_id;
  update public.interview_sessions set end_reason = p_reason, updated_at = now() where interview_id = p_interview_id;
  if v_session.lease is null or v_session.lease_expires_at <= clock_timestamp() then
    update public.turns set status = 'dropped' where interview_id = p_interview_id and status = 'pending';
  end if;
  perform public.settle_application(v_interview.application_id);
  perform public.append_audit(v_interview.organisation_id, p_actor, 'interview.' || p_to, 'interview', p_interview_id::text,
    jsonb_build_object('reason', p_reason));
  return jsonb_build_object('outcome', 'ok', 'changed', true, 'status', p_to, 'lifecycle_run', v_session.lifecycle_run);
end $$;
