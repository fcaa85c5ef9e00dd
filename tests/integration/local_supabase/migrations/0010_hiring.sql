-- A small project to try the local Supabase with: two tables under row-level security, and functions.
create table job_roles (
    id uuid primary key default gen_random_uuid(),
    title text not null,
    skills text[] not null default '{}',
    created_at timestamptz not null default now()
);
create table applications (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null default auth.uid(),
    job_role_id uuid not null references job_roles (id) on delete cascade,
    status text not null default 'applied',
    answers jsonb not null default '{}',
    unique (user_id, job_role_id)
);
alter table job_roles enable row level security;
alter table applications enable row level security;
create policy "anyone reads job roles" on job_roles for select using (true);
create policy "one's own applications" on applications using (user_id = auth.uid()) with check (user_id = auth.uid());

create function whoami() returns jsonb language sql stable as $$
    select jsonb_build_object('uid', auth.uid(), 'role', auth.role(), 'runs_as', current_user)
$$;
create function application_count(role_id uuid) returns bigint language sql stable as $$
    select count(*) from applications where job_role_id = role_id
$$;
create function refuse() returns void language plpgsql as $$
begin
    raise exception 'not now' using detail = 'the detail', hint = 'the hint';
end $$;
create function uses_missing_table() returns void language plpgsql as $$
begin
    perform * from no_such_table;
end $$;
create function large_text(characters int) returns text language sql immutable as $$
    select repeat('x', characters)
$$;
create function text_length(content text) returns int language sql immutable as $$
    select length(content)
$$;
create sequence counted_calls;
create function counted() returns bigint language sql as $$ select nextval('counted_calls') $$;
create function closed() returns int language sql as $$ select 1 $$;
revoke execute on function closed() from public, anon, authenticated;
