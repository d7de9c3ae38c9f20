-- People and the posts they hold (Art. 4, 5), and the orders that reorganise departments (직제 개편). Periods are
-- [from, to) in the city's days; recorded time is kept by the database.

create table person (
  person_id integer primary key generated always as identity,
  person_no text not null unique check (person_no = btrim(person_no) and person_no <> ''),
  name text not null check (name <> ''),
  title text check (title <> ''),
  phone text check (phone <> ''),
  department_id integer references department,
  -- The last day in the city's service.
  left_on date,
  source text not null
);
create index person_department on person (department_id) where department_id is not null;
create function person_stays_on_record() returns trigger language plpgsql as $$
begin
  if old.source <> 'demo' then
    raise exception 'a person leaves and is never deleted' using errcode = 'insufficient_privilege';
  end if;
  return old;
end $$;
create trigger person_stays_on_record before delete on person
  for each row execute function person_stays_on_record();

do $$ begin
  if not exists (select from pg_constraint where conname = 'account_person_fkey') then
    alter table account add constraint account_person_fkey foreign key (person_id) references person;
  end if;
end $$;

-- Who is in a post from when to when: its holder, or an acting one (직무대리). A vacancy is what is left.
create table post_holding (
  holding_id integer primary key generated always as identity,
  post_id integer not null references responsible_post,
  person_id integer not null references person,
  kind text not null check (kind in ('holder', 'acting')),
  order_no text check (order_no <> ''),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  -- Made by the client, so that a second press answers as the first.
  request_id uuid unique,
  source text not null,
  recorded_at timestamptz not null default now(),
  constraint one_holder_of_a_post exclude using gist (post_id with =, kind with =, daterange(valid_from, valid_to) with &&)
);
create index post_holding_person on post_holding (person_id);
create table post_holding_history (like post_holding, recorded_to timestamptz not null);
create index post_holding_history_id on post_holding_history (holding_id, recorded_at);

-- An order that changes departments, or designates the dedicated one (Art. 4(1)). `effects` names the rows that begin and
-- end with it, so that a correction of its day moves those and no others.
create table organisation_order (
  order_id uuid primary key,
  kind text not null check (kind in ('reorganisation', 'designation')),
  order_no text not null check (order_no <> ''),
  effective_on date not null,
  steps jsonb not null,
  effects jsonb not null,
  first_recorded_at timestamptz not null default now(),
  recorded_by text not null,
  source text not null,
  recorded_at timestamptz not null default now()
);
create table organisation_order_history (like organisation_order, recorded_to timestamptz not null);
create index organisation_order_history_id on organisation_order_history (order_id, recorded_at);

-- Cameras that a part of a divided department takes over on the day of the order.
create table order_camera (
  order_id uuid not null references organisation_order on delete cascade,
  camera_id integer not null references camera on delete cascade,
  department_id integer not null references department,
  applied_at timestamptz,
  primary key (order_id, camera_id)
);
create index order_camera_due on order_camera (order_id) where applied_at is null;
create index order_camera_of on order_camera (camera_id);

do $$
declare register text;
begin
  foreach register in array array['post_holding', 'organisation_order'] loop
    execute format('create trigger date_the_record before insert or update on %I for each row execute function date_the_record()', register);
    execute format('create trigger keep_superseded_record after update or delete on %I for each row execute function keep_superseded_record()', register);
    execute format('grant select on %I to gwanje_app', register || '_history');
  end loop;
end $$;

-- Several departments may be followed by one: the successor stands with the one that ends.
alter table department disable trigger user;
alter table department add column succeeded_by integer references department check (succeeded_by <> department_id);
alter table department_history add column succeeded_by integer;
update department as ended set succeeded_by = next.department_id, valid_to = coalesce(ended.valid_to, next.valid_from)
from department as next where next.succeeds = ended.department_id;
update department_history as ended set succeeded_by = next.department_id
from department as next where next.succeeds = ended.department_id and ended.valid_to is not null;
alter table department enable trigger user;
alter table department add constraint only_what_ends_is_followed check (succeeded_by is null or valid_to is not null);
create index department_succeeded_by on department (succeeded_by) where succeeded_by is not null;
create or replace function department_today(given integer) returns integer language sql stable parallel safe as $$
  with recursive line as (
    select given as department_id, 0 as hops
    union all
    select ended.succeeded_by, hops + 1
    from line join department ended using (department_id)
    where ended.succeeded_by is not null and ended.valid_to <= (now() at time zone 'Asia/Seoul')::date and hops < 32
  )
  select department_id from line order by hops desc limit 1
$$;
alter table department drop column succeeds;
alter table department_history drop column succeeds;

-- One 부서관리자 of a department at a time, so that one post answers for each of its cameras (Art. 5(1)).
alter table responsible_post add constraint one_post_of_a_duty
  exclude using gist (department_id with =, duty with =, daterange(valid_from, valid_to) with &&);

-- From the first designation on there is on every day exactly one 운영책임자, and it is the head of the dedicated department
-- of that day (Art. 5(1)). Two at once are refused by one_operations_head_at_every_instant.
create function operations_head_has_no_gap() returns trigger language plpgsql as $$
declare
  uncovered datemultirange;
begin
  perform pg_advisory_xact_lock(hashtext('dedicated-department'));
  select range_agg(daterange(valid_from, valid_to)) - coalesce((
    select range_agg(daterange(post.valid_from, post.valid_to) * daterange(dedicated.valid_from, dedicated.valid_to))
    from responsible_post post join dedicated_department dedicated using (department_id)
    where post.duty = 'operations-head'
  ), '{}'::datemultirange) into uncovered from dedicated_department;
  if not isempty(uncovered) then
    raise exception 'no operations head of the dedicated department on %', lower(uncovered)
      using errcode = 'check_violation', constraint = 'operations_head_has_no_gap';
  end if;
  if exists (
    select from dedicated_department dedicated join department using (department_id)
    where not daterange(department.valid_from, department.valid_to)
      @> daterange(dedicated.valid_from, dedicated.valid_to)
  ) then
    raise exception 'a department is dedicated only while it exists'
      using errcode = 'check_violation', constraint = 'operations_head_has_no_gap';
  end if;
  return null;
end $$;
create constraint trigger operations_head_has_no_gap after insert or update or delete on dedicated_department
  deferrable initially deferred for each row execute function operations_head_has_no_gap();
create constraint trigger operations_head_has_no_gap after insert or update or delete on responsible_post
  deferrable initially deferred for each row execute function operations_head_has_no_gap();
create constraint trigger operations_head_has_no_gap after update or delete on department
  deferrable initially deferred for each row execute function operations_head_has_no_gap();

-- What was known at an instant, of every day.
do $$
declare register text;
begin
  foreach register in array array['department', 'responsible_post', 'dedicated_department', 'post_holding', 'organisation_order'] loop
    execute format($f$
      create function %2$I(known_at timestamptz) returns setof %1$I language sql stable as $q$
        select (jsonb_populate_record(null::%1$I, version)).*
        from (
          select to_jsonb(now_row) as version from %1$I now_row where recorded_at <= known_at
          union all
          select to_jsonb(past) from %3$I past where recorded_at <= known_at and recorded_to > known_at
        ) versions
      $q$ $f$, register, register || '_known', register || '_history');
    execute format('grant execute on function %I(timestamptz) to gwanje_app', register || '_known');
  end loop;
end $$;
create function posts_as_known(known_at timestamptz, valid_on date) returns setof responsible_post language sql stable as $$
  select * from responsible_post_known(known_at) where valid_from <= valid_on and (valid_to is null or valid_to > valid_on)
$$;
create function holdings_as_known(known_at timestamptz, valid_on date) returns setof post_holding language sql stable as $$
  select * from post_holding_known(known_at) where valid_from <= valid_on and (valid_to is null or valid_to > valid_on)
$$;
grant execute on function posts_as_known(timestamptz, date), holdings_as_known(timestamptz, date) to gwanje_app;

-- Cameras that have no responsible post are counted over the whole register; what changed of them is read by camera.
create index camera_change_of_post on camera_change (camera_id, changed_at) where field in ('departmentId', 'integration');

grant select, insert, update, delete on person, post_holding to gwanje_app;
grant select, insert, update, delete on organisation_order, order_camera to gwanje_app;
