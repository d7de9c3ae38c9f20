-- People, sessions and the audit (Art. 4, 5, 30). Times are timestamptz; ranges are [from, to).

create table department (
  department_id integer generated always as identity primary key,
  name text not null check (name <> ''),
  phone text,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  source text not null
);

-- Who answers for cameras: exactly one 운영책임자 (Art. 5(1)), and a 부서관리자 for each department that runs its own.
create table responsible_post (
  post_id integer generated always as identity primary key,
  department_id integer not null references department,
  duty text not null check (duty in ('operations-head', 'department-manager')),
  title text not null check (title <> ''),
  phone text,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  source text not null
);
create extension if not exists btree_gist;
alter table responsible_post add constraint one_operations_head_at_every_instant
  exclude using gist (duty with =, daterange(valid_from, valid_to) with &&) where (duty = 'operations-head');

-- An outsourced contractor (수탁자, Art. 12) whose name the sign must carry (Art. 10(1)4).
create table contractor (
  contractor_id integer generated always as identity primary key,
  name text not null,
  phone text not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  source text not null
);

create table account (
  account_id integer generated always as identity primary key,
  account text not null unique check (account ~ '^[a-z0-9][a-z0-9._-]{2,39}$'),
  password_hash text not null,
  role text not null check (role in ('mayor', 'officer', 'department', 'operator', 'maintainer', 'liaison', 'auditor')),
  agency text check (agency in ('police', 'fire')),
  department_id integer references department,
  person_name text not null,
  seat text,
  closed_at timestamptz,
  source text not null,
  check ((role = 'liaison') = (agency is not null)),
  check (role <> 'department' or department_id is not null)
);

create table session (
  token_hash bytea primary key,
  session_id uuid not null unique default gen_random_uuid(),
  account_id integer not null references account on delete cascade,
  address inet,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index session_account on session (account_id);

create table login_failure (
  account text not null,
  address inet not null,
  failed_at timestamptz not null default now()
);
create index login_failure_account on login_failure (account, failed_at);
create index login_failure_address on login_failure (address, failed_at);

-- One row an act. The chain is laid under the head's row lock, so that no row can be changed or cut out unseen.
create table audit_head (
  only_row boolean primary key default true check (only_row),
  seq bigint not null,
  hash bytea not null
);
insert into audit_head values (true, 0, decode(repeat('00', 32), 'hex'));

create table audit (
  seq bigint primary key,
  at timestamptz not null,
  account_id integer,
  actor text not null,
  role text not null,
  address text,
  action text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  object_kind text not null,
  object_id text,
  detail jsonb not null,
  prev_hash bytea not null,
  hash bytea not null
);
create index audit_object on audit (object_kind, object_id, seq desc);

create function audit_row_digest(prev bytea, r audit) returns bytea language sql immutable as $$
  select sha256(prev || convert_to(jsonb_build_array(
    r.seq, to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), r.account_id, r.actor, r.role, r.address,
    r.action, r.outcome, r.object_kind, r.object_id, r.detail)::text, 'UTF8'))
$$;

create function lay_audit_row() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare head audit_head;
begin
  select * into head from audit_head for update;
  new.seq := head.seq + 1;
  new.at := clock_timestamp();
  new.prev_hash := head.hash;
  new.hash := audit_row_digest(head.hash, new);
  update audit_head set seq = new.seq, hash = new.hash;
  return new;
end $$;
create trigger audit_is_a_chain before insert on audit for each row execute function lay_audit_row();

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_rows_stay before update or delete on audit for each row execute function audit_is_append_only();
create trigger audit_stays before truncate on audit execute function audit_is_append_only();

grant select, insert, update, delete on department, responsible_post, contractor, account, session, login_failure to gwanje_app;
grant select, insert on audit to gwanje_app;
grant select on audit_head to gwanje_app;
