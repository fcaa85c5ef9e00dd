-- What a project hangs on sign-up: a profile for each account, by a trigger that can refuse.
create table profiles (user_id uuid primary key references auth.users (id) on delete cascade, full_name text);
alter table profiles enable row level security;
create policy "one's own profile" on profiles for select using (user_id = auth.uid());

create function make_profile() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if new.email like '%@blocked.test' then
        raise exception 'this domain may not sign up';
    end if;
    insert into public.profiles values (new.id, new.raw_user_meta_data ->> 'full_name');
    return new;
end $$;
create trigger make_profile after insert on auth.users for each row execute function make_profile();
