-- What was changed about a login, by whom and from where: told to its holder in every other session until it is read.
create table login_notice (
  notice_id integer generated always as identity primary key,
  account_id integer not null references account on delete cascade,
  what text not null check (what in ('factor-reset', 'password-changed', 'password-set')),
  -- Null where the holder did it.
  by_name text,
  address inet,
  reason text,
  -- The session that did it needs no telling.
  session_id uuid,
  at timestamptz not null default now(),
  seen_at timestamptz
);
create index login_notice_unread on login_notice (account_id, notice_id desc) where seen_at is null;

grant select, insert, update on login_notice to gwanje_app;
