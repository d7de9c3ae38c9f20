-- Rights (Art. 30(1), 32): over what, when and by whom they were given; agencies as data; settings of the city.

-- Bodies beside the city (경찰서, 소방서, 해양경찰, 산림, 교육기관, Art. 18(5), 23). `owner_names` are the names under which
-- they own cameras in the register.
create table agency (
  code text primary key check (code ~ '^[a-z][a-z0-9-]{1,39}$'),
  name text not null check (name <> ''),
  phone text,
  owner_names text[] not null default '{}',
  source text not null
);
insert into agency (code, name, source) values
  ('police', '경찰서', 'regulation'),
  ('fire', '소방서', 'regulation'),
  ('coast-guard', '해양경찰서', 'regulation'),
  ('forest', '국유림관리소', 'regulation'),
  ('education', '교육지원청', 'regulation');

alter table account
  drop constraint account_agency_check,
  add constraint account_agency_fkey foreign key (agency) references agency (code),
  add column contractor_id integer references contractor,
  add column created_at timestamptz not null default now(),
  -- One contractor's person may not hold the centre's own offices (Art. 12(1)).
  add constraint account_contractor_check check (contractor_id is null or role in ('maintainer', 'operator'));

-- Every giving and taking of a right stays on record; a right is narrowed by ending it and giving another.
create table access_grant (
  grant_id integer generated always as identity primary key,
  account_id integer not null references account on delete cascade,
  district_ids integer[] check (cardinality(district_ids) > 0),
  department_id integer references department,
  purposes text[] check (cardinality(purposes) > 0),
  hours_from time,
  hours_to time,
  valid_from timestamptz not null default now(),
  valid_to timestamptz check (valid_to > valid_from),
  reason text not null,
  granted_by text not null,
  granted_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_by text,
  revoke_reason text,
  check ((hours_from is null) = (hours_to is null) and hours_from <> hours_to),
  check ((revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoke_reason is null))
);
create index access_grant_account on access_grant (account_id) where revoked_at is null;
insert into access_grant (account_id, reason, granted_by)
select account_id, '권한 대장을 만들기 전의 계정', '시스템' from account;

-- A secrecy pledge (비밀유지 서약, Art. 32) as it was signed, word for word.
create table pledge (
  pledge_id integer generated always as identity primary key,
  account_id integer not null references account on delete cascade,
  signed_at timestamptz not null default now(),
  text_version text not null,
  text_signed text not null,
  address inet,
  source text not null
);
create index pledge_account on pledge (account_id);

alter table session
  add column display_id integer,
  add column idle_minutes integer check (idle_minutes > 0);

-- What the regulation leaves to the city, with who set it and when; the newest row of a key holds.
create table city_setting (
  setting_id integer generated always as identity primary key,
  key text not null,
  value jsonb not null,
  set_by text not null,
  set_at timestamptz not null default now(),
  note text
);
create index city_setting_key on city_setting (key, setting_id desc);

-- A right that ends is felt at once by every process.
create function announce_rights() returns trigger language plpgsql as $$
begin
  perform pg_notify('rights', '');
  return null;
end $$;
create trigger announce_account after update or delete on account for each statement execute function announce_rights();
create trigger announce_grant after insert or update or delete on access_grant for each statement execute function announce_rights();
create trigger announce_session_end after delete on session for each statement execute function announce_rights();
create trigger announce_pledge after insert or delete on pledge for each statement execute function announce_rights();
create trigger announce_setting after insert on city_setting for each statement execute function announce_rights();

grant select, insert, update on agency to gwanje_app;
grant select, insert, update on access_grant to gwanje_app;
grant select, insert on pledge, city_setting to gwanje_app;
