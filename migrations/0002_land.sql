-- The land the map is drawn from and that cuts the fields of view. Storage EPSG:4326; metres through geography or EPSG:5187.

create table district (
  district_id integer generated always as identity primary key,
  code text,
  name text not null,
  population integer,
  label_point geometry(Point, 4326) not null,
  geom geometry(MultiPolygon, 4326) not null,
  source text not null
);
create index district_geom on district using gist (geom);

create table land (land_id integer generated always as identity primary key, geom geometry(MultiPolygon, 4326) not null, source text not null);
create index land_geom on land using gist (geom);

create table water (
  water_id integer generated always as identity primary key,
  kind text not null check (kind in ('lake', 'river', 'stream')),
  name text,
  geom geometry(Geometry, 4326) not null,
  source text not null
);
create index water_geom on water using gist (geom);

create table green (green_id integer generated always as identity primary key, name text, geom geometry(MultiPolygon, 4326) not null, source text not null);
create index green_geom on green using gist (geom);

create table road (
  road_id integer generated always as identity primary key,
  name text,
  class text not null check (class in ('motorway', 'trunk', 'main', 'street', 'lane')),
  width_m real,
  geom geometry(MultiLineString, 4326) not null,
  source text not null
);
create index road_geom on road using gist (geom);

create table building (
  building_id integer generated always as identity primary key,
  name text,
  height_m real,
  geom geometry(MultiPolygon, 4326) not null,
  source text not null
);
create index building_geom on building using gist (geom);

-- Named points: units, landmarks, stations, beaches. rank 1 is drawn first.
create table place (
  place_id integer generated always as identity primary key,
  name text not null,
  kind text not null check (kind in ('unit', 'landmark', 'public', 'school', 'market', 'harbour', 'beach', 'interchange', 'sea', 'hill')),
  rank smallint not null check (rank between 1 and 9),
  geom geometry(Point, 4326) not null,
  source text not null
);
create index place_geom on place using gist (geom);

-- One row a layer: what is loaded, from where, and a version that changes with every load (it is in the tile address).
create table layer_version (
  layer text primary key check (layer in ('districts', 'coast', 'roads', 'buildings', 'places', 'water', 'green', 'cameras')),
  version integer not null,
  source text not null,
  title text not null,
  loaded_at timestamptz not null default now()
);

grant select, insert, update, delete on district, land, water, green, road, building, place, layer_version to gwanje_app;
