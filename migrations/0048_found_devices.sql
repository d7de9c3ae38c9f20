-- Devices that answered in the camera networks (장비 찾기, Art. 30(3)), one row a device, as it says of itself: that proves
-- nothing. Kept over restarts; one that was asked again and did not answer is gone since then.
create table found_device (
  found_device_id integer generated always as identity primary key,
  host text not null,
  port integer not null check (port between 1 and 65535),
  path text not null check (path like '/%'),
  -- Its own name for itself, where it announced it.
  endpoint text,
  scopes text[] not null default '{}',
  manufacturer text,
  model text,
  firmware text,
  serial_no text,
  asks_login boolean not null,
  -- The camera network that it lies in, as configured.
  network text not null,
  answered_by text not null check (answered_by in ('probe', 'multicast')),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null check (last_seen_at >= first_seen_at),
  gone_since timestamptz,
  ignored_at timestamptz,
  ignored_by text,
  ignored_reason text,
  unique (host, port),
  check (num_nonnulls(ignored_at, ignored_by, ignored_reason) in (0, 3))
);
create index found_device_endpoint on found_device (endpoint) where endpoint is not null;
create index found_device_serial on found_device (serial_no) where serial_no is not null;

-- Each search for devices; `touched_at` is a sign of life of the program that runs it.
create table discovery_run (
  run_id uuid primary key,
  way text not null check (way in ('probe', 'multicast')),
  asked_by text not null,
  range text not null,
  ports integer[] not null,
  started_at timestamptz not null,
  touched_at timestamptz not null,
  ended_at timestamptz,
  asked integer not null default 0,
  total integer not null,
  found integer not null default 0,
  -- Answers to a call by multicast that came from, or pointed, outside the camera networks.
  dropped integer not null default 0
);
create index discovery_run_started on discovery_run (started_at desc);

-- Which camera was put into the register for which device; the number of the press makes a second one the same.
create table camera_from_device (
  request_id uuid primary key,
  camera_id integer not null references camera on delete cascade,
  found_device_id integer not null references found_device on delete cascade
);
create index camera_from_device_camera on camera_from_device (camera_id);
create index camera_from_device_device on camera_from_device (found_device_id);

-- The security certificate of a device (TTA 인증, Art. 7, 30(3)) holds for one model and one firmware, until a day.
alter table equipment
  add column certificate_no text,
  add column certified_model text,
  add column certified_firmware text,
  add column certificate_until date;

-- What a device said of its pictures and of a sound encoder when it was last asked.
alter table camera_device
  add column profiles jsonb,
  add column profiles_told_at timestamptz,
  add column audio_configured boolean,
  add check ((profiles is null) = (profiles_told_at is null));

alter table equipment_fault drop constraint equipment_fault_finding_check;
alter table equipment_fault add constraint equipment_fault_finding_check
  check (finding in ('audio-track', 'over-retention', 'certificate-differs'));

grant select, insert, update, delete on found_device to gwanje_app;
grant select, insert, update on discovery_run to gwanje_app;
grant select, insert, update on camera_from_device to gwanje_app;
