-- What changed, for every open screen. Writers put rows in the outbox; one sequencer numbers them after commit,
-- so that a reader who has seen number n has seen everything below n.

create table event_outbox (
  outbox_id bigint generated always as identity primary key,
  kind text not null,
  object_id bigint,
  protected boolean not null default false,
  department_id integer
);
create table event (
  seq bigint generated always as identity primary key,
  kind text not null,
  object_id bigint,
  protected boolean not null,
  department_id integer,
  published_at timestamptz not null default now()
);
create index event_published on event (published_at);

create function announce() returns trigger language plpgsql as $$
begin
  perform pg_notify(tg_table_name, '');
  return null;
end $$;
create trigger announce_outbox after insert on event_outbox for each statement execute function announce();
create trigger announce_event after insert on event for each statement execute function announce();

grant select, insert, delete on event_outbox to gwanje_app;
grant select, insert, delete on event to gwanje_app;
