-- Accounts and rights kept as the law asks (Art. 30(1), 32): closed and never deleted, given and taken and never
-- rewritten, and looked through by quarter.

alter table account
  add column person_id integer,
  -- Made by the client, so that a second press answers as the first.
  add column request_id uuid unique,
  add column left_on date,
  add column closed_by text,
  add column close_reason text;
do $$ begin
  if to_regclass('person') is not null then
    alter table account add constraint account_person_fkey foreign key (person_id) references person;
  end if;
end $$;
create unique index one_open_account_a_person on account (person_id) where closed_at is null;

alter table access_grant
  add column request_id uuid unique,
  add column replaces integer references access_grant on delete cascade;

-- The right of somebody from outside the city ends on a day (Art. 12, 18(5), 30(1)).
update access_grant set valid_to = greatest(now(), valid_from) + interval '1 year'
from account
where account.account_id = access_grant.account_id and valid_to is null and revoked_at is null
  and (role = 'liaison' or contractor_id is not null);

create function right_of_outsider_ends() returns trigger language plpgsql as $$
begin
  if new.valid_to is null and exists (
    select from account where account_id = new.account_id and (role = 'liaison' or contractor_id is not null)
  ) then
    raise exception 'the right of a liaison or of a contractor''s person has an end' using errcode = 'check_violation',
      constraint = 'right_of_outsider_ends';
  end if;
  return new;
end $$;
create trigger right_of_outsider_ends before insert on access_grant
  for each row execute function right_of_outsider_ends();

-- A right that was given stays on record as it was; ending it is all that can happen to it.
create function right_stays_on_record() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if exists (select from account where account_id = old.account_id) then
      raise exception 'a right is ended, never deleted' using errcode = 'insufficient_privilege';
    end if;
    return old;
  end if;
  if old.revoked_at is not null
    or (to_jsonb(new) - array['revoked_at', 'revoked_by', 'revoke_reason'])
       <> (to_jsonb(old) - array['revoked_at', 'revoked_by', 'revoke_reason']) then
    raise exception 'a right is ended, never rewritten' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger right_stays_on_record before update or delete on access_grant
  for each row execute function right_stays_on_record();

-- Only invented people can be taken out again.
create function account_stays_on_record() returns trigger language plpgsql as $$
begin
  if old.source <> 'demo' then
    raise exception 'an account is closed, never deleted' using errcode = 'insufficient_privilege';
  end if;
  return old;
end $$;
create trigger account_stays_on_record before delete on account
  for each row execute function account_stays_on_record();

-- Somebody is always there who can let others in. Two who close each other at once wait for one another here.
create function an_officer_stays() returns trigger language plpgsql as $$
begin
  if old.source = 'demo' or old.role <> 'officer' or old.closed_at is not null
    or (new.role = 'officer' and new.closed_at is null) then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtext('an-officer-stays'));
  if not exists (select from account where role = 'officer' and closed_at is null) then
    raise exception 'the last open officer stays' using errcode = 'check_violation', constraint = 'an_officer_stays';
  end if;
  return null;
end $$;
create trigger an_officer_stays after update on account for each row execute function an_officer_stays();

-- What the officer decided about each right in the review of a quarter, until the review is signed.
create table access_review_decision (
  quarter text not null check (quarter ~ '^20[0-9]{2}-Q[1-4]$'),
  grant_id integer not null references access_grant on delete cascade,
  decision text not null check (decision in ('keep', 'revoke')),
  reason text not null check (reason <> ''),
  decided_by text not null,
  decided_by_account integer,
  decided_at timestamptz not null default now(),
  primary key (quarter, grant_id)
);

-- A review as it was signed: the list word for word and its digest, one a quarter, never rewritten.
create table access_review (
  quarter text primary key check (quarter ~ '^20[0-9]{2}-Q[1-4]$'),
  signed_at timestamptz not null default now(),
  signed_by text not null,
  signed_by_account integer,
  due_on date not null,
  list jsonb not null,
  list_sha256 bytea not null check (list_sha256 = sha256(convert_to(list::text, 'UTF8'))),
  note text,
  source text not null
);
create function review_stays_as_signed() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.source = 'demo' then
    return old;
  end if;
  raise exception 'a signed review stays as it was signed' using errcode = 'insufficient_privilege';
end $$;
create trigger review_stays_as_signed before update or delete on access_review
  for each row execute function review_stays_as_signed();
create function review_is_open() returns trigger language plpgsql as $$
begin
  if exists (select from access_review where quarter = new.quarter) then
    raise exception 'this review is signed' using errcode = 'check_violation', constraint = 'review_is_open';
  end if;
  return new;
end $$;
create trigger review_is_open before insert or update on access_review_decision
  for each row execute function review_is_open();

grant select, insert, update on access_review_decision to gwanje_app;
-- The trigger lets invented reviews go and no others.
grant select, insert, delete on access_review to gwanje_app;
