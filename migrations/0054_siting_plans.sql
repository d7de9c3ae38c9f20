-- What a planner weighs before anything is installed: a plan and its alternatives, each one camera that does not stand yet.
create table siting_plan (
  -- Made by the client, so that a second press answers as the first.
  plan_id uuid primary key,
  title text not null check (title = btrim(title) and title <> ''),
  department_id integer references department,
  account_id integer references account on delete set null,
  owner_name text not null,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null default now(),
  changed_by text not null,
  changed_at timestamptz not null default now()
);
create index siting_plan_department on siting_plan (department_id);
create index siting_plan_account on siting_plan (account_id);

create table siting_alternative (
  plan_id uuid not null references siting_plan on delete cascade,
  letter text not null check (letter ~ '^[A-Z]$'),
  name text not null,
  geom geometry(Point, 4326) not null,
  kind text not null check (kind in ('fixed', 'ptz', 'fisheye')),
  azimuth_deg real not null check (azimuth_deg >= 0 and azimuth_deg < 360),
  hfov_deg real not null check (hfov_deg > 0 and hfov_deg <= 360),
  range_m real not null check (range_m > 0),
  height_m real not null check (height_m > 0),
  tilt_deg real check (tilt_deg between -90 and 90),
  megapixels double precision check (megapixels > 0),
  night_range_m real check (night_range_m > 0),
  purposes text[] not null,
  note text not null,
  primary key (plan_id, letter)
);

grant select, insert, update, delete on siting_plan, siting_alternative to gwanje_app;
