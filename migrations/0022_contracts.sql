-- Outsourcing and equipment (위탁, 장애방지와 노후장비 관리, Art. 12). Periods are [from, to) in the city's days.

-- What can be outsourced, part by part. `duty` says of which whole a part is: the operation of the centre or the
-- management of video resources may never be outsourced whole; upkeep always may (Art. 12(1)).
create table contract_part (
  part text primary key,
  duty text not null check (duty in ('operation', 'resource', 'upkeep'))
);
insert into contract_part (part, duty) values
  ('live-watch', 'operation'), ('situation-relay', 'operation'), ('shift-roster', 'operation'),
  ('agency-response', 'operation'), ('entry-control', 'operation'),
  ('storage', 'resource'), ('view-provide', 'resource'), ('destruction', 'resource'),
  ('access-rights', 'resource'), ('protection', 'resource'),
  ('camera-upkeep', 'upkeep'), ('network', 'upkeep'), ('installation', 'upkeep'), ('software-upkeep', 'upkeep'),
  ('centre-upkeep', 'upkeep'), ('signboards', 'upkeep');

create table contract (
  contract_id integer generated always as identity primary key,
  contractor_id integer not null references contractor,
  -- Made by the client, so that a second press answers as the first.
  request_id uuid unique,
  document_no text not null check (document_no <> ''),
  title text not null check (title <> ''),
  valid_from date not null,
  valid_to date not null check (valid_to > valid_from),
  -- Ended before its time (해지); the first day on which it no longer holds.
  ended_on date check (ended_on >= valid_from),
  end_reason text,
  ended_by text,
  signed_at timestamptz,
  signed_by text,
  -- How often the city trains and checks the contractor; the regulation says only "주기적으로" (Art. 12(3)).
  training_months smallint not null check (training_months between 1 and 60),
  check_months smallint not null check (check_months between 1 and 60),
  source text not null,
  in_force daterange not null generated always as (daterange(valid_from, least(valid_to, ended_on))) stored,
  check ((ended_on is null) = (end_reason is null)),
  check ((signed_at is null) = (signed_by is null))
);
create index contract_contractor on contract (contractor_id);

create table contract_scope (
  contract_id integer not null references contract on delete cascade,
  part text not null references contract_part,
  primary key (contract_id, part)
);

-- What the document must say, ticked with the day on which it was read there.
create table contract_clause (
  contract_id integer not null references contract on delete cascade,
  clause text not null check (clause in ('scope', 'sub-outsourcing', 'access-limits', 'status-checks', 'liability')),
  ticked_on date not null,
  ticked_by text not null,
  primary key (contract_id, clause)
);

-- A contract holds only with every clause, and what is outsourced on any one day is never the whole of the operation,
-- nor of the resource management (Art. 12(1)). Decided at commit, one writer after another: whoever comes second sees
-- the first, and a transaction with an older view of the register fails instead of passing.
create table contract_guard (
  only_row boolean primary key default true check (only_row),
  decided bigint not null default 0
);
insert into contract_guard default values;

create function whole_is_never_outsourced() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare bad record;
begin
  update contract_guard set decided = decided + 1;
  select contract_id into bad from contract
  where signed_at is not null and (select count(*) from contract_clause where contract_clause.contract_id = contract.contract_id) < 5
  limit 1;
  if found then
    raise exception 'contract % holds without all of its clauses', bad.contract_id
      using errcode = 'check_violation', constraint = 'contract_has_its_clauses';
  end if;
  select lower(starting.in_force) as instant, duty into bad
  from contract starting
  join contract other on other.signed_at is not null and other.in_force @> lower(starting.in_force)
  join contract_scope on contract_scope.contract_id = other.contract_id
  join contract_part using (part)
  where starting.signed_at is not null and not isempty(starting.in_force) and duty <> 'upkeep'
  group by starting.contract_id, starting.in_force, duty
  having count(distinct part) = (select count(*) from contract_part whole where whole.duty = contract_part.duty)
  order by 1 limit 1;
  if found then
    raise exception 'the whole % would be outsourced on %', bad.duty, bad.instant
      using errcode = 'check_violation', constraint = 'whole_is_never_outsourced';
  end if;
  return null;
end $$;
create constraint trigger whole_is_never_outsourced after insert or update on contract
  deferrable initially deferred for each row execute function whole_is_never_outsourced();
create constraint trigger whole_is_never_outsourced after insert or update on contract_scope
  deferrable initially deferred for each row execute function whole_is_never_outsourced();
create constraint trigger contract_has_its_clauses after update or delete on contract_clause
  deferrable initially deferred for each row execute function whole_is_never_outsourced();

-- A signed document stays as it was signed; all that can happen to it is its end.
create function contract_stays_as_signed() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.source = 'demo' or old.signed_at is null then return old; end if;
  elsif old.signed_at is null
    or (to_jsonb(new) - array['ended_on', 'end_reason', 'ended_by', 'in_force'])
       = (to_jsonb(old) - array['ended_on', 'end_reason', 'ended_by', 'in_force']) then
    return new;
  end if;
  raise exception 'a signed contract stays as it was signed' using errcode = 'insufficient_privilege';
end $$;
create trigger contract_stays_as_signed before update or delete on contract
  for each row execute function contract_stays_as_signed();

-- Since when and until when a contractor works for the city: one row an unbroken run of signed contracts. A contractor
-- recorded before there were contracts keeps its own period until the first is signed.
create view contractor_period as
with held as (
  select contractor_id, unnest(range_agg(in_force)) as run
  from contract where signed_at is not null and not isempty(in_force) group by contractor_id
)
select contractor_id, name, phone, lower(run) as valid_from, upper(run) as valid_to
from held join contractor using (contractor_id)
union all
select contractor_id, name, phone, valid_from, valid_to
from contractor
where not exists (
  select from contract where contract.contractor_id = contractor.contractor_id and signed_at is not null
);

create or replace function contractor_holds(given integer) returns boolean language sql stable parallel safe as $$
  select given is null or exists (
    select from contractor_period
    where contractor_id = given and valid_from <= (now() at time zone 'Asia/Seoul')::date
      and (valid_to is null or valid_to > (now() at time zone 'Asia/Seoul')::date)
  )
$$;

-- The contractor's own row shows the outermost days of its contracts, and a contract that ends is felt at once.
create function contractor_follows_contracts() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  update contractor set valid_from = first, valid_to = last
  from (
    select contractor_id, min(valid_from) as first, max(valid_to) as last
    from contractor_period where contractor_id = new.contractor_id group by contractor_id
  ) held
  where contractor.contractor_id = held.contractor_id
    and (contractor.valid_from, contractor.valid_to) is distinct from (first, last);
  perform pg_notify('rights', '');
  return null;
end $$;
create trigger contractor_follows_contracts after insert or update on contract
  for each row execute function contractor_follows_contracts();

-- Training and checks of a contractor as they were done (수탁자 교육, 관리·감독, Art. 12(3)).
create table contract_supervision (
  supervision_id uuid primary key,
  contract_id integer not null references contract on delete cascade,
  kind text not null check (kind in ('training', 'check')),
  done_on date not null,
  done_by text not null,
  findings text,
  source text not null
);
create index contract_supervision_contract on contract_supervision (contract_id, kind, done_on desc);

-- Who looks after a camera: the city's own crew (자체 전담반) of a department, or a contractor (Art. 12(2)). One today;
-- none on record is unknown.
create table camera_upkeep (
  camera_id integer not null references camera on delete cascade,
  department_id integer references department,
  contractor_id integer references contractor,
  since date not null,
  until date check (until > since),
  recorded_by text not null,
  primary key (camera_id, since),
  check (num_nonnulls(department_id, contractor_id) = 1)
);
create unique index one_keeper_today on camera_upkeep (camera_id) where until is null;

create table equipment (
  equipment_id integer generated always as identity primary key,
  request_id uuid unique,
  camera_id integer not null references camera on delete cascade,
  part text not null check (part in ('camera', 'pole', 'power', 'network', 'recorder', 'encoder')),
  maker text,
  model text,
  serial text,
  firmware text,
  -- Null is unknown, and unknown is never new.
  installed_on date,
  removed_on date check (removed_on >= installed_on),
  source text not null
);
create index equipment_camera on equipment (camera_id);
create index equipment_age on equipment (installed_on, equipment_id) where removed_on is null;

create table equipment_fault (
  fault_id uuid primary key,
  camera_id integer not null references camera on delete cascade,
  part text check (part in ('camera', 'pole', 'power', 'network', 'recorder', 'encoder')),
  found_at timestamptz not null,
  found_by text not null,
  what text not null check (what <> ''),
  cause text,
  repaired_at timestamptz check (repaired_at >= found_at),
  repaired_by text,
  repair_note text,
  source text not null,
  check ((repaired_at is null) = (repaired_by is null))
);
create index equipment_fault_camera on equipment_fault (camera_id, found_at desc);
create index equipment_fault_found on equipment_fault (found_at desc, fault_id);
create index equipment_fault_open on equipment_fault (found_at, fault_id) where repaired_at is null;
create index camera_contractor on camera (contractor_id);

-- What the register says today is what is known of who looks after a contractor's camera.
insert into camera_upkeep (camera_id, contractor_id, since, recorded_by)
select camera_id, contractor_id, (now() at time zone 'Asia/Seoul')::date, '시스템' from camera
where contractor_id is not null;

grant select on contract_part, contractor_period to gwanje_app;
grant select, insert, update on contract to gwanje_app;
grant select, insert, delete on contract_scope to gwanje_app;
grant select, insert, update on contract_clause to gwanje_app;
grant select, insert on contract_supervision to gwanje_app;
grant select, insert, update on equipment, equipment_fault, camera_upkeep to gwanje_app;
