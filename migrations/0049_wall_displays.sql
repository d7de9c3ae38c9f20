-- What a display of the control room shows beside its map: one scene or one sequence, put there by somebody of the room.
create table wall_display (
  display_id integer primary key references display on delete cascade,
  scene_id uuid references wall_scene on delete cascade,
  sequence_id uuid references wall_sequence on delete cascade,
  shown_by text not null,
  shown_at timestamptz not null default now(),
  check (num_nonnulls(scene_id, sequence_id) = 1)
);
create index wall_display_scene on wall_display (scene_id);
create index wall_display_sequence on wall_display (sequence_id);

grant select, insert, update, delete on wall_display to gwanje_app;
