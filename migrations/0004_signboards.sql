-- A sign (안내판, Art. 10) is a thing printed on a day: what it says is stored as printed and never follows the registers.

create table signboard (
  signboard_id integer generated always as identity primary key,
  kind text not null check (kind in ('sign', 'building-sign')),
  geom geometry(Point, 4326) not null,
  printed_on date,
  printed_purpose text not null,
  printed_place text not null,
  printed_hours text not null,
  printed_range text not null,
  printed_manager text not null,
  printed_contact text not null,
  printed_contractor text,
  printed_contractor_contact text,
  removed_on date,
  source text not null
);
create index signboard_geom on signboard using gist (geom);

create table signboard_camera (
  signboard_id integer not null references signboard on delete cascade,
  camera_id integer not null references camera on delete cascade,
  primary key (signboard_id, camera_id)
);
create index signboard_camera_camera on signboard_camera (camera_id);

-- Web or gazette notice in place of a sign (Art. 10(3)), with its reason and where it was published.
create table substitute_notice (
  notice_id integer generated always as identity primary key,
  reason text not null check (reason in ('traffic-flow', 'long-range', 'not-feasible')),
  published_at_place text not null,
  published_on date not null,
  withdrawn_on date,
  source text not null
);
create table substitute_notice_camera (
  notice_id integer not null references substitute_notice on delete cascade,
  camera_id integer not null references camera on delete cascade,
  primary key (notice_id, camera_id)
);
create index substitute_notice_camera_camera on substitute_notice_camera (camera_id);

-- No sign for security (Art. 10(4)): by a decision, never by default.
create table security_exemption (
  camera_id integer primary key references camera on delete cascade,
  decision_no text not null,
  decided_on date not null,
  source text not null
);

grant select, insert, update, delete on signboard, signboard_camera, substitute_notice, substitute_notice_camera, security_exemption to gwanje_app;
