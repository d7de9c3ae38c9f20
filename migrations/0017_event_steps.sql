-- Event numbers rise by random steps. With steps of one, a number that a person never hears of would tell that
-- something happened at a site of which that person may not know (Art. 10(4)).
alter table event alter column seq drop identity;
create table event_head (
  only_row boolean primary key default true check (only_row),
  seq bigint not null
);
insert into event_head select true, coalesce(max(seq), 0) from event;
grant select, update on event_head to gwanje_app;
