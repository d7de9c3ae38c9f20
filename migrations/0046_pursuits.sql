-- Following one person over several cameras (Art. 27): only on a declared basis, with an incident and an end, and never changed
-- afterwards but to end earlier. And what is lawfully kept longer than the ceiling (Art. 31(1)).

-- The city's ceiling for one declaration (Art. 27 gives none).
create function pursuit_ceiling() returns interval language sql stable as $$
  select make_interval(hours => coalesce((
    select (value #>> '{}')::int from city_setting where key = 'pursuit.max-hours' order by setting_id desc limit 1), 4))
$$;

create table pursuit (
  -- Made by the client, so that a second press answers as the first.
  pursuit_id uuid primary key,
  pursuit_no integer generated always as identity unique,
  account_id integer not null references account,
  session_id uuid not null,
  person_name text not null,
  seat text,
  role text not null,
  -- 명시적인 동의, 다른 법령의 특별한 규정. An incident alone is none.
  basis text not null check (basis in ('consent', 'statute')),
  consent_by text check (consent_by in ('subject', 'representative')),
  consent_record text check (length(btrim(consent_record)) between 2 and 200),
  consent_on date,
  statute text,
  citation text check (length(btrim(citation)) between 2 and 200),
  -- The installation purpose that is served; only a statute may stand without one (Art. 26(3)).
  purpose text,
  incident text not null check (length(btrim(incident)) between 2 and 100),
  began_camera_id integer not null,
  began_at timestamptz not null default now(),
  ends_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  ended_why text,
  constraint pursuit_basis check (case basis
    when 'consent' then num_nonnulls(consent_by, consent_record, consent_on, purpose) = 4
                        and num_nonnulls(statute, citation) = 0
    else num_nonnulls(statute, citation) = 2 and num_nonnulls(consent_by, consent_record, consent_on) = 0 end),
  constraint pursuit_span check (ends_at > began_at),
  constraint pursuit_ended check (num_nonnulls(ended_at, ended_by, ended_why) in (0, 3) and ended_at >= began_at)
);
-- Whoever follows one person follows no other at the same time, and none twice.
create unique index pursuit_open on pursuit (account_id) where ended_at is null;
create index pursuit_began on pursuit (began_at desc);
create index pursuit_of_account on pursuit (account_id, began_at desc);

-- A longer time: a declaration of its own, by a second person.
create table pursuit_extension (
  extension_id uuid primary key,
  pursuit_id uuid not null references pursuit,
  account_id integer not null references account,
  person_name text not null,
  role text not null,
  reason text not null check (length(btrim(reason)) between 2 and 500),
  declared_at timestamptz not null default now(),
  ends_at timestamptz not null
);
create index pursuit_extension_of on pursuit_extension (pursuit_id, declared_at);

create table pursuit_camera (
  step bigint generated always as identity primary key,
  pursuit_id uuid not null references pursuit,
  -- No reference: the record outlives the camera, and `called` says which one it was.
  camera_id integer not null,
  called text not null,
  -- Whether it was of a protected site: its name tells nobody more afterwards (Art. 10(4)).
  hidden boolean not null,
  opened_at timestamptz not null default now()
);
create index pursuit_camera_of on pursuit_camera (pursuit_id, step);

create view pursuit_now with (security_invoker = true) as
select pursuit.*, until.until_at, ended_at is null and until.until_at > now() as is_open
from pursuit, lateral (
  select greatest(pursuit.ends_at, (
    select max(extension.ends_at) from pursuit_extension extension
    where extension.pursuit_id = pursuit.pursuit_id)) as until_at
) until;

create function refuse_pursuit() returns trigger language plpgsql as $$
begin
  new.began_at := now();
  if new.ends_at > now() + pursuit_ceiling() then
    raise exception 'a pursuit ends within the ceiling of the city' using errcode = 'check_violation', constraint = 'pursuit_ceiling';
  end if;
  if new.ended_at is not null then
    raise exception 'a pursuit begins open' using errcode = 'check_violation', constraint = 'pursuit_ended';
  end if;
  return new;
end $$;
create trigger refuse_pursuit before insert on pursuit for each row execute function refuse_pursuit();

create function refuse_pursuit_change() returns trigger language plpgsql as $$
begin
  if tg_op <> 'UPDATE' or tg_table_name <> 'pursuit' then
    raise exception 'what is declared stays' using errcode = 'check_violation', constraint = 'pursuit_append_only';
  end if;
  if old.ended_at is not null or new.ended_at is null
    or to_jsonb(new) - array['ended_at', 'ended_by', 'ended_why'] <> to_jsonb(old) - array['ended_at', 'ended_by', 'ended_why']
    or new.ended_at > (select until_at from pursuit_now where pursuit_id = old.pursuit_id) then
    raise exception 'a pursuit only ends, and no later than declared' using errcode = 'check_violation', constraint = 'pursuit_append_only';
  end if;
  return new;
end $$;
create trigger refuse_change before update or delete on pursuit for each row execute function refuse_pursuit_change();
create trigger refuse_change before update or delete on pursuit_extension for each row execute function refuse_pursuit_change();
create trigger refuse_change before update or delete on pursuit_camera for each row execute function refuse_pursuit_change();

-- A pursuit that ends is felt at once by every program that gives pictures.
create function tell_pursuit_end() returns trigger language plpgsql as $$
begin
  perform pg_notify('rights', '');
  return null;
end $$;
create trigger tell_end after update on pursuit for each statement execute function tell_pursuit_end();

create function refuse_pursuit_extension() returns trigger language plpgsql as $$
declare
  of_pursuit record;
begin
  perform 1 from pursuit where pursuit_id = new.pursuit_id for update;
  select account_id, is_open, until_at into of_pursuit from pursuit_now where pursuit_id = new.pursuit_id;
  new.declared_at := now();
  if of_pursuit.is_open is not true or of_pursuit.account_id = new.account_id or new.ends_at <= of_pursuit.until_at
    or new.ends_at > now() + pursuit_ceiling() then
    raise exception 'an open pursuit is extended by a second person, within the ceiling'
      using errcode = 'check_violation', constraint = 'pursuit_extension';
  end if;
  return new;
end $$;
create trigger refuse_extension before insert on pursuit_extension
  for each row execute function refuse_pursuit_extension();

create function refuse_pursuit_camera() returns trigger language plpgsql as $$
begin
  new.opened_at := now();
  if not exists (select from pursuit_now where pursuit_id = new.pursuit_id and is_open) then
    raise exception 'nothing is opened in a pursuit that is over' using errcode = 'check_violation', constraint = 'pursuit_over';
  end if;
  return new;
end $$;
create trigger refuse_camera before insert on pursuit_camera for each row execute function refuse_pursuit_camera();

-- 다른 법령의 규정, 수사·재판 자료, 그 밖의 정당한 사유 (Art. 31(1) 1-3): [valid_from, valid_to) in days of the city.
create table longer_keeping (
  keeping_id uuid primary key,
  camera_id integer not null references camera on delete cascade,
  ground text not null check (ground in ('statute', 'evidence', 'reason')),
  citation text not null check (length(btrim(citation)) between 2 and 200),
  reason text not null check (length(btrim(reason)) between 2 and 500),
  valid_from date not null,
  valid_to date not null check (valid_to >= valid_from),
  decided_by text not null,
  decided_at timestamptz not null default now(),
  ended_by text,
  ended_reason text,
  check ((ended_by is null) = (ended_reason is null))
);
create index longer_keeping_camera on longer_keeping (camera_id, valid_to);

create function kept_longer_on(asked_camera_id integer, day date) returns boolean language sql stable as $$
  select exists (
    select from longer_keeping where camera_id = asked_camera_id and valid_from <= day and valid_to > day)
$$;

grant select, insert, update (ended_at, ended_by, ended_why) on pursuit to gwanje_app;
grant select, insert on pursuit_extension, pursuit_camera to gwanje_app;
grant select on pursuit_now to gwanje_app;
grant select, insert, update (valid_to, ended_by, ended_reason) on longer_keeping to gwanje_app;
