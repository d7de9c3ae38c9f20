-- Cameras of other bodies (권한 수임, Art. 18(5), 23; 보안대책, Art. 25) and the departments' consultations (Art. 4(2),
-- 5(3)). Periods are [from, to) in the city's days.

create function city_day() returns date language sql stable parallel safe as $$
  select (now() at time zone 'Asia/Seoul')::date
$$;

-- The names under which the city itself owns cameras. A name that is neither here nor a body's is nobody's yet.
create table city_owner_name (
  name text primary key check (name = btrim(name) and name <> ''),
  source text not null
);
insert into city_owner_name (name, source) values
  ('강릉시', 'regulation'), ('강릉시청', 'regulation'), ('강원도 강릉시', 'regulation'), ('강원도 강릉시청', 'regulation'),
  ('강원특별자치도 강릉시', 'regulation'), ('강원특별자치도 강릉시청', 'regulation');

create function owner_name_is_of_one_body() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('owner-names'));
  if exists (
    select from (
      select btrim(unnest(owner_names)) as name from agency union all select name from city_owner_name
    ) known
    group by name having count(*) > 1 or name = ''
  ) then
    raise exception 'a name in the register is of one body alone'
      using errcode = 'unique_violation', constraint = 'owner_name_is_of_one_body';
  end if;
  return null;
end $$;
create constraint trigger owner_name_is_of_one_body after insert or update of owner_names on agency
  deferrable initially deferred for each row execute function owner_name_is_of_one_body();
create constraint trigger owner_name_is_of_one_body after insert or update on city_owner_name
  deferrable initially deferred for each row execute function owner_name_is_of_one_body();

-- The body that owns a camera by its name in the register; null for the city's own and for a name nobody knows.
create function body_of_owner(owner text) returns text language sql stable parallel safe as $$
  select code from agency where exists (select from unnest(owner_names) as name where btrim(name) = btrim(owner)) limit 1
$$;

create table delegation (
  -- Made by the client, so that a second press answers as the first.
  delegation_id uuid primary key,
  agency text not null references agency,
  asked_on date not null,
  asked_by text not null,
  document_no text check (document_no <> ''),
  document_on date,
  valid_from date,
  valid_to date check (valid_to > valid_from),
  granted_by text,
  -- Ended before its time; the first day on which it no longer holds.
  ended_on date,
  end_reason text,
  ended_by text,
  source text not null,
  in_force daterange not null generated always as (
    case when document_on is null then 'empty'::daterange else daterange(valid_from, least(valid_to, ended_on)) end
  ) stored,
  -- Nothing is in force before the document by which the body gave it.
  constraint delegation_has_its_document check (
    (document_on is null) = (document_no is null) and (document_on is null) = (valid_from is null)
    and (document_on is null) = (granted_by is null) and valid_from >= document_on
    and (document_on is not null or valid_to is null)
  ),
  check ((ended_on is null) = (end_reason is null) and (ended_on is null) = (ended_by is null)),
  check (ended_on >= coalesce(valid_from, asked_on))
);
create index delegation_agency on delegation (agency, asked_on desc);
create index delegation_in_force on delegation using gist (in_force);

-- A granted document stays as it was granted; all that can happen to it is its end, once.
create function delegation_stays_as_granted() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.source = 'demo' then return old; end if;
  elsif old.ended_on is null and (
    old.document_on is null
    or (to_jsonb(new) - array['ended_on', 'end_reason', 'ended_by', 'in_force'])
       = (to_jsonb(old) - array['ended_on', 'end_reason', 'ended_by', 'in_force'])
  ) then
    return new;
  end if;
  raise exception 'a delegation stays as it was granted' using errcode = 'insufficient_privilege';
end $$;
create trigger delegation_stays_as_granted before update or delete on delegation
  for each row execute function delegation_stays_as_granted();

-- What was adjusted with the body (조정 사항, the proviso of Art. 18(5) and 23).
create table delegation_adjustment (
  adjustment_id uuid primary key,
  delegation_id uuid not null references delegation on delete cascade,
  agreed_on date not null,
  agreed text not null check (agreed <> ''),
  recorded_by text not null,
  recorded_at timestamptz not null default now()
);
create index delegation_adjustment_of on delegation_adjustment (delegation_id, agreed_on);

create table delegation_camera (
  delegation_id uuid not null references delegation on delete cascade,
  camera_id integer not null references camera on delete cascade,
  named_from date not null,
  named_to date check (named_to >= named_from),
  primary key (delegation_id, camera_id, named_from),
  exclude using gist (delegation_id with =, camera_id with =, daterange(named_from, named_to) with &&)
);
create index delegation_camera_of on delegation_camera (camera_id);

-- Security measures for the link with a body (Art. 25).
create table link_security (
  measure_id uuid primary key,
  agency text not null references agency,
  measures text not null check (measures <> ''),
  document_no text not null check (document_no <> ''),
  decided_on date not null,
  valid_to date check (valid_to > decided_on),
  ended_on date check (ended_on >= decided_on),
  end_reason text,
  ended_by text,
  recorded_by text not null,
  recorded_at timestamptz not null default now(),
  source text not null,
  in_force daterange not null generated always as (daterange(decided_on, least(valid_to, ended_on))) stored,
  check ((ended_on is null) = (end_reason is null) and (ended_on is null) = (ended_by is null))
);
create index link_security_agency on link_security (agency, decided_on desc);

create function link_security_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.source = 'demo' then return old; end if;
  elsif old.ended_on is null
    and (to_jsonb(new) - array['ended_on', 'end_reason', 'ended_by', 'in_force'])
      = (to_jsonb(old) - array['ended_on', 'end_reason', 'ended_by', 'in_force']) then
    return new;
  end if;
  raise exception 'a security measure stays as it was decided' using errcode = 'insufficient_privilege';
end $$;
create trigger link_security_stays before update or delete on link_security
  for each row execute function link_security_stays();

-- What a camera of another body lacks on a day for being integrated, linked or watched: a delegation in force that names
-- it, a security measure of the body. Empty for the city's own cameras.
create function link_lacks(given integer, owner text, day date) returns text[] language sql stable as $$
  select case when body is null then '{}'::text[] else array_remove(array[
    case when not exists (
      select from delegation_camera join delegation using (delegation_id)
      where delegation_camera.camera_id = given and agency = body and in_force @> day
        and daterange(named_from, named_to) @> day
    ) then 'delegation' end,
    case when not exists (select from link_security where agency = body and in_force @> day) then 'security' end
  ], null) end
  from (select body_of_owner(owner) as body) found
$$;

-- No write makes another body's camera integrated or linked without both (Art. 18(5), 23, 25). Judged at commit, so that
-- a delegation may be written in the same transaction.
create function link_is_lawful() returns trigger language plpgsql as $$
declare
  held camera;
  lacking text[];
begin
  select * into held from camera where camera_id = new.camera_id;
  if not found or held.integration is null or held.integration = 'standalone' then return null; end if;
  lacking := link_lacks(held.camera_id, held.owner_agency, city_day());
  if cardinality(lacking) > 0 then
    raise exception 'camera % of % cannot be linked without %', held.camera_id, held.owner_agency, lacking
      using errcode = 'check_violation', constraint = 'link_is_lawful';
  end if;
  return null;
end $$;
create constraint trigger link_is_lawful_when_new after insert on camera deferrable initially deferred for each row
  when (new.integration in ('integrated', 'linked')) execute function link_is_lawful();
create constraint trigger link_is_lawful_when_changed after update on camera deferrable initially deferred for each row
  when (new.integration in ('integrated', 'linked')
        and (old.integration is distinct from new.integration or old.owner_agency is distinct from new.owner_agency))
  execute function link_is_lawful();

-- The end of a delegation is felt at once by every process.
create trigger announce_agency after insert or update on agency for each statement execute function announce_rights();
create trigger announce_delegation after insert or update or delete on delegation for each statement execute function announce_rights();
create trigger announce_delegation_camera after insert or update or delete on delegation_camera for each statement execute function announce_rights();
create trigger announce_link_security after insert or update or delete on link_security for each statement execute function announce_rights();

-- Consultations (협의): coordination by the dedicated department (Art. 4(2)), changes with the operations head (Art. 5(3)).
create table consultation (
  consultation_id uuid primary key,
  kind text not null check (kind in ('coordination', 'change')),
  department_id integer not null references department,
  -- Null where the edit itself opened it: then what changed says what it is about.
  subject text check (subject <> ''),
  body text,
  reasks uuid references consultation,
  asked_by text not null,
  asked_by_account integer,
  asked_at timestamptz not null default now(),
  state text not null default 'asked' check (state in ('asked', 'agreed', 'agreed-with-conditions', 'returned', 'withdrawn')),
  answered_by text,
  answered_at timestamptz,
  answer text check (answer <> ''),
  source text not null,
  check ((state = 'asked') = (answered_at is null) and (answered_at is null) = (answered_by is null)),
  check (state not in ('agreed-with-conditions', 'returned') or answer is not null)
);
create index consultation_open on consultation (asked_at, consultation_id) where state = 'asked';
create index consultation_department on consultation (department_id, asked_at);

-- An answer stays as it was given.
create function consultation_stays_as_answered() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.source = 'demo' then return old; end if;
  elsif old.state = 'asked'
    and (to_jsonb(new) - array['state', 'answered_by', 'answered_at', 'answer'])
      = (to_jsonb(old) - array['state', 'answered_by', 'answered_at', 'answer']) then
    return new;
  end if;
  raise exception 'a consultation stays as it was answered' using errcode = 'insufficient_privilege';
end $$;
create trigger consultation_stays_as_answered before update or delete on consultation
  for each row execute function consultation_stays_as_answered();

create table consultation_camera (
  consultation_id uuid not null references consultation on delete cascade,
  camera_id integer not null references camera on delete cascade,
  primary key (consultation_id, camera_id)
);
create index consultation_camera_of on consultation_camera (camera_id);

-- What a department changed in the register under a consultation.
create table consultation_change (
  consultation_change_id bigint generated always as identity primary key,
  consultation_id uuid not null references consultation on delete cascade,
  camera_id integer not null references camera on delete cascade,
  changed_at timestamptz not null default now(),
  actor text not null,
  field text not null,
  from_value jsonb,
  to_value jsonb
);
create index consultation_change_of on consultation_change (consultation_id);
create index consultation_change_camera on consultation_change (camera_id);

create table consultation_message (
  message_id uuid primary key,
  consultation_id uuid not null references consultation on delete cascade,
  said_at timestamptz not null default clock_timestamp(),
  said_by text not null,
  by_role text not null,
  body text not null check (body <> '')
);
create index consultation_message_of on consultation_message (consultation_id, said_at);

grant select, insert on city_owner_name to gwanje_app;
grant select, insert, update, delete on delegation, link_security to gwanje_app;
grant select, insert on delegation_adjustment to gwanje_app;
grant select, insert, update (named_to) on delegation_camera to gwanje_app;
grant select, insert, update, delete on consultation to gwanje_app;
grant select, insert on consultation_camera, consultation_change, consultation_message to gwanje_app;
grant execute on function city_day(), body_of_owner(text), link_lacks(integer, text, date) to gwanje_app;
