-- What an operator keeps of the video wall: scenes (장면) and sequences (순회), for oneself or for the room.
create table wall_scene (
  -- Made by the client, so that a second press answers as the first.
  scene_id uuid primary key,
  account_id integer not null references account on delete cascade,
  name text not null check (name = btrim(name) and name <> ''),
  tiles smallint not null check (tiles in (1, 4, 9, 16)),
  shared boolean not null default false,
  kept_by text not null,
  kept_at timestamptz not null default now(),
  unique (account_id, name)
);
create index wall_scene_shared on wall_scene (name) where shared;

create table wall_scene_camera (
  scene_id uuid not null references wall_scene on delete cascade,
  tile smallint not null check (tile between 1 and 16),
  -- Null once the camera has left the register: then what it was called tells what is missing.
  camera_id integer references camera on delete set null,
  called text not null,
  -- Whether it was of a protected site when the scene was kept: its name outlives it and tells nobody more (Art. 10(4)).
  hidden boolean not null,
  primary key (scene_id, tile)
);
create index wall_scene_camera_of on wall_scene_camera (camera_id);

create table wall_sequence (
  sequence_id uuid primary key,
  account_id integer not null references account on delete cascade,
  name text not null check (name = btrim(name) and name <> ''),
  dwell_s smallint not null check (dwell_s between 5 and 120),
  shared boolean not null default false,
  kept_by text not null,
  kept_at timestamptz not null default now(),
  unique (account_id, name)
);
create index wall_sequence_shared on wall_sequence (name) where shared;

create table wall_sequence_step (
  sequence_id uuid not null references wall_sequence on delete cascade,
  step smallint not null check (step > 0),
  scene_id uuid references wall_scene on delete cascade,
  camera_id integer references camera on delete cascade,
  primary key (sequence_id, step),
  check (num_nonnulls(scene_id, camera_id) = 1)
);
create index wall_sequence_step_scene on wall_sequence_step (scene_id);
create index wall_sequence_step_camera on wall_sequence_step (camera_id);

grant select, insert, update, delete on wall_scene, wall_scene_camera, wall_sequence, wall_sequence_step to gwanje_app;
