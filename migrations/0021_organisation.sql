-- Who answered for what, on which day, and since when that was known (Art. 4, 5): valid time in the rows, recorded time
-- kept by the database, so that a correction never rewrites what was known before it.

create table dedicated_department (
  designation_id integer generated always as identity primary key,
  department_id integer not null references department,
  order_no text not null check (order_no <> ''),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  source text not null,
  constraint one_dedicated_department exclude using gist (daterange(valid_from, valid_to) with &&)
);

-- From the first designation on there is no day without one: whatever ends is followed on the same day (Art. 4(1)).
create function dedicated_department_has_no_gap() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('dedicated-department'));
  if exists (
    select from dedicated_department ended
    where ended.valid_to is not null
      and not exists (select from dedicated_department next where next.valid_from = ended.valid_to)
  ) then
    raise exception 'a dedicated department ends only on the day its successor begins'
      using errcode = 'check_violation', constraint = 'dedicated_department_has_no_gap';
  end if;
  if tg_op = 'DELETE' and old.source <> 'demo' and not exists (select from dedicated_department) then
    raise exception 'the city keeps a dedicated department once it has one'
      using errcode = 'check_violation', constraint = 'dedicated_department_has_no_gap';
  end if;
  return null;
end $$;
create constraint trigger dedicated_department_has_no_gap after insert or update or delete on dedicated_department
  deferrable initially deferred for each row execute function dedicated_department_has_no_gap();

alter table department add column recorded_at timestamptz not null default now();
alter table responsible_post add column recorded_at timestamptz not null default now();
alter table dedicated_department add column recorded_at timestamptz not null default now();
create table department_history (like department, recorded_to timestamptz not null);
create table responsible_post_history (like responsible_post, recorded_to timestamptz not null);
create table dedicated_department_history (like dedicated_department, recorded_to timestamptz not null);
create index department_history_id on department_history (department_id, recorded_at);
create index responsible_post_history_id on responsible_post_history (post_id, recorded_at);
create index dedicated_department_history_id on dedicated_department_history (designation_id, recorded_at);

create function date_the_record() returns trigger language plpgsql as $$
begin
  -- A change begun earlier may come second: recorded time never runs backwards.
  new.recorded_at := case when tg_op = 'UPDATE' then greatest(now(), old.recorded_at) else now() end;
  return new;
end $$;

create function keep_superseded_record() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  until timestamptz := greatest(now(), old.recorded_at);
begin
  if until > old.recorded_at then
    execute format(
      'insert into %1$I select (jsonb_populate_record(null::%1$I, $1)).*', tg_table_name || '_history'
    ) using to_jsonb(old) || jsonb_build_object('recorded_to', until);
  end if;
  return null;
end $$;

do $$
declare register text;
begin
  foreach register in array array['department', 'responsible_post', 'dedicated_department'] loop
    execute format('create trigger date_the_record before insert or update on %I for each row execute function date_the_record()', register);
    execute format('create trigger keep_superseded_record after update or delete on %I for each row execute function keep_superseded_record()', register);
    execute format('grant select on %I to gwanje_app', register || '_history');
  end loop;
end $$;
revoke execute on function keep_superseded_record() from public;

-- What was known at an instant about a day.
create function departments_as_known(known_at timestamptz, valid_on date) returns setof department
language sql stable as $$
  select (jsonb_populate_record(null::department, version)).*
  from (
    select to_jsonb(now_row) as version from department now_row where recorded_at <= known_at
    union all
    select to_jsonb(past) from department_history past where recorded_at <= known_at and recorded_to > known_at
  ) versions
  where (version->>'valid_from')::date <= valid_on
    and (version->>'valid_to' is null or (version->>'valid_to')::date > valid_on)
$$;
create function dedicated_department_as_known(known_at timestamptz, valid_on date) returns setof dedicated_department
language sql stable as $$
  select (jsonb_populate_record(null::dedicated_department, version)).*
  from (
    select to_jsonb(now_row) as version from dedicated_department now_row where recorded_at <= known_at
    union all
    select to_jsonb(past) from dedicated_department_history past where recorded_at <= known_at and recorded_to > known_at
  ) versions
  where (version->>'valid_from')::date <= valid_on
    and (version->>'valid_to' is null or (version->>'valid_to')::date > valid_on)
$$;
grant execute on function departments_as_known(timestamptz, date), dedicated_department_as_known(timestamptz, date) to gwanje_app;
grant select, insert, update, delete on dedicated_department to gwanje_app;
