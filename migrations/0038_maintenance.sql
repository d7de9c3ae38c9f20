-- Works on a camera that were announced (정비 예정, Art. 12(2)): what its probes find meanwhile is no fault. A window is never
-- taken back: one that ends early says when and by whom.
create table maintenance_window (
  window_id uuid primary key,
  camera_id integer not null references camera on delete cascade,
  from_at timestamptz not null,
  to_at timestamptz not null check (to_at > from_at),
  reason text not null check (reason <> ''),
  planned_by text not null,
  planned_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by text,
  check ((ended_at is null) = (ended_by is null))
);
create index maintenance_window_camera on maintenance_window (camera_id, to_at desc);
create index maintenance_window_open on maintenance_window (to_at) where ended_at is null;
grant select, insert, update on maintenance_window to gwanje_app;
