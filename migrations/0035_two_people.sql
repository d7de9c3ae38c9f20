-- An overseer's account is changed by two people (Art. 30(1), 30(3), 32): one asks, another confirms.

alter table account
  -- Somebody else knows the password: the holder sets another before anything else.
  add column password_due boolean not null default false;

create table account_request (
  -- Made by the client, so that a second press answers as the first.
  request_id uuid primary key,
  act text not null check (act in ('create', 'role', 'password', 'second-factor', 'close', 'give', 'revoke', 'link')),
  account text not null,
  -- Null for one that is yet to be made.
  account_id integer references account on delete cascade,
  payload jsonb not null,
  -- The account as it stood when it was asked: the request fits no other.
  stood jsonb,
  reason text not null check (reason <> ''),
  asked_by text not null,
  asked_by_account integer not null references account on delete cascade,
  asked_at timestamptz not null default now(),
  expires_at timestamptz not null check (expires_at > asked_at),
  decided text check (decided in ('confirmed', 'refused', 'withdrawn')),
  decided_by text,
  decided_by_account integer,
  decided_at timestamptz,
  decide_reason text,
  check ((act = 'create') = (account_id is null) and (act = 'create') = (stood is null)),
  check ((decided is null) = (decided_by is null) and (decided is null) = (decided_at is null)),
  -- Two people are two.
  check (decided is null or decided = 'withdrawn' or decided_by_account <> asked_by_account),
  check (decided_by_account <> account_id or decided is null)
);
create index account_request_open on account_request (account) where decided is null;
create index account_request_asked on account_request (asked_at desc);

-- A request stays as it was asked and as it was decided; only invented people go together with theirs.
create function account_request_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if exists (select from account where account_id = old.asked_by_account)
       and (old.account_id is null or exists (select from account where account_id = old.account_id)) then
      raise exception 'a request is decided, never deleted' using errcode = 'insufficient_privilege';
    end if;
    return old;
  end if;
  if old.decided is not null
    or (to_jsonb(new) - array['decided', 'decided_by', 'decided_by_account', 'decided_at', 'decide_reason'])
       <> (to_jsonb(old) - array['decided', 'decided_by', 'decided_by_account', 'decided_at', 'decide_reason']) then
    raise exception 'a request is decided once and never rewritten' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger account_request_stays before update or delete on account_request
  for each row execute function account_request_stays();

grant select, insert, update on account_request to gwanje_app;
