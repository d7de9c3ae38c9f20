-- Login (Art. 30(1), 32): second factors, the step between two proofs, the lock-out that stands under load, displays.

alter table login_failure add column attempt_id bigint generated always as identity primary key;

-- From where an account came in lately: an attack from elsewhere does not lock the person out of the own desk.
create table login_success (
  account_id integer not null references account on delete cascade,
  place inet not null,
  succeeded_at timestamptz not null default now(),
  primary key (account_id, place)
);

-- One machine of IPv4, one /64 of IPv6: whoever has a network of IPv6 has every address in it.
create function login_place(given inet) returns inet language sql immutable parallel safe as $$
  select case family(given) when 6 then set_masklen(network(set_masklen(given, 64))::inet, 64) else given end
$$;

-- Books a failure before the proof is looked at, one at a time for an account and for a place, so that many wrong
-- passwords at once cannot pass the limit. A proof that holds takes the booking back. No id: locked out.
create function reserve_attempt(
  given_account text, given_address inet, inside boolean, most_of_account integer, most_of_place integer, minutes integer
) returns bigint language plpgsql as $$
declare
  here inet := login_place(given_address);
  since timestamptz;
  at_own_desk boolean;
  of_account integer;
  of_place integer;
  booked bigint;
begin
  perform pg_advisory_xact_lock(20, hashtext(given_account));
  perform pg_advisory_xact_lock(21, hashtext(here::text));
  since := clock_timestamp() - make_interval(mins => minutes);
  at_own_desk := inside and exists (
    select from login_success join account using (account_id)
    where account = given_account and place = here and succeeded_at > clock_timestamp() - interval '30 days');
  select count(*) filter (where account = given_account and (not at_own_desk or address = here)),
         count(*) filter (where address = here)
    into of_account, of_place
    from login_failure where failed_at > since and (account = given_account or address = here);
  if of_account >= most_of_account or of_place >= most_of_place then
    return null;
  end if;
  insert into login_failure (account, address, failed_at) values (given_account, here, clock_timestamp())
    returning attempt_id into booked;
  return booked;
end $$;

create table totp_factor (
  account_id integer primary key references account on delete cascade,
  sealed_secret bytea not null,
  -- A code of this step or an earlier one is spent.
  last_step bigint not null,
  enrolled_at timestamptz not null default now()
);

create table passkey (
  credential_id text primary key,
  account_id integer not null references account on delete cascade,
  public_key bytea not null,
  use_count bigint not null,
  transports text[] not null,
  enrolled_at timestamptz not null default now(),
  used_at timestamptz
);
create index passkey_account on passkey (account_id);

-- Between the password and the second factor: single use, bound to the address, only the hash of its token kept.
create table login_step (
  token_hash bytea primary key,
  account_id integer not null references account on delete cascade,
  address inet not null,
  enrols boolean not null,
  sealed_secret bytea,
  passkey_challenge text,
  attempts integer not null default 0,
  expires_at timestamptz not null
);
create index login_step_account on login_step (account_id);

-- A screen of the video wall (화면 전용): which network, who answers for it, who registered it.
create table display (
  display_id integer generated always as identity primary key,
  request_id uuid unique,
  name text not null check (name <> ''),
  network cidr not null,
  account_id integer not null references account on delete cascade,
  registered_by text not null,
  registered_at timestamptz not null default now(),
  pairing_hash bytea unique,
  pairing_expires_at timestamptz,
  paired_at timestamptz,
  paired_address inet,
  ended_at timestamptz,
  ended_by text,
  source text not null,
  check ((pairing_hash is null) = (pairing_expires_at is null)),
  check ((ended_at is null) = (ended_by is null))
);

alter table session
  add column user_agent text,
  add constraint session_display_fkey foreign key (display_id) references display on delete cascade,
  -- A display is bound to the machine it was paired on.
  add constraint display_is_bound check (display_id is null or (address is not null and user_agent is not null));
create index session_display on session (display_id) where display_id is not null;

-- Another password, another role, another department or the end of an account ends whatever it has open (Art. 32).
create function account_change_ends_sessions() returns trigger language plpgsql as $$
begin
  delete from session where account_id = new.account_id;
  delete from login_step where account_id = new.account_id;
  return null;
end $$;
create trigger account_change_ends_sessions after update on account for each row
  when (old.password_hash is distinct from new.password_hash or old.role is distinct from new.role
        or (old.closed_at is null) <> (new.closed_at is null) or old.department_id is distinct from new.department_id
        or old.agency is distinct from new.agency or old.contractor_id is distinct from new.contractor_id)
  execute function account_change_ends_sessions();

-- A pledge stays as it was signed; only invented people go together with theirs (Art. 32).
create function pledge_stays_as_signed() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and not exists (select from account where account_id = old.account_id) then
    return old;
  end if;
  raise exception 'a pledge stays as it was signed' using errcode = 'insufficient_privilege';
end $$;
create trigger pledge_stays_as_signed before update or delete on pledge
  for each row execute function pledge_stays_as_signed();

grant execute on function login_place(inet) to gwanje_app;
grant execute on function reserve_attempt(text, inet, boolean, integer, integer, integer) to gwanje_app;
grant select, insert, update, delete on login_success, totp_factor, passkey, login_step to gwanje_app;
grant select, insert, update on display to gwanje_app;
