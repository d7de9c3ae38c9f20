-- Turning a camera (Art. 11(1)): how a device's numbers stand to the ground, where it must not look, who holds it and for
-- what, and where it was last seen to look, so that a restart finds what has to be brought home.

create table ptz_calibration (
  camera_id integer primary key references camera on delete cascade,
  pan_zero_deg double precision not null check (pan_zero_deg >= 0 and pan_zero_deg < 360),
  degrees_per_pan double precision not null check (abs(degrees_per_pan) between 1 and 720),
  endless boolean not null,
  tilt_zero_deg double precision not null check (tilt_zero_deg between -90 and 90),
  degrees_per_tilt double precision not null check (abs(degrees_per_tilt) between 1 and 180),
  zoom_times double precision not null check (zoom_times between 1 and 200),
  pan_deg_per_s double precision not null check (pan_deg_per_s between 1 and 720),
  tilt_deg_per_s double precision not null check (tilt_deg_per_s between 1 and 720),
  measured_by text not null,
  measured_at timestamptz not null default now(),
  source text not null
);

-- 보지 않는 구역: [valid_from, valid_to) in days of the city, clockwise from one bearing to the other.
create table barred_sector (
  sector_id uuid primary key,
  camera_id integer not null references camera on delete cascade,
  from_deg double precision not null check (from_deg >= 0 and from_deg < 360),
  to_deg double precision not null check (to_deg >= 0 and to_deg < 360 and to_deg <> from_deg),
  tilt_from_deg double precision check (tilt_from_deg between -90 and 90),
  tilt_to_deg double precision check (tilt_to_deg between -90 and 90),
  zoom_from double precision check (zoom_from between 0 and 1),
  reason text not null check (length(btrim(reason)) between 2 and 500),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  decided_by text not null,
  decided_at timestamptz not null default now(),
  ended_by text,
  ended_reason text,
  source text not null,
  check (tilt_from_deg is null or tilt_to_deg is null or tilt_from_deg <= tilt_to_deg)
);
create index barred_sector_camera on barred_sector (camera_id);

-- Who may turn a camera now: of the open holds of a camera the newest. One that was taken from waits underneath.
create table ptz_hold (
  hold_id bigint generated always as identity primary key,
  camera_id integer not null references camera on delete cascade,
  account_id integer not null references account on delete cascade,
  session_id uuid not null,
  person_name text not null,
  seat text,
  role text not null,
  priority smallint not null,
  serves jsonb not null,
  incident text,
  taken_reason text,
  begun_at timestamptz not null,
  commanded_at timestamptz not null,
  ended_at timestamptz,
  ended_why text,
  check ((ended_at is null) = (ended_why is null))
);
create index ptz_hold_open on ptz_hold (camera_id, hold_id) where ended_at is null;
create unique index ptz_hold_once on ptz_hold (camera_id, account_id) where ended_at is null;

-- Where a head was last seen to look; null is not known. `away`: not in its home view.
create table ptz_aim (
  camera_id integer primary key references camera on delete cascade,
  bearing_deg double precision,
  tilt_deg double precision,
  zoom double precision,
  away boolean not null,
  moving boolean not null,
  seen_at timestamptz not null
);
create index ptz_aim_away on ptz_aim (camera_id) where away;

grant select, insert, update on ptz_calibration, barred_sector, ptz_hold to gwanje_app;
grant select, insert, update, delete on ptz_aim to gwanje_app;
