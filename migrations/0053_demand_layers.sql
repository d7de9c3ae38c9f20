-- Demand (수요): where people, pupils, accidents or whatever was loaded are, so that gaps and new cameras can be weighed by it.
-- Points are metres of EPSG:5187, in which everything that is seen is worked out; a grid's points are the middles of its cells.
create table demand_layer (
  demand_id integer generated always as identity primary key,
  title text not null unique check (title = btrim(title) and title <> ''),
  unit text not null check (unit = btrim(unit) and unit <> ''),
  kind text not null check (kind in ('points', 'grid')),
  cell_m real check (cell_m > 0),
  -- Where it is from and of which day or year, in the words of whoever loaded it; null is unknown.
  origin text,
  as_of text,
  file_name text not null,
  -- Of the file and of how it was read, so that the same again changes nothing.
  digest text not null,
  source text not null,
  loaded_by text not null,
  loaded_at timestamptz not null default now(),
  constraint demand_layer_cell check ((kind = 'grid') = (cell_m is not null))
);

create table demand_point (
  demand_id integer not null references demand_layer on delete cascade,
  point_no integer not null,
  east double precision not null check (east between -1000000 and 2000000),
  north double precision not null check (north between -1000000 and 2000000),
  weight real not null check (weight >= 0 and weight < 'infinity'),
  primary key (demand_id, point_no)
);

grant select, insert, update, delete on demand_layer, demand_point to gwanje_app;
