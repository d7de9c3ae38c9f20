-- Which gateways there are, where the others reach them, and what is on a screen through them now. A row counts while it is fresh.
create table gateway (
  gateway_id uuid primary key,
  address text not null,
  beat_at timestamptz not null,
  watching jsonb not null default '[]'
);
grant select, insert, update, delete on gateway to gwanje_app;
