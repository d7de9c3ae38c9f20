-- National file in and out. The year alone where the file gives no month; the digest of the file's row, so that the same
-- file again changes nothing and what was edited here since stays; the purpose as the file words it, also where Art. 6 has none.
alter table camera add column installed_year smallint check (installed_year between 1900 and 2999);
alter table camera add column import_digest bigint;
alter table camera add column file_purpose text;

-- Keys are compared byte by byte: in the city's own collation a comparison costs several times as much.
alter table site alter column import_key type text collate "C";
alter table camera alter column import_key type text collate "C", alter column management_no type text collate "C";
-- Imported cameras have no department until somebody gives them one.
drop index camera_department;
create index camera_department on camera (department_id) where department_id is not null;

-- A file that an officer has handed in and not yet accepted, with each row's outcome for the map.
create table import_upload (
  import_id uuid primary key default gen_random_uuid(),
  account_id integer references account on delete cascade,
  file_name text not null,
  stored_name text not null,
  digest text,
  state text not null check (state in ('reading', 'ready', 'loading', 'done', 'failed')),
  rows_read integer not null default 0,
  report jsonb,
  failure jsonb,
  created_at timestamptz not null default now()
);

create table import_upload_row (
  import_id uuid not null references import_upload on delete cascade,
  row_no integer not null,
  line integer not null,
  lon double precision,
  lat double precision,
  outcome text not null check (outcome in ('load', 'warn', 'merge', 'quarantine')),
  reasons text[] not null,
  title text not null,
  proposal_lon double precision,
  proposal_lat double precision,
  merged_into_line integer,
  primary key (import_id, row_no)
);

grant select, insert, update, delete on import_upload, import_upload_row to gwanje_app;

-- The first load of a whole city: building the indexes and checking the references once, after the rows, takes a third of
-- the work. The run-time role owns nothing, so the two steps are the owner's functions; both lie in one transaction, and
-- whoever reads the register meanwhile waits for it.
create function open_register_for_load() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  lock table site, camera, camera_purpose in access exclusive mode;
  alter table camera_purpose drop constraint camera_purpose_camera_id_fkey, drop constraint camera_purpose_pkey;
  drop index camera_one_main_purpose;
  alter table camera
    drop constraint camera_site_id_fkey, drop constraint camera_department_id_fkey, drop constraint camera_contractor_id_fkey,
    drop constraint camera_import_key_key, drop constraint camera_public_id_key;
  drop index camera_site, camera_management_no, camera_department;
  alter table site drop constraint site_district_id_fkey, drop constraint site_import_key_key;
  drop index site_geom, site_district;
end $$;

create function close_register_after_load() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  create index site_geom on site using gist (geom);
  create index site_district on site (district_id);
  alter table site add constraint site_import_key_key unique (import_key);
  alter table site
    add constraint site_district_id_fkey foreign key (district_id) references district on delete set null;
  create index camera_site on camera (site_id);
  create index camera_management_no on camera (management_no);
  create index camera_department on camera (department_id) where department_id is not null;
  alter table camera
    add constraint camera_import_key_key unique (import_key),
    add constraint camera_public_id_key unique (public_id);
  alter table camera
    add constraint camera_site_id_fkey foreign key (site_id) references site on delete cascade,
    add constraint camera_department_id_fkey foreign key (department_id) references department,
    add constraint camera_contractor_id_fkey foreign key (contractor_id) references contractor;
  create unique index camera_one_main_purpose on camera_purpose (camera_id) where main;
  alter table camera_purpose
    add constraint camera_purpose_pkey primary key (camera_id, purpose),
    add constraint camera_purpose_camera_id_fkey foreign key (camera_id) references camera on delete cascade;
end $$;

revoke execute on function open_register_for_load(), close_register_after_load() from public;
grant execute on function open_register_for_load(), close_register_after_load() to gwanje_app;
