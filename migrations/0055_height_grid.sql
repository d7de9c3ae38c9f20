-- Heights of the ground, so that what a slope hides is not called seen. One grid is loaded at a time, as a whole, in the form
-- in which sight is worked out: nodes in metres of EPSG:5187, heights in decimetres.
create table height_grid (
  only_one boolean primary key default true check (only_one),
  -- Of the south-west node.
  west double precision not null check (west between -1000000 and 2000000),
  south double precision not null check (south between -1000000 and 2000000),
  step_m double precision not null check (step_m > 0 and step_m <= 1000),
  columns integer not null check (columns between 2 and 100000),
  rows integer not null check (rows between 2 and 100000),
  -- Step of the file that it was made of, and of which day or year it is; null is unknown.
  file_step_m real check (file_step_m > 0),
  as_of text,
  -- Nodes of which no height is known.
  unknown_nodes integer not null check (unknown_nodes >= 0),
  digest text not null,
  source text not null
);

-- 256 x 256 nodes each, rows from the south, 2 bytes a height, little-endian; -32768 is unknown. Beyond the grid's edge too.
create table height_tile (
  tile_column integer not null check (tile_column >= 0),
  tile_row integer not null check (tile_row >= 0),
  heights bytea not null check (length(heights) = 131072),
  primary key (tile_column, tile_row)
);

grant select, insert, update, delete on height_grid, height_tile to gwanje_app;

alter table layer_version drop constraint layer_version_layer_check;
alter table layer_version add constraint layer_version_layer_check
  check (layer in ('districts', 'coast', 'roads', 'buildings', 'places', 'water', 'green', 'cameras', 'heights'));
