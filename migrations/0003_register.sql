-- The register (영상정보처리기기 대장): sites and the cameras on them. Null is unknown and stays unknown.

create table site (
  site_id integer generated always as identity primary key,
  import_key text unique,
  kind text not null check (kind in ('pole', 'wall', 'building')),
  name text not null,
  road_address text,
  lot_address text,
  hours_text text,
  range_text text,
  geom geometry(Point, 4326) not null,
  district_id integer references district on delete set null,
  source text not null
);
create index site_geom on site using gist (geom);
create index site_district on site (district_id);

create table camera (
  camera_id integer generated always as identity primary key,
  public_id uuid not null unique default gen_random_uuid(),
  site_id integer not null references site on delete cascade,
  import_key text unique,
  management_no text,
  name text not null,
  kind text check (kind in ('fixed', 'ptz', 'fisheye')),
  azimuth_deg real check (azimuth_deg >= 0 and azimuth_deg < 360),
  hfov_deg real check (hfov_deg > 0 and hfov_deg <= 360),
  range_m real check (range_m > 0 and range_m <= 2000),
  height_m real check (height_m > 0 and height_m <= 200),
  tilt_deg real check (tilt_deg between -90 and 90),
  megapixels real check (megapixels > 0),
  direction_text text,
  owner_agency text not null,
  department_id integer references department,
  contractor_id integer references contractor,
  phone text,
  integration text not null check (integration in ('integrated', 'linked', 'standalone')),
  integration_reason text,
  regime text not null default 'fixed' check (regime in ('fixed', 'mobile')),
  watch text not null default 'watched' check (watch in ('watched', 'excluded')),
  watch_reason text,
  protected boolean not null default false,
  retention_days smallint check (retention_days > 0),
  retention_measured_days smallint check (retention_measured_days > 0),
  installed_month date,
  agency_data_date date,
  source text not null,
  changed_at timestamptz not null default now(),
  check (integration <> 'standalone' or integration_reason is not null),
  check (watch <> 'excluded' or watch_reason is not null)
);
create index camera_site on camera (site_id);
create index camera_management_no on camera (management_no);
create index camera_department on camera (department_id);

-- Purposes (설치목적, Art. 6): one main, others added on a day. 'statute' names the law that allows it.
create table camera_purpose (
  camera_id integer not null references camera on delete cascade,
  purpose text not null check (purpose in ('security', 'dumping', 'parking', 'traffic', 'illegal-parking', 'disaster', 'fire', 'facility', 'statute')),
  main boolean not null default false,
  added_on date,
  ended_on date check (ended_on > added_on),
  file_word text,
  legal_basis text,
  opinions_note text,
  primary key (camera_id, purpose),
  check (purpose <> 'statute' or legal_basis is not null)
);
create unique index camera_one_main_purpose on camera_purpose (camera_id) where main;

-- How to reach the device. The secret is sealed by the gateway's key; it is never selected by a register query.
create table camera_stream (
  camera_id integer primary key references camera on delete cascade,
  host text not null,
  rtsp_port integer not null check (rtsp_port between 1 and 65535),
  rtsp_path text not null check (rtsp_path like '/%'),
  onvif_port integer check (onvif_port between 1 and 65535),
  onvif_path text,
  username text,
  sealed_secret bytea
);

-- What the last probe proved, with since-when and why.
create table camera_device (
  camera_id integer primary key references camera on delete cascade,
  state text not null check (state in ('normal', 'caution', 'fault', 'violation', 'unknown')),
  cause text,
  since timestamptz not null,
  checked_at timestamptz not null,
  audio_offered boolean,
  device jsonb not null default '{}'
);

create table camera_change (
  change_id bigint generated always as identity primary key,
  camera_id integer not null,
  changed_at timestamptz not null default now(),
  account_id integer,
  actor text not null,
  field text not null,
  from_value jsonb,
  to_value jsonb
);
create index camera_change_camera on camera_change (camera_id, change_id desc);

grant select, insert, update, delete on site, camera, camera_purpose, camera_stream, camera_device to gwanje_app;
grant select, insert on camera_change to gwanje_app;
