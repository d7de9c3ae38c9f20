-- PostgreSQL 15
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

COMMENT ON EXTENSION btree_gist IS 'support for indexing common datatypes in GiST';

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

CREATE EXTENSION IF NOT EXISTS postgis WITH SCHEMA public;

COMMENT ON EXTENSION postgis IS 'PostGIS geometry and geography spatial types and functions';

CREATE FUNCTION public.account_change_ends_sessions() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  delete from session where account_id = new.account_id;
  delete from login_step where account_id = new.account_id;
  return null;
end $$;

CREATE FUNCTION public.account_request_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'DELETE' then
    if exists (select from account where account_id = old.asked_by_account)
       and (old.account_id is null or exists (select from account where account_id = old.account_id)) then
      raise exception 'a request is decided, never deleted' using errcode = 'insufficient_privilege';
    end if;
    return old;
  end if;
  if old.decided is not null
    or (to_jsonb(new) - array['decided', 'decided_by', 'decided_by_account', 'decided_at', 'decide_reason'])
       <> (to_jsonb(old) - array['decided', 'decided_by', 'decided_by_account', 'decided_at', 'decide_reason']) then
    raise exception 'a request is decided once and never rewritten' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

CREATE FUNCTION public.account_stays_on_record() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if old.source <> 'demo' then
    raise exception 'an account is closed, never deleted' using errcode = 'insufficient_privilege';
  end if;
  return old;
end $$;

CREATE FUNCTION public.an_officer_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if old.source = 'demo' or old.role <> 'officer' or old.closed_at is not null
    or (new.role = 'officer' and new.closed_at is null) then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtext('an-officer-stays'));
  if not exists (select from account where role = 'officer' and closed_at is null) then
    raise exception 'the last open officer stays' using errcode = 'check_violation', constraint = 'an_officer_stays';
  end if;
  return null;
end $$;

CREATE FUNCTION public.announce() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform pg_notify(tg_table_name, '');
  return null;
end $$;

CREATE FUNCTION public.announce_rights() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform pg_notify('rights', '');
  return null;
end $$;

CREATE FUNCTION public.audit_can_be_written() RETURNS boolean
    LANGUAGE plpgsql
    SET lock_timeout TO '1s'
    AS $$
begin
  insert into audit (actor, role, action, outcome, object_kind, detail, seq, at, prev_hash, hash)
  values ('-', 'system', '-', 'done', '-', '{}', 0, now(), '', '');
  raise exception 'taken back' using errcode = 'GW000';
exception when sqlstate 'GW000' then
  return true;
end $$;

CREATE FUNCTION public.audit_is_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception 'the audit is append-only' using errcode = 'insufficient_privilege';
end $$;

CREATE FUNCTION public.audit_review_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'DELETE' and old.source = 'demo' then
    return old;
  end if;
  raise exception 'a signed review stays as it was signed' using errcode = 'insufficient_privilege';
end $$;

CREATE TABLE public.audit (
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    account_id integer,
    actor text NOT NULL,
    role text NOT NULL,
    address text,
    action text NOT NULL,
    outcome text NOT NULL,
    object_kind text NOT NULL,
    object_id text,
    detail jsonb NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text])))
);

CREATE FUNCTION public.audit_row_digest(prev bytea, r public.audit) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select sha256(prev || convert_to(jsonb_build_array(
    r.seq, to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), r.account_id, r.actor, r.role, r.address,
    r.action, r.outcome, r.object_kind, r.object_id, r.detail)::text, 'UTF8'))
$$;

CREATE FUNCTION public.body_of_owner(owner text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  select code from agency where exists (select from unnest(owner_names) as name where btrim(name) = btrim(owner)) limit 1
$$;

CREATE FUNCTION public.book_attempt(given_account text, given_address inet, inside boolean, most_of_account integer, most_of_place integer, minutes integer, OUT attempt_id bigint, OUT shut boolean, OUT until timestamp with time zone) RETURNS record
    LANGUAGE plpgsql
    AS $$
declare
  here inet := login_place(given_address);
  lasts interval := make_interval(mins => minutes);
  since timestamptz;
  known boolean;
begin
  perform pg_advisory_xact_lock(20, hashtext(given_account));
  perform pg_advisory_xact_lock(21, hashtext(here::text));
  since := clock_timestamp() - lasts;
  known := exists (
    select from login_success join account using (account_id)
    where account = given_account and place = here and succeeded_at > clock_timestamp() - interval '30 days');

  -- Each name once, however often it was tried; guesses at the code of a display are of nobody's name and count each.
  select latest + lasts into until from (
    select max(failed_at) as latest from login_failure
    where address = here and failed_at > since and of_place
    group by case when account = '(display)' then login_failure.attempt_id::text else account end
  ) as name order by latest desc offset most_of_place - 1 limit 1;
  shut := until is not null;
  if shut then
    if not known or most_of_account <= (
      select count(*) from login_failure where account = given_account and address = here and failed_at > since
    ) then
      return;
    end if;
  else
    select failed_at + lasts into until from login_failure
    where account = given_account and failed_at > since and of_place
      and (not (inside and known) or address = here)
    order by failed_at desc offset most_of_account - 1 limit 1;
    if until is not null then
      return;
    end if;
  end if;
  insert into login_failure (account, address, failed_at, of_place)
    values (given_account, here, clock_timestamp(), not shut)
    returning login_failure.attempt_id into attempt_id;
end $$;

CREATE FUNCTION public.city_day() RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  select (now() at time zone 'Asia/Seoul')::date
$$;

CREATE FUNCTION public.close_register_after_load() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.connection_is_lawful() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  lacking text[];
begin
  select link_lacks(camera_id, owner_agency, city_day()) into lacking from camera where camera_id = new.camera_id;
  if cardinality(lacking) > 0 then
    raise exception 'camera % cannot be connected without %', new.camera_id, lacking
      using errcode = 'check_violation', constraint = 'connection_is_lawful';
  end if;
  return null;
end $$;

CREATE FUNCTION public.consultation_stays_as_answered() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare answering constant text[] := array['state', 'answered_by', 'answered_at', 'answer'];
begin
  if tg_op = 'DELETE' then
    if old.source = 'demo' then return old; end if;
  elsif old.state = 'asked' and (to_jsonb(new) - answering) = (to_jsonb(old) - answering) then
    return new;
  elsif new.reasks is null and (to_jsonb(new) - 'reasks'::text) = (to_jsonb(old) - 'reasks'::text)
    and not exists (select from consultation former where former.consultation_id = old.reasks) then
    return new;
  end if;
  raise exception 'a consultation stays as it was answered' using errcode = 'insufficient_privilege';
end $$;

CREATE FUNCTION public.contract_stays_as_signed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'DELETE' then
    if old.source = 'demo' or old.signed_at is null then return old; end if;
  elsif old.signed_at is null
    or (to_jsonb(new) - array['ended_on', 'end_reason', 'ended_by', 'in_force'])
       = (to_jsonb(old) - array['ended_on', 'end_reason', 'ended_by', 'in_force']) then
    return new;
  end if;
  raise exception 'a signed contract stays as it was signed' using errcode = 'insufficient_privilege';
end $$;

CREATE FUNCTION public.contractor_follows_contracts() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
  update contractor set valid_from = first, valid_to = last
  from (
    select contractor_id, min(valid_from) as first, max(valid_to) as last
    from contractor_period where contractor_id = new.contractor_id group by contractor_id
  ) held
  where contractor.contractor_id = held.contractor_id
    and (contractor.valid_from, contractor.valid_to) is distinct from (first, last);
  perform pg_notify('rights', '');
  return null;
end $$;

CREATE FUNCTION public.contractor_holds(given integer) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  select given is null or exists (
    select from contractor_period
    where contractor_id = given and valid_from <= (now() at time zone 'Asia/Seoul')::date
      and (valid_to is null or valid_to > (now() at time zone 'Asia/Seoul')::date)
  )
$$;

CREATE FUNCTION public.date_the_record() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  -- A change begun earlier may come second: recorded time never runs backwards.
  new.recorded_at := case when tg_op = 'UPDATE' then greatest(now(), old.recorded_at) else now() end;
  return new;
end $$;

CREATE TABLE public.dedicated_department (
    designation_id integer NOT NULL,
    department_id integer NOT NULL,
    order_no text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT dedicated_department_check CHECK ((valid_to > valid_from)),
    CONSTRAINT dedicated_department_order_no_check CHECK ((order_no <> ''::text))
);

CREATE FUNCTION public.dedicated_department_as_known(known_at timestamp with time zone, valid_on date) RETURNS SETOF public.dedicated_department
    LANGUAGE sql STABLE
    AS $$
  select (jsonb_populate_record(null::dedicated_department, version)).*
  from (
    select to_jsonb(now_row) as version from dedicated_department now_row where recorded_at <= known_at
    union all
    select to_jsonb(past) from dedicated_department_history past where recorded_at <= known_at and recorded_to > known_at
  ) versions
  where (version->>'valid_from')::date <= valid_on
    and (version->>'valid_to' is null or (version->>'valid_to')::date > valid_on)
$$;

CREATE FUNCTION public.dedicated_department_has_no_gap() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform pg_advisory_xact_lock(hashtext('dedicated-department'));
  if exists (
    select from dedicated_department ended
    where ended.valid_to is not null
      and not exists (select from dedicated_department next where next.valid_from = ended.valid_to)
  ) then
    raise exception 'a dedicated department ends only on the day its successor begins'
      using errcode = 'check_violation', constraint = 'dedicated_department_has_no_gap';
  end if;
  if tg_op = 'DELETE' and old.source <> 'demo' and not exists (select from dedicated_department) then
    raise exception 'the city keeps a dedicated department once it has one'
      using errcode = 'check_violation', constraint = 'dedicated_department_has_no_gap';
  end if;
  return null;
end $$;

CREATE FUNCTION public.dedicated_department_known(known_at timestamp with time zone) RETURNS SETOF public.dedicated_department
    LANGUAGE sql STABLE
    AS $$
        select (jsonb_populate_record(null::dedicated_department, version)).*
        from (
          select to_jsonb(now_row) as version from dedicated_department now_row where recorded_at <= known_at
          union all
          select to_jsonb(past) from dedicated_department_history past where recorded_at <= known_at and recorded_to > known_at
        ) versions
      $$;

CREATE FUNCTION public.delegation_stays_as_granted() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  end_of constant text[] := array['ended_on', 'end_reason', 'ended_by', 'in_force'];
begin
  if tg_op = 'DELETE' then
    if old.source = 'demo' then return old; end if;
  elsif old.ended_on is null then
    if old.document_on is null or (to_jsonb(new) - end_of) = (to_jsonb(old) - end_of) then return new; end if;
  elsif old.ended_on > city_day() and new.ended_on >= city_day() and new.ended_on < old.ended_on
    and (to_jsonb(new) - end_of) = (to_jsonb(old) - end_of) then
    return new;
  end if;
  raise exception 'a delegation stays as it was granted' using errcode = 'insufficient_privilege';
end $$;

CREATE TABLE public.department (
    department_id integer NOT NULL,
    name text NOT NULL,
    phone text,
    valid_from date NOT NULL,
    valid_to date,
    source text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    succeeded_by integer,
    CONSTRAINT department_check CHECK ((valid_to > valid_from)),
    CONSTRAINT department_check2 CHECK ((succeeded_by <> department_id)),
    CONSTRAINT department_name_check CHECK ((name <> ''::text)),
    CONSTRAINT only_what_ends_is_followed CHECK (((succeeded_by IS NULL) OR (valid_to IS NOT NULL)))
);

CREATE FUNCTION public.department_known(known_at timestamp with time zone) RETURNS SETOF public.department
    LANGUAGE sql STABLE
    AS $$
        select (jsonb_populate_record(null::department, version)).*
        from (
          select to_jsonb(now_row) as version from department now_row where recorded_at <= known_at
          union all
          select to_jsonb(past) from department_history past where recorded_at <= known_at and recorded_to > known_at
        ) versions
      $$;

CREATE FUNCTION public.department_today(given integer) RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  with recursive line as (
    select given as department_id, 0 as hops
    union all
    select ended.succeeded_by, hops + 1
    from line join department ended using (department_id)
    where ended.succeeded_by is not null and ended.valid_to <= (now() at time zone 'Asia/Seoul')::date and hops < 32
  )
  select department_id from line order by hops desc limit 1
$$;

CREATE FUNCTION public.departments_as_known(known_at timestamp with time zone, valid_on date) RETURNS SETOF public.department
    LANGUAGE sql STABLE
    AS $$
  select (jsonb_populate_record(null::department, version)).*
  from (
    select to_jsonb(now_row) as version from department now_row where recorded_at <= known_at
    union all
    select to_jsonb(past) from department_history past where recorded_at <= known_at and recorded_to > known_at
  ) versions
  where (version->>'valid_from')::date <= valid_on
    and (version->>'valid_to' is null or (version->>'valid_to')::date > valid_on)
$$;

CREATE FUNCTION public.end_viewings_of(process text, since timestamp with time zone) RETURNS integer
    LANGUAGE sql
    SET lock_timeout TO '3s'
    AS $$
  select write_viewings(coalesce(jsonb_agg(jsonb_build_object(
    'accountId', account_id, 'actor', actor, 'role', role, 'address', address, 'action', 'camera.watch.end',
    'outcome', 'done', 'objectKind', object_kind, 'objectId', object_id,
    'detail', jsonb_build_object('viewing', detail ->> 'viewing', 'why', 'unknown', 'process', process)
              || case when detail ? 'protected' then '{"protected": true}'::jsonb else '{}' end) order by seq), '[]'))
  from audit begun
  where action = 'camera.watch' and outcome = 'done' and at >= since and detail ->> 'process' = process
    and not exists (
      select from audit ending
      where ending.action = 'camera.watch.end' and ending.detail ->> 'viewing' = begun.detail ->> 'viewing')
$$;

CREATE TABLE public.post_holding (
    holding_id integer NOT NULL,
    post_id integer NOT NULL,
    person_id integer NOT NULL,
    kind text NOT NULL,
    order_no text,
    valid_from date NOT NULL,
    valid_to date,
    request_id uuid,
    source text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT post_holding_check CHECK ((valid_to > valid_from)),
    CONSTRAINT post_holding_kind_check CHECK ((kind = ANY (ARRAY['holder'::text, 'acting'::text]))),
    CONSTRAINT post_holding_order_no_check CHECK ((order_no <> ''::text))
);

CREATE FUNCTION public.holdings_as_known(known_at timestamp with time zone, valid_on date) RETURNS SETOF public.post_holding
    LANGUAGE sql STABLE
    AS $$
  select * from post_holding_known(known_at) where valid_from <= valid_on and (valid_to is null or valid_to > valid_on)
$$;

CREATE FUNCTION public.is_city_owner(owner text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
  select exists (select from city_owner_name where name = btrim(owner))
$$;

CREATE FUNCTION public.join_audit_spool(spool uuid, lines jsonb) RETURNS integer
    LANGUAGE plpgsql
    SET lock_timeout TO '3s'
    AS $$
declare
  line jsonb;
  joined integer := 0;
begin
  for line in select value from jsonb_array_elements(lines) with ordinality order by ordinality loop
    insert into audit_spool_line (line_sha256, line_no, spool_id)
    values (decode(line ->> 'sha256', 'hex'), (line ->> 'no')::bigint, spool)
    on conflict do nothing;
    continue when not found;
    perform write_viewings(jsonb_build_array(line -> 'row'));
    joined := joined + 1;
  end loop;
  return joined;
end $$;

CREATE FUNCTION public.keep_superseded_record() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $_$
declare
  until timestamptz := greatest(now(), old.recorded_at);
begin
  if until > old.recorded_at then
    execute format(
      'insert into %1$I select (jsonb_populate_record(null::%1$I, $1)).*', tg_table_name || '_history'
    ) using to_jsonb(old) || jsonb_build_object('recorded_to', until);
  end if;
  return null;
end $_$;

CREATE FUNCTION public.kept_longer_on(asked_camera_id integer, day date) RETURNS boolean
    LANGUAGE sql STABLE
    AS $$
  select exists (
    select from longer_keeping where camera_id = asked_camera_id and valid_from <= day and valid_to > day)
$$;

CREATE FUNCTION public.lay_audit_row() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    SET lock_timeout TO '3s'
    AS $$
declare head audit_head;
begin
  select * into head from audit_head for update;
  new.seq := head.seq + 1;
  new.at := clock_timestamp();
  new.prev_hash := head.hash;
  new.hash := audit_row_digest(head.hash, new);
  update audit_head set seq = new.seq, hash = new.hash;
  return new;
end $$;

CREATE FUNCTION public.link_is_lawful() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  held camera;
  lacking text[];
begin
  select * into held from camera where camera_id = new.camera_id;
  if not found or held.integration is null or held.integration = 'standalone' then return null; end if;
  lacking := link_lacks(held.camera_id, held.owner_agency, city_day());
  if tg_op = 'UPDATE' and lacking = array['owner'] then
    if old.integration in ('integrated', 'linked') and body_of_owner(old.owner_agency) is null then return null; end if;
  end if;
  if cardinality(lacking) > 0 then
    raise exception 'camera % of % cannot be linked without %', held.camera_id, held.owner_agency, lacking
      using errcode = 'check_violation', constraint = 'link_is_lawful';
  end if;
  return null;
end $$;

CREATE FUNCTION public.link_lacks(given integer, owner text, day date) RETURNS text[]
    LANGUAGE sql STABLE
    AS $$
  select case
    when body is null then case when is_city_owner(owner) then '{}'::text[] else array['owner'] end
    else array_remove(array[
      case when not exists (
        select from delegation_camera join delegation using (delegation_id)
        where delegation_camera.camera_id = given and agency = body and in_force @> day
          and daterange(named_from, named_to) @> day
      ) then 'delegation' end,
      case when not exists (select from link_security where agency = body and in_force @> day) then 'security' end
    ], null)
  end
  from (select body_of_owner(owner) as body) found
$$;

CREATE FUNCTION public.link_security_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'DELETE' then
    if old.source = 'demo' then return old; end if;
  elsif old.ended_on is null
    and (to_jsonb(new) - array['ended_on', 'end_reason', 'ended_by', 'in_force'])
      = (to_jsonb(old) - array['ended_on', 'end_reason', 'ended_by', 'in_force']) then
    return new;
  end if;
  raise exception 'a security measure stays as it was decided' using errcode = 'insufficient_privilege';
end $$;

CREATE FUNCTION public.login_place(given inet) RETURNS inet
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select case family(given) when 6 then set_masklen(network(set_masklen(given, 64))::inet, 64) else given end
$$;

CREATE FUNCTION public.open_register_for_load() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

CREATE FUNCTION public.operations_head_has_no_gap() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  uncovered datemultirange;
begin
  perform pg_advisory_xact_lock(hashtext('dedicated-department'));
  select range_agg(daterange(valid_from, valid_to)) - coalesce((
    select range_agg(daterange(post.valid_from, post.valid_to) * daterange(dedicated.valid_from, dedicated.valid_to))
    from responsible_post post join dedicated_department dedicated using (department_id)
    where post.duty = 'operations-head'
  ), '{}'::datemultirange) into uncovered from dedicated_department;
  if not isempty(uncovered) then
    raise exception 'no operations head of the dedicated department on %', lower(uncovered)
      using errcode = 'check_violation', constraint = 'operations_head_has_no_gap';
  end if;
  if exists (
    select from dedicated_department dedicated join department using (department_id)
    where not daterange(department.valid_from, department.valid_to)
      @> daterange(dedicated.valid_from, dedicated.valid_to)
  ) then
    raise exception 'a department is dedicated only while it exists'
      using errcode = 'check_violation', constraint = 'operations_head_has_no_gap';
  end if;
  return null;
end $$;

CREATE TABLE public.organisation_order (
    order_id uuid NOT NULL,
    kind text NOT NULL,
    order_no text NOT NULL,
    effective_on date NOT NULL,
    steps jsonb NOT NULL,
    effects jsonb NOT NULL,
    first_recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    recorded_by text NOT NULL,
    source text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT organisation_order_kind_check CHECK ((kind = ANY (ARRAY['reorganisation'::text, 'designation'::text]))),
    CONSTRAINT organisation_order_order_no_check CHECK ((order_no <> ''::text))
);

CREATE FUNCTION public.organisation_order_known(known_at timestamp with time zone) RETURNS SETOF public.organisation_order
    LANGUAGE sql STABLE
    AS $$
        select (jsonb_populate_record(null::organisation_order, version)).*
        from (
          select to_jsonb(now_row) as version from organisation_order now_row where recorded_at <= known_at
          union all
          select to_jsonb(past) from organisation_order_history past where recorded_at <= known_at and recorded_to > known_at
        ) versions
      $$;

CREATE FUNCTION public.owner_name_is_of_one_body() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform pg_advisory_xact_lock(hashtext('owner-names'));
  if exists (
    select from (
      select btrim(unnest(owner_names)) as name from agency union all select name from city_owner_name
    ) known
    group by name having count(*) > 1 or name = ''
  ) then
    raise exception 'a name in the register is of one body alone'
      using errcode = 'unique_violation', constraint = 'owner_name_is_of_one_body';
  end if;
  return null;
end $$;

CREATE FUNCTION public.person_stays_on_record() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if old.source <> 'demo' then
    raise exception 'a person leaves and is never deleted' using errcode = 'insufficient_privilege';
  end if;
  return old;
end $$;

CREATE FUNCTION public.pledge_stays_as_signed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'DELETE' and not exists (select from account where account_id = old.account_id) then
    return old;
  end if;
  raise exception 'a pledge stays as it was signed' using errcode = 'insufficient_privilege';
end $$;

CREATE FUNCTION public.post_holding_known(known_at timestamp with time zone) RETURNS SETOF public.post_holding
    LANGUAGE sql STABLE
    AS $$
        select (jsonb_populate_record(null::post_holding, version)).*
        from (
          select to_jsonb(now_row) as version from post_holding now_row where recorded_at <= known_at
          union all
          select to_jsonb(past) from post_holding_history past where recorded_at <= known_at and recorded_to > known_at
        ) versions
      $$;

CREATE TABLE public.responsible_post (
    post_id integer NOT NULL,
    department_id integer NOT NULL,
    duty text NOT NULL,
    title text NOT NULL,
    phone text,
    valid_from date NOT NULL,
    valid_to date,
    source text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT responsible_post_check CHECK ((valid_to > valid_from)),
    CONSTRAINT responsible_post_duty_check CHECK ((duty = ANY (ARRAY['operations-head'::text, 'department-manager'::text]))),
    CONSTRAINT responsible_post_title_check CHECK ((title <> ''::text))
);

CREATE FUNCTION public.posts_as_known(known_at timestamp with time zone, valid_on date) RETURNS SETOF public.responsible_post
    LANGUAGE sql STABLE
    AS $$
  select * from responsible_post_known(known_at) where valid_from <= valid_on and (valid_to is null or valid_to > valid_on)
$$;

CREATE FUNCTION public.pursuit_ceiling() RETURNS interval
    LANGUAGE sql STABLE
    AS $$
  select make_interval(hours => coalesce((
    select (value #>> '{}')::int from city_setting where key = 'pursuit.max-hours' order by setting_id desc limit 1), 4))
$$;

CREATE FUNCTION public.refuse_pursuit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.began_at := now();
  if new.ends_at > now() + pursuit_ceiling() then
    raise exception 'a pursuit ends within the ceiling of the city' using errcode = 'check_violation', constraint = 'pursuit_ceiling';
  end if;
  if new.ended_at is not null then
    raise exception 'a pursuit begins open' using errcode = 'check_violation', constraint = 'pursuit_ended';
  end if;
  return new;
end $$;

CREATE FUNCTION public.refuse_pursuit_camera() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.opened_at := now();
  if not exists (select from pursuit_now where pursuit_id = new.pursuit_id and is_open) then
    raise exception 'nothing is opened in a pursuit that is over' using errcode = 'check_violation', constraint = 'pursuit_over';
  end if;
  return new;
end $$;

CREATE FUNCTION public.refuse_pursuit_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op <> 'UPDATE' or tg_table_name <> 'pursuit' then
    raise exception 'what is declared stays' using errcode = 'check_violation', constraint = 'pursuit_append_only';
  end if;
  if old.ended_at is not null or new.ended_at is null
    or to_jsonb(new) - array['ended_at', 'ended_by', 'ended_why'] <> to_jsonb(old) - array['ended_at', 'ended_by', 'ended_why']
    or new.ended_at > (select until_at from pursuit_now where pursuit_id = old.pursuit_id) then
    raise exception 'a pursuit only ends, and no later than declared' using errcode = 'check_violation', constraint = 'pursuit_append_only';
  end if;
  return new;
end $$;

CREATE FUNCTION public.refuse_pursuit_extension() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  of_pursuit record;
begin
  perform 1 from pursuit where pursuit_id = new.pursuit_id for update;
  select account_id, is_open, until_at into of_pursuit from pursuit_now where pursuit_id = new.pursuit_id;
  new.declared_at := now();
  if of_pursuit.is_open is not true or of_pursuit.account_id = new.account_id or new.ends_at <= of_pursuit.until_at
    or new.ends_at > now() + pursuit_ceiling() then
    raise exception 'an open pursuit is extended by a second person, within the ceiling'
      using errcode = 'check_violation', constraint = 'pursuit_extension';
  end if;
  return new;
end $$;

CREATE FUNCTION public.responsible_post_known(known_at timestamp with time zone) RETURNS SETOF public.responsible_post
    LANGUAGE sql STABLE
    AS $$
        select (jsonb_populate_record(null::responsible_post, version)).*
        from (
          select to_jsonb(now_row) as version from responsible_post now_row where recorded_at <= known_at
          union all
          select to_jsonb(past) from responsible_post_history past where recorded_at <= known_at and recorded_to > known_at
        ) versions
      $$;

CREATE FUNCTION public.review_is_open() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if exists (select from access_review where quarter = new.quarter) then
    raise exception 'this review is signed' using errcode = 'check_violation', constraint = 'review_is_open';
  end if;
  return new;
end $$;

CREATE FUNCTION public.review_stays_as_signed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'DELETE' and old.source = 'demo' then
    return old;
  end if;
  raise exception 'a signed review stays as it was signed' using errcode = 'insufficient_privilege';
end $$;

CREATE FUNCTION public.right_of_outsider_ends() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if new.valid_to is null and exists (
    select from account where account_id = new.account_id and (role = 'liaison' or contractor_id is not null)
  ) then
    raise exception 'the right of a liaison or of a contractor''s person has an end' using errcode = 'check_violation',
      constraint = 'right_of_outsider_ends';
  end if;
  return new;
end $$;

CREATE FUNCTION public.right_stays_on_record() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if tg_op = 'DELETE' then
    if exists (select from account where account_id = old.account_id) then
      raise exception 'a right is ended, never deleted' using errcode = 'insufficient_privilege';
    end if;
    return old;
  end if;
  if old.revoked_at is not null
    or (to_jsonb(new) - array['revoked_at', 'revoked_by', 'revoke_reason'])
       <> (to_jsonb(old) - array['revoked_at', 'revoked_by', 'revoke_reason']) then
    raise exception 'a right is ended, never rewritten' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

CREATE FUNCTION public.settle_moves_of_a_camera() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if not exists (
    select from order_camera
    where camera_id = new.camera_id and department_id = new.department_id and applied_at = now()
  ) then
    update order_camera set applied_at = now() where camera_id = new.camera_id and applied_at is null;
  end if;
  return null;
end $$;

CREATE FUNCTION public.tell_pursuit_end() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  perform pg_notify('rights', '');
  return null;
end $$;

CREATE FUNCTION public.whole_is_never_outsourced() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare bad record;
begin
  update contract_guard set decided = decided + 1;
  select contract_id into bad from contract
  where signed_at is not null and (select count(*) from contract_clause where contract_clause.contract_id = contract.contract_id) < 5
  limit 1;
  if found then
    raise exception 'contract % holds without all of its clauses', bad.contract_id
      using errcode = 'check_violation', constraint = 'contract_has_its_clauses';
  end if;
  select lower(starting.in_force) as instant, duty into bad
  from contract starting
  join contract other on other.signed_at is not null and other.in_force @> lower(starting.in_force)
  join contract_scope on contract_scope.contract_id = other.contract_id
  join contract_part using (part)
  where starting.signed_at is not null and not isempty(starting.in_force) and duty <> 'upkeep'
  group by starting.contract_id, starting.in_force, duty
  having count(distinct part) = (select count(*) from contract_part whole where whole.duty = contract_part.duty)
  order by 1 limit 1;
  if found then
    raise exception 'the whole % would be outsourced on %', bad.duty, bad.instant
      using errcode = 'check_violation', constraint = 'whole_is_never_outsourced';
  end if;
  return null;
end $$;

CREATE FUNCTION public.write_audit(account_id integer, actor text, role text, address text, action text, outcome text, object_kind text, object_id text, detail jsonb) RETURNS void
    LANGUAGE plpgsql
    SET lock_timeout TO '3s'
    AS $_$
begin
  insert into audit (account_id, actor, role, address, action, outcome, object_kind, object_id, detail,
                     seq, at, prev_hash, hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, now(), '', '');
end $_$;

CREATE FUNCTION public.write_viewings(given jsonb) RETURNS integer
    LANGUAGE plpgsql
    SET lock_timeout TO '3s'
    AS $$
declare
  r jsonb;
  written integer := 0;
begin
  for r in select value from jsonb_array_elements(given) with ordinality order by ordinality loop
    continue when r -> 'detail' ->> 'viewing' is not null and exists (
      select from audit
      where audit.detail ->> 'viewing' = r -> 'detail' ->> 'viewing' and audit.action = r ->> 'action'
        and audit.action in ('camera.watch', 'camera.watch.end'));
    perform write_audit((r ->> 'accountId')::integer, r ->> 'actor', r ->> 'role', r ->> 'address', r ->> 'action',
                        r ->> 'outcome', r ->> 'objectKind', r ->> 'objectId', r -> 'detail');
    written := written + 1;
  end loop;
  return written;
end $$;

CREATE TABLE public.access_grant (
    grant_id integer NOT NULL,
    account_id integer NOT NULL,
    district_ids integer[],
    department_id integer,
    purposes text[],
    hours_from time without time zone,
    hours_to time without time zone,
    valid_from timestamp with time zone DEFAULT now() NOT NULL,
    valid_to timestamp with time zone,
    reason text NOT NULL,
    granted_by text NOT NULL,
    granted_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone,
    revoked_by text,
    revoke_reason text,
    request_id uuid,
    replaces integer,
    CONSTRAINT access_grant_check CHECK ((valid_to > valid_from)),
    CONSTRAINT access_grant_check1 CHECK ((((hours_from IS NULL) = (hours_to IS NULL)) AND (hours_from <> hours_to))),
    CONSTRAINT access_grant_check2 CHECK ((((revoked_at IS NULL) = (revoked_by IS NULL)) AND ((revoked_at IS NULL) = (revoke_reason IS NULL)))),
    CONSTRAINT access_grant_district_ids_check CHECK ((cardinality(district_ids) > 0)),
    CONSTRAINT access_grant_purposes_check CHECK ((cardinality(purposes) > 0))
);

ALTER TABLE public.access_grant ALTER COLUMN grant_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.access_grant_grant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.access_review (
    quarter text NOT NULL,
    signed_at timestamp with time zone DEFAULT now() NOT NULL,
    signed_by text NOT NULL,
    signed_by_account integer,
    due_on date NOT NULL,
    list jsonb NOT NULL,
    list_sha256 bytea NOT NULL,
    note text,
    source text NOT NULL,
    CONSTRAINT access_review_check CHECK ((list_sha256 = sha256(convert_to((list)::text, 'UTF8'::name)))),
    CONSTRAINT access_review_quarter_check CHECK ((quarter ~ '^20[0-9]{2}-Q[1-4]$'::text))
);

CREATE TABLE public.access_review_decision (
    quarter text NOT NULL,
    grant_id integer NOT NULL,
    decision text NOT NULL,
    reason text NOT NULL,
    decided_by text NOT NULL,
    decided_by_account integer,
    decided_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT access_review_decision_decision_check CHECK ((decision = ANY (ARRAY['keep'::text, 'revoke'::text]))),
    CONSTRAINT access_review_decision_quarter_check CHECK ((quarter ~ '^20[0-9]{2}-Q[1-4]$'::text)),
    CONSTRAINT access_review_decision_reason_check CHECK ((reason <> ''::text))
);

CREATE TABLE public.account (
    account_id integer NOT NULL,
    account text NOT NULL,
    password_hash text NOT NULL,
    role text NOT NULL,
    agency text,
    department_id integer,
    person_name text NOT NULL,
    seat text,
    closed_at timestamp with time zone,
    source text NOT NULL,
    contractor_id integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    person_id integer,
    request_id uuid,
    left_on date,
    closed_by text,
    close_reason text,
    password_due boolean DEFAULT false NOT NULL,
    CONSTRAINT account_account_check CHECK ((account ~ '^[a-z0-9][a-z0-9._-]{2,39}$'::text)),
    CONSTRAINT account_check CHECK (((role = 'liaison'::text) = (agency IS NOT NULL))),
    CONSTRAINT account_check1 CHECK (((role <> 'department'::text) OR (department_id IS NOT NULL))),
    CONSTRAINT account_contractor_check CHECK (((contractor_id IS NULL) OR (role = ANY (ARRAY['maintainer'::text, 'operator'::text])))),
    CONSTRAINT account_role_check CHECK ((role = ANY (ARRAY['mayor'::text, 'officer'::text, 'department'::text, 'operator'::text, 'maintainer'::text, 'liaison'::text, 'auditor'::text])))
);

ALTER TABLE public.account ALTER COLUMN account_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.account_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.account_request (
    request_id uuid NOT NULL,
    act text NOT NULL,
    account text NOT NULL,
    account_id integer,
    payload jsonb NOT NULL,
    stood jsonb,
    reason text NOT NULL,
    asked_by text NOT NULL,
    asked_by_account integer NOT NULL,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    decided text,
    decided_by text,
    decided_by_account integer,
    decided_at timestamp with time zone,
    decide_reason text,
    CONSTRAINT account_request_act_check CHECK ((act = ANY (ARRAY['create'::text, 'role'::text, 'password'::text, 'second-factor'::text, 'close'::text, 'give'::text, 'revoke'::text, 'link'::text]))),
    CONSTRAINT account_request_check CHECK ((expires_at > asked_at)),
    CONSTRAINT account_request_check1 CHECK ((((act = 'create'::text) = (account_id IS NULL)) AND ((act = 'create'::text) = (stood IS NULL)))),
    CONSTRAINT account_request_check2 CHECK ((((decided IS NULL) = (decided_by IS NULL)) AND ((decided IS NULL) = (decided_at IS NULL)))),
    CONSTRAINT account_request_check3 CHECK (((decided IS NULL) OR (decided = 'withdrawn'::text) OR (decided_by_account <> asked_by_account))),
    CONSTRAINT account_request_check4 CHECK (((decided_by_account <> account_id) OR (decided IS NULL))),
    CONSTRAINT account_request_decided_check CHECK ((decided = ANY (ARRAY['confirmed'::text, 'refused'::text, 'withdrawn'::text]))),
    CONSTRAINT account_request_reason_check CHECK ((reason <> ''::text))
);

CREATE TABLE public.agency (
    code text NOT NULL,
    name text NOT NULL,
    phone text,
    owner_names text[] DEFAULT '{}'::text[] NOT NULL,
    source text NOT NULL,
    CONSTRAINT agency_code_check CHECK ((code ~ '^[a-z][a-z0-9-]{1,39}$'::text)),
    CONSTRAINT agency_name_check CHECK ((name <> ''::text))
);

CREATE TABLE public.audit_anchor (
    anchor_no bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    line_sha256 bytea NOT NULL,
    public_key bytea NOT NULL,
    CONSTRAINT audit_anchor_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT audit_anchor_line_sha256_check CHECK ((length(line_sha256) = 32)),
    CONSTRAINT audit_anchor_seq_check CHECK ((seq > 0))
);

CREATE TABLE public.audit_fault (
    part text NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    why text NOT NULL,
    seq bigint,
    names text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT audit_fault_part_check CHECK ((part = ANY (ARRAY['chain'::text, 'heads'::text, 'fences'::text, 'place'::text])))
);

CREATE TABLE public.audit_head (
    only_row boolean DEFAULT true NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_head_only_row_check CHECK (only_row)
);

CREATE TABLE public.audit_review (
    month text NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    signed_by text NOT NULL,
    signed_by_account integer,
    due_on date NOT NULL,
    figures jsonb NOT NULL,
    findings text NOT NULL,
    head_seq bigint NOT NULL,
    head_hash bytea NOT NULL,
    statement text NOT NULL,
    signature bytea NOT NULL,
    public_key bytea NOT NULL,
    source text NOT NULL,
    CONSTRAINT audit_review_findings_check CHECK ((length(findings) >= 5)),
    CONSTRAINT audit_review_head_hash_check CHECK ((length(head_hash) = 32)),
    CONSTRAINT audit_review_month_check CHECK ((month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'::text)),
    CONSTRAINT audit_review_signature_check CHECK ((length(signature) = 64))
);

CREATE TABLE public.audit_spool_line (
    line_sha256 bytea NOT NULL,
    line_no bigint NOT NULL,
    joined_at timestamp with time zone DEFAULT now() NOT NULL,
    spool_id uuid NOT NULL,
    CONSTRAINT audit_spool_line_line_sha256_check CHECK ((length(line_sha256) = 32))
);

CREATE TABLE public.barred_sector (
    sector_id uuid NOT NULL,
    camera_id integer NOT NULL,
    from_deg double precision NOT NULL,
    to_deg double precision NOT NULL,
    tilt_from_deg double precision,
    tilt_to_deg double precision,
    zoom_from double precision,
    reason text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    decided_by text NOT NULL,
    decided_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_by text,
    ended_reason text,
    source text NOT NULL,
    CONSTRAINT barred_sector_check CHECK (((to_deg >= (0)::double precision) AND (to_deg < (360)::double precision) AND (to_deg <> from_deg))),
    CONSTRAINT barred_sector_check1 CHECK ((valid_to >= valid_from)),
    CONSTRAINT barred_sector_check2 CHECK (((tilt_from_deg IS NULL) OR (tilt_to_deg IS NULL) OR (tilt_from_deg <= tilt_to_deg))),
    CONSTRAINT barred_sector_from_deg_check CHECK (((from_deg >= (0)::double precision) AND (from_deg < (360)::double precision))),
    CONSTRAINT barred_sector_reason_check CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 500))),
    CONSTRAINT barred_sector_tilt_from_deg_check CHECK (((tilt_from_deg >= ('-90'::integer)::double precision) AND (tilt_from_deg <= (90)::double precision))),
    CONSTRAINT barred_sector_tilt_to_deg_check CHECK (((tilt_to_deg >= ('-90'::integer)::double precision) AND (tilt_to_deg <= (90)::double precision))),
    CONSTRAINT barred_sector_zoom_from_check CHECK (((zoom_from >= (0)::double precision) AND (zoom_from <= (1)::double precision)))
);

CREATE TABLE public.building (
    building_id integer NOT NULL,
    name text,
    height_m real,
    geom public.geometry(MultiPolygon,4326) NOT NULL,
    source text NOT NULL
);

ALTER TABLE public.building ALTER COLUMN building_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.building_building_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.camera (
    camera_id integer NOT NULL,
    public_id uuid DEFAULT gen_random_uuid() NOT NULL,
    site_id integer NOT NULL,
    import_key text COLLATE pg_catalog."C",
    management_no text COLLATE pg_catalog."C",
    name text NOT NULL,
    kind text,
    azimuth_deg real,
    hfov_deg real,
    range_m real,
    height_m real,
    tilt_deg real,
    megapixels real,
    direction_text text,
    owner_agency text NOT NULL,
    department_id integer,
    contractor_id integer,
    phone text,
    integration text,
    integration_reason text,
    regime text DEFAULT 'fixed'::text NOT NULL,
    watch text DEFAULT 'watched'::text NOT NULL,
    watch_reason text,
    protected boolean DEFAULT false NOT NULL,
    retention_days smallint,
    retention_measured_days smallint,
    installed_month date,
    agency_data_date date,
    source text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    installed_year smallint,
    import_digest bigint,
    file_purpose text,
    night_range_m real,
    CONSTRAINT camera_azimuth_deg_check CHECK (((azimuth_deg >= (0)::double precision) AND (azimuth_deg < (360)::double precision))),
    CONSTRAINT camera_check CHECK (((integration <> 'standalone'::text) OR (integration_reason IS NOT NULL))),
    CONSTRAINT camera_check1 CHECK (((watch <> 'excluded'::text) OR (watch_reason IS NOT NULL))),
    CONSTRAINT camera_height_m_check CHECK (((height_m > (0)::double precision) AND (height_m <= (200)::double precision))),
    CONSTRAINT camera_hfov_deg_check CHECK (((hfov_deg > (0)::double precision) AND (hfov_deg <= (360)::double precision))),
    CONSTRAINT camera_installed_year_check CHECK (((installed_year >= 1900) AND (installed_year <= 2999))),
    CONSTRAINT camera_integration_check CHECK ((integration = ANY (ARRAY['integrated'::text, 'linked'::text, 'standalone'::text]))),
    CONSTRAINT camera_kind_check CHECK ((kind = ANY (ARRAY['fixed'::text, 'ptz'::text, 'fisheye'::text]))),
    CONSTRAINT camera_megapixels_check CHECK ((megapixels > (0)::double precision)),
    CONSTRAINT camera_night_range_m_check CHECK (((night_range_m > (0)::double precision) AND (night_range_m <= (2000)::double precision))),
    CONSTRAINT camera_range_m_check CHECK (((range_m > (0)::double precision) AND (range_m <= (2000)::double precision))),
    CONSTRAINT camera_regime_check CHECK ((regime = ANY (ARRAY['fixed'::text, 'mobile'::text]))),
    CONSTRAINT camera_retention_days_check CHECK ((retention_days > 0)),
    CONSTRAINT camera_retention_measured_days_check CHECK ((retention_measured_days > 0)),
    CONSTRAINT camera_tilt_deg_check CHECK (((tilt_deg >= ('-90'::integer)::double precision) AND (tilt_deg <= (90)::double precision))),
    CONSTRAINT camera_watch_check CHECK ((watch = ANY (ARRAY['watched'::text, 'excluded'::text])))
);

ALTER TABLE public.camera ALTER COLUMN camera_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.camera_camera_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.camera_change (
    change_id bigint NOT NULL,
    camera_id integer NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    account_id integer,
    actor text NOT NULL,
    field text NOT NULL,
    from_value jsonb,
    to_value jsonb
);

ALTER TABLE public.camera_change ALTER COLUMN change_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.camera_change_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.camera_device (
    camera_id integer NOT NULL,
    state text NOT NULL,
    cause text,
    since timestamp with time zone NOT NULL,
    checked_at timestamp with time zone NOT NULL,
    audio_offered boolean,
    device jsonb DEFAULT '{}'::jsonb NOT NULL,
    clock_off_s real,
    clock_doubt_s real,
    clock_told_at timestamp with time zone,
    firmware text,
    firmware_told_at timestamp with time zone,
    oldest_recording_at timestamp with time zone,
    oldest_told_at timestamp with time zone,
    profiles jsonb,
    profiles_told_at timestamp with time zone,
    audio_configured boolean,
    CONSTRAINT camera_device_check CHECK ((((clock_off_s IS NULL) = (clock_told_at IS NULL)) AND ((clock_off_s IS NULL) = (clock_doubt_s IS NULL)))),
    CONSTRAINT camera_device_check1 CHECK (((firmware IS NULL) = (firmware_told_at IS NULL))),
    CONSTRAINT camera_device_check2 CHECK (((oldest_recording_at IS NULL) = (oldest_told_at IS NULL))),
    CONSTRAINT camera_device_check3 CHECK (((profiles IS NULL) = (profiles_told_at IS NULL))),
    CONSTRAINT camera_device_state_check CHECK ((state = ANY (ARRAY['normal'::text, 'caution'::text, 'fault'::text, 'violation'::text, 'unknown'::text])))
);

CREATE TABLE public.camera_from_device (
    request_id uuid NOT NULL,
    camera_id integer NOT NULL,
    found_device_id integer NOT NULL
);

CREATE TABLE public.camera_purpose (
    camera_id integer NOT NULL,
    purpose text NOT NULL,
    main boolean DEFAULT false NOT NULL,
    added_on date,
    ended_on date,
    file_word text,
    legal_basis text,
    opinions_note text,
    CONSTRAINT camera_purpose_check CHECK ((ended_on > added_on)),
    CONSTRAINT camera_purpose_check1 CHECK (((purpose <> 'statute'::text) OR (legal_basis IS NOT NULL))),
    CONSTRAINT camera_purpose_purpose_check CHECK ((purpose = ANY (ARRAY['security'::text, 'dumping'::text, 'parking'::text, 'traffic'::text, 'illegal-parking'::text, 'disaster'::text, 'fire'::text, 'facility'::text, 'statute'::text])))
);

CREATE TABLE public.camera_stream (
    camera_id integer NOT NULL,
    host text NOT NULL,
    rtsp_port integer NOT NULL,
    rtsp_path text NOT NULL,
    onvif_port integer,
    onvif_path text,
    username text,
    sealed_secret bytea,
    key_version integer,
    sub_path text,
    secure boolean DEFAULT false NOT NULL,
    basic_allowed boolean DEFAULT false NOT NULL,
    certificate_sha256 text,
    h264_path text,
    small_path text,
    CONSTRAINT camera_stream_certificate_sha256_check CHECK ((certificate_sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT camera_stream_h264_path_check CHECK ((h264_path ~~ '/%'::text)),
    CONSTRAINT camera_stream_key_version_check CHECK ((key_version >= 0)),
    CONSTRAINT camera_stream_onvif_port_check CHECK (((onvif_port >= 1) AND (onvif_port <= 65535))),
    CONSTRAINT camera_stream_rtsp_path_check CHECK ((rtsp_path ~~ '/%'::text)),
    CONSTRAINT camera_stream_rtsp_port_check CHECK (((rtsp_port >= 1) AND (rtsp_port <= 65535))),
    CONSTRAINT camera_stream_sealed_by_a_version CHECK (((sealed_secret IS NULL) = (key_version IS NULL))),
    CONSTRAINT camera_stream_sealed_whole CHECK ((octet_length(sealed_secret) >= 28)),
    CONSTRAINT camera_stream_small_path_check CHECK ((small_path ~~ '/%'::text)),
    CONSTRAINT camera_stream_sub_path_check CHECK ((sub_path ~~ '/%'::text))
);

CREATE TABLE public.camera_upkeep (
    camera_id integer NOT NULL,
    department_id integer,
    contractor_id integer,
    since date NOT NULL,
    until date,
    recorded_by text NOT NULL,
    CONSTRAINT camera_upkeep_check CHECK ((until > since)),
    CONSTRAINT camera_upkeep_check1 CHECK ((num_nonnulls(department_id, contractor_id) = 1))
);

CREATE TABLE public.city_owner_name (
    name text NOT NULL,
    source text NOT NULL,
    CONSTRAINT city_owner_name_name_check CHECK (((name = btrim(name)) AND (name <> ''::text)))
);

CREATE TABLE public.city_setting (
    setting_id integer NOT NULL,
    key text NOT NULL,
    value jsonb NOT NULL,
    set_by text NOT NULL,
    set_at timestamp with time zone DEFAULT now() NOT NULL,
    note text
);

ALTER TABLE public.city_setting ALTER COLUMN setting_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.city_setting_setting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.consultation (
    consultation_id uuid NOT NULL,
    kind text NOT NULL,
    department_id integer NOT NULL,
    subject text,
    body text,
    reasks uuid,
    asked_by text NOT NULL,
    asked_by_account integer,
    asked_at timestamp with time zone DEFAULT now() NOT NULL,
    state text DEFAULT 'asked'::text NOT NULL,
    answered_by text,
    answered_at timestamp with time zone,
    answer text,
    source text NOT NULL,
    CONSTRAINT consultation_answer_check CHECK ((answer <> ''::text)),
    CONSTRAINT consultation_check CHECK ((((state = 'asked'::text) = (answered_at IS NULL)) AND ((answered_at IS NULL) = (answered_by IS NULL)))),
    CONSTRAINT consultation_check1 CHECK (((state <> ALL (ARRAY['agreed-with-conditions'::text, 'returned'::text])) OR (answer IS NOT NULL))),
    CONSTRAINT consultation_kind_check CHECK ((kind = ANY (ARRAY['coordination'::text, 'change'::text]))),
    CONSTRAINT consultation_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'agreed'::text, 'agreed-with-conditions'::text, 'returned'::text, 'withdrawn'::text]))),
    CONSTRAINT consultation_subject_check CHECK ((subject <> ''::text))
);

CREATE TABLE public.consultation_camera (
    consultation_id uuid NOT NULL,
    camera_id integer NOT NULL
);

CREATE TABLE public.consultation_change (
    consultation_change_id bigint NOT NULL,
    consultation_id uuid NOT NULL,
    camera_id integer NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    actor text NOT NULL,
    field text NOT NULL,
    from_value jsonb,
    to_value jsonb
);

ALTER TABLE public.consultation_change ALTER COLUMN consultation_change_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.consultation_change_consultation_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.consultation_message (
    message_id uuid NOT NULL,
    consultation_id uuid NOT NULL,
    said_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    said_by text NOT NULL,
    by_role text NOT NULL,
    body text NOT NULL,
    CONSTRAINT consultation_message_body_check CHECK ((body <> ''::text))
);

CREATE TABLE public.contract (
    contract_id integer NOT NULL,
    contractor_id integer NOT NULL,
    request_id uuid,
    document_no text NOT NULL,
    title text NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    ended_on date,
    end_reason text,
    ended_by text,
    signed_at timestamp with time zone,
    signed_by text,
    training_months smallint NOT NULL,
    check_months smallint NOT NULL,
    source text NOT NULL,
    in_force daterange GENERATED ALWAYS AS (daterange(valid_from, LEAST(valid_to, ended_on))) STORED NOT NULL,
    CONSTRAINT contract_check CHECK ((valid_to > valid_from)),
    CONSTRAINT contract_check1 CHECK ((ended_on >= valid_from)),
    CONSTRAINT contract_check2 CHECK (((ended_on IS NULL) = (end_reason IS NULL))),
    CONSTRAINT contract_check3 CHECK (((signed_at IS NULL) = (signed_by IS NULL))),
    CONSTRAINT contract_check_months_check CHECK (((check_months >= 1) AND (check_months <= 60))),
    CONSTRAINT contract_document_no_check CHECK ((document_no <> ''::text)),
    CONSTRAINT contract_title_check CHECK ((title <> ''::text)),
    CONSTRAINT contract_training_months_check CHECK (((training_months >= 1) AND (training_months <= 60)))
);

CREATE TABLE public.contract_clause (
    contract_id integer NOT NULL,
    clause text NOT NULL,
    ticked_on date NOT NULL,
    ticked_by text NOT NULL,
    CONSTRAINT contract_clause_clause_check CHECK ((clause = ANY (ARRAY['scope'::text, 'sub-outsourcing'::text, 'access-limits'::text, 'status-checks'::text, 'liability'::text])))
);

ALTER TABLE public.contract ALTER COLUMN contract_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.contract_contract_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.contract_guard (
    only_row boolean DEFAULT true NOT NULL,
    decided bigint DEFAULT 0 NOT NULL,
    CONSTRAINT contract_guard_only_row_check CHECK (only_row)
);

CREATE TABLE public.contract_part (
    part text NOT NULL,
    duty text NOT NULL,
    CONSTRAINT contract_part_duty_check CHECK ((duty = ANY (ARRAY['operation'::text, 'resource'::text, 'upkeep'::text])))
);

CREATE TABLE public.contract_scope (
    contract_id integer NOT NULL,
    part text NOT NULL
);

CREATE TABLE public.contract_supervision (
    supervision_id uuid NOT NULL,
    contract_id integer NOT NULL,
    kind text NOT NULL,
    done_on date NOT NULL,
    done_by text NOT NULL,
    findings text,
    source text NOT NULL,
    CONSTRAINT contract_supervision_kind_check CHECK ((kind = ANY (ARRAY['training'::text, 'check'::text])))
);

CREATE TABLE public.contractor (
    contractor_id integer NOT NULL,
    name text NOT NULL,
    phone text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source text NOT NULL,
    CONSTRAINT contractor_check CHECK ((valid_to > valid_from))
);

ALTER TABLE public.contractor ALTER COLUMN contractor_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.contractor_contractor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE VIEW public.contractor_period AS
 WITH held AS (
         SELECT contract.contractor_id,
            unnest(range_agg(contract.in_force)) AS run
           FROM public.contract
          WHERE ((contract.signed_at IS NOT NULL) AND (NOT isempty(contract.in_force)))
          GROUP BY contract.contractor_id
        )
 SELECT held.contractor_id,
    contractor.name,
    contractor.phone,
    lower(held.run) AS valid_from,
    upper(held.run) AS valid_to
   FROM (held
     JOIN public.contractor USING (contractor_id))
UNION ALL
 SELECT contractor.contractor_id,
    contractor.name,
    contractor.phone,
    contractor.valid_from,
    contractor.valid_to
   FROM public.contractor
  WHERE (NOT (EXISTS ( SELECT
           FROM public.contract
          WHERE ((contract.contractor_id = contractor.contractor_id) AND (contract.signed_at IS NOT NULL)))));

ALTER TABLE public.dedicated_department ALTER COLUMN designation_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.dedicated_department_designation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.dedicated_department_history (
    designation_id integer NOT NULL,
    department_id integer NOT NULL,
    order_no text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_to timestamp with time zone NOT NULL
);

CREATE TABLE public.delegation (
    delegation_id uuid NOT NULL,
    agency text NOT NULL,
    asked_on date NOT NULL,
    asked_by text NOT NULL,
    document_no text,
    document_on date,
    valid_from date,
    valid_to date,
    granted_by text,
    ended_on date,
    end_reason text,
    ended_by text,
    source text NOT NULL,
    in_force daterange GENERATED ALWAYS AS (
CASE
    WHEN (document_on IS NULL) THEN 'empty'::daterange
    ELSE daterange(valid_from, LEAST(valid_to, ended_on))
END) STORED NOT NULL,
    CONSTRAINT delegation_check CHECK ((valid_to > valid_from)),
    CONSTRAINT delegation_check1 CHECK ((((ended_on IS NULL) = (end_reason IS NULL)) AND ((ended_on IS NULL) = (ended_by IS NULL)))),
    CONSTRAINT delegation_check2 CHECK ((ended_on >= COALESCE(valid_from, asked_on))),
    CONSTRAINT delegation_document_no_check CHECK ((document_no <> ''::text)),
    CONSTRAINT delegation_has_its_document CHECK ((((document_on IS NULL) = (document_no IS NULL)) AND ((document_on IS NULL) = (valid_from IS NULL)) AND ((document_on IS NULL) = (granted_by IS NULL)) AND (valid_from >= document_on) AND ((document_on IS NOT NULL) OR (valid_to IS NULL))))
);

CREATE TABLE public.delegation_adjustment (
    adjustment_id uuid NOT NULL,
    delegation_id uuid NOT NULL,
    agreed_on date NOT NULL,
    agreed text NOT NULL,
    recorded_by text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT delegation_adjustment_agreed_check CHECK ((agreed <> ''::text))
);

CREATE TABLE public.delegation_camera (
    delegation_id uuid NOT NULL,
    camera_id integer NOT NULL,
    named_from date NOT NULL,
    named_to date,
    CONSTRAINT delegation_camera_check CHECK ((named_to >= named_from))
);

CREATE TABLE public.demand_layer (
    demand_id integer NOT NULL,
    title text NOT NULL,
    unit text NOT NULL,
    kind text NOT NULL,
    cell_m real,
    origin text,
    as_of text,
    file_name text NOT NULL,
    digest text NOT NULL,
    source text NOT NULL,
    loaded_by text NOT NULL,
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT demand_layer_cell CHECK (((kind = 'grid'::text) = (cell_m IS NOT NULL))),
    CONSTRAINT demand_layer_cell_m_check CHECK ((cell_m > (0)::double precision)),
    CONSTRAINT demand_layer_kind_check CHECK ((kind = ANY (ARRAY['points'::text, 'grid'::text]))),
    CONSTRAINT demand_layer_title_check CHECK (((title = btrim(title)) AND (title <> ''::text))),
    CONSTRAINT demand_layer_unit_check CHECK (((unit = btrim(unit)) AND (unit <> ''::text)))
);

ALTER TABLE public.demand_layer ALTER COLUMN demand_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.demand_layer_demand_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.demand_point (
    demand_id integer NOT NULL,
    point_no integer NOT NULL,
    east double precision NOT NULL,
    north double precision NOT NULL,
    weight real NOT NULL,
    CONSTRAINT demand_point_east_check CHECK (((east >= ('-1000000'::integer)::double precision) AND (east <= (2000000)::double precision))),
    CONSTRAINT demand_point_north_check CHECK (((north >= ('-1000000'::integer)::double precision) AND (north <= (2000000)::double precision))),
    CONSTRAINT demand_point_weight_check CHECK (((weight >= (0)::double precision) AND (weight < 'Infinity'::real)))
);

ALTER TABLE public.department ALTER COLUMN department_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.department_department_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.department_history (
    department_id integer NOT NULL,
    name text NOT NULL,
    phone text,
    valid_from date NOT NULL,
    valid_to date,
    source text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_to timestamp with time zone NOT NULL,
    succeeded_by integer
);

CREATE TABLE public.discovery_run (
    run_id uuid NOT NULL,
    way text NOT NULL,
    asked_by text NOT NULL,
    range text NOT NULL,
    ports integer[] NOT NULL,
    started_at timestamp with time zone NOT NULL,
    touched_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    asked integer DEFAULT 0 NOT NULL,
    total integer NOT NULL,
    found integer DEFAULT 0 NOT NULL,
    dropped integer DEFAULT 0 NOT NULL,
    CONSTRAINT discovery_run_way_check CHECK ((way = ANY (ARRAY['probe'::text, 'multicast'::text])))
);

CREATE TABLE public.display (
    display_id integer NOT NULL,
    request_id uuid,
    name text NOT NULL,
    network cidr NOT NULL,
    account_id integer NOT NULL,
    registered_by text NOT NULL,
    registered_at timestamp with time zone DEFAULT now() NOT NULL,
    pairing_hash bytea,
    pairing_expires_at timestamp with time zone,
    paired_at timestamp with time zone,
    paired_address inet,
    ended_at timestamp with time zone,
    ended_by text,
    source text NOT NULL,
    CONSTRAINT display_check CHECK (((pairing_hash IS NULL) = (pairing_expires_at IS NULL))),
    CONSTRAINT display_check1 CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
    CONSTRAINT display_name_check CHECK ((name <> ''::text))
);

ALTER TABLE public.display ALTER COLUMN display_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.display_display_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.district (
    district_id integer NOT NULL,
    code text,
    name text NOT NULL,
    population integer,
    label_point public.geometry(Point,4326) NOT NULL,
    geom public.geometry(MultiPolygon,4326) NOT NULL,
    source text NOT NULL
);

ALTER TABLE public.district ALTER COLUMN district_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.district_district_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.equipment (
    equipment_id integer NOT NULL,
    request_id uuid,
    camera_id integer NOT NULL,
    part text NOT NULL,
    maker text,
    model text,
    serial text,
    firmware text,
    installed_on date,
    removed_on date,
    source text NOT NULL,
    certificate_no text,
    certified_model text,
    certified_firmware text,
    certificate_until date,
    CONSTRAINT equipment_check CHECK ((removed_on >= installed_on)),
    CONSTRAINT equipment_part_check CHECK ((part = ANY (ARRAY['camera'::text, 'pole'::text, 'power'::text, 'network'::text, 'recorder'::text, 'encoder'::text])))
);

ALTER TABLE public.equipment ALTER COLUMN equipment_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.equipment_equipment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.equipment_fault (
    fault_id uuid NOT NULL,
    camera_id integer NOT NULL,
    part text,
    found_at timestamp with time zone NOT NULL,
    found_by text NOT NULL,
    what text NOT NULL,
    cause text,
    repaired_at timestamp with time zone,
    repaired_by text,
    repair_note text,
    source text NOT NULL,
    finding text,
    CONSTRAINT equipment_fault_check CHECK ((repaired_at >= found_at)),
    CONSTRAINT equipment_fault_check1 CHECK (((repaired_at IS NULL) = (repaired_by IS NULL))),
    CONSTRAINT equipment_fault_finding_check CHECK ((finding = ANY (ARRAY['audio-track'::text, 'over-retention'::text, 'certificate-differs'::text]))),
    CONSTRAINT equipment_fault_part_check CHECK ((part = ANY (ARRAY['camera'::text, 'pole'::text, 'power'::text, 'network'::text, 'recorder'::text, 'encoder'::text]))),
    CONSTRAINT equipment_fault_what_check CHECK ((what <> ''::text))
);

CREATE TABLE public.event (
    seq bigint NOT NULL,
    kind text NOT NULL,
    object_id bigint,
    protected boolean NOT NULL,
    department_id integer,
    published_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.event_head (
    only_row boolean DEFAULT true NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT event_head_only_row_check CHECK (only_row)
);

CREATE TABLE public.event_outbox (
    outbox_id bigint NOT NULL,
    kind text NOT NULL,
    object_id bigint,
    protected boolean DEFAULT false NOT NULL,
    department_id integer
);

ALTER TABLE public.event_outbox ALTER COLUMN outbox_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.event_outbox_outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.found_device (
    found_device_id integer NOT NULL,
    host text NOT NULL,
    port integer NOT NULL,
    path text NOT NULL,
    endpoint text,
    scopes text[] DEFAULT '{}'::text[] NOT NULL,
    manufacturer text,
    model text,
    firmware text,
    serial_no text,
    asks_login boolean NOT NULL,
    network text NOT NULL,
    answered_by text NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    gone_since timestamp with time zone,
    ignored_at timestamp with time zone,
    ignored_by text,
    ignored_reason text,
    CONSTRAINT found_device_answered_by_check CHECK ((answered_by = ANY (ARRAY['probe'::text, 'multicast'::text]))),
    CONSTRAINT found_device_check CHECK ((last_seen_at >= first_seen_at)),
    CONSTRAINT found_device_check1 CHECK ((num_nonnulls(ignored_at, ignored_by, ignored_reason) = ANY (ARRAY[0, 3]))),
    CONSTRAINT found_device_path_check CHECK ((path ~~ '/%'::text)),
    CONSTRAINT found_device_port_check CHECK (((port >= 1) AND (port <= 65535)))
);

ALTER TABLE public.found_device ALTER COLUMN found_device_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.found_device_found_device_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.gateway (
    gateway_id uuid NOT NULL,
    address text NOT NULL,
    beat_at timestamp with time zone NOT NULL,
    watching jsonb DEFAULT '[]'::jsonb NOT NULL,
    certificate text,
    CONSTRAINT gateway_certificate_check CHECK (((length(certificate) <= 8192) AND (certificate ~~ '-----BEGIN CERTIFICATE-----%'::text)))
);

CREATE TABLE public.green (
    green_id integer NOT NULL,
    name text,
    geom public.geometry(MultiPolygon,4326) NOT NULL,
    source text NOT NULL
);

ALTER TABLE public.green ALTER COLUMN green_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.green_green_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.height_grid (
    only_one boolean DEFAULT true NOT NULL,
    west double precision NOT NULL,
    south double precision NOT NULL,
    step_m double precision NOT NULL,
    columns integer NOT NULL,
    rows integer NOT NULL,
    file_step_m real,
    as_of text,
    unknown_nodes integer NOT NULL,
    digest text NOT NULL,
    source text NOT NULL,
    CONSTRAINT height_grid_columns_check CHECK (((columns >= 2) AND (columns <= 100000))),
    CONSTRAINT height_grid_file_step_m_check CHECK ((file_step_m > (0)::double precision)),
    CONSTRAINT height_grid_only_one_check CHECK (only_one),
    CONSTRAINT height_grid_rows_check CHECK (((rows >= 2) AND (rows <= 100000))),
    CONSTRAINT height_grid_south_check CHECK (((south >= ('-1000000'::integer)::double precision) AND (south <= (2000000)::double precision))),
    CONSTRAINT height_grid_step_m_check CHECK (((step_m > (0)::double precision) AND (step_m <= (1000)::double precision))),
    CONSTRAINT height_grid_unknown_nodes_check CHECK ((unknown_nodes >= 0)),
    CONSTRAINT height_grid_west_check CHECK (((west >= ('-1000000'::integer)::double precision) AND (west <= (2000000)::double precision)))
);

CREATE TABLE public.height_tile (
    tile_column integer NOT NULL,
    tile_row integer NOT NULL,
    heights bytea NOT NULL,
    CONSTRAINT height_tile_heights_check CHECK ((length(heights) = 131072)),
    CONSTRAINT height_tile_tile_column_check CHECK ((tile_column >= 0)),
    CONSTRAINT height_tile_tile_row_check CHECK ((tile_row >= 0))
);

CREATE TABLE public.import_upload (
    import_id uuid DEFAULT gen_random_uuid() NOT NULL,
    account_id integer,
    file_name text NOT NULL,
    stored_name text NOT NULL,
    digest text,
    state text NOT NULL,
    rows_read integer DEFAULT 0 NOT NULL,
    report jsonb,
    failure jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT import_upload_state_check CHECK ((state = ANY (ARRAY['reading'::text, 'ready'::text, 'loading'::text, 'done'::text, 'failed'::text])))
);

CREATE TABLE public.import_upload_row (
    import_id uuid NOT NULL,
    row_no integer NOT NULL,
    line integer NOT NULL,
    lon double precision,
    lat double precision,
    outcome text NOT NULL,
    reasons text[] NOT NULL,
    title text NOT NULL,
    proposal_lon double precision,
    proposal_lat double precision,
    merged_into_line integer,
    CONSTRAINT import_upload_row_outcome_check CHECK ((outcome = ANY (ARRAY['load'::text, 'warn'::text, 'merge'::text, 'quarantine'::text])))
);

CREATE TABLE public.land (
    land_id integer NOT NULL,
    geom public.geometry(MultiPolygon,4326) NOT NULL,
    source text NOT NULL
);

ALTER TABLE public.land ALTER COLUMN land_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.land_land_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.layer_version (
    layer text NOT NULL,
    version integer NOT NULL,
    source text NOT NULL,
    title text NOT NULL,
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT layer_version_layer_check CHECK ((layer = ANY (ARRAY['districts'::text, 'coast'::text, 'roads'::text, 'buildings'::text, 'places'::text, 'water'::text, 'green'::text, 'cameras'::text, 'heights'::text])))
);

CREATE TABLE public.link_security (
    measure_id uuid NOT NULL,
    agency text NOT NULL,
    measures text NOT NULL,
    document_no text NOT NULL,
    decided_on date NOT NULL,
    valid_to date,
    ended_on date,
    end_reason text,
    ended_by text,
    recorded_by text NOT NULL,
    recorded_at timestamp with time zone DEFAULT now() NOT NULL,
    source text NOT NULL,
    in_force daterange GENERATED ALWAYS AS (daterange(decided_on, LEAST(valid_to, ended_on))) STORED NOT NULL,
    CONSTRAINT link_security_check CHECK ((valid_to > decided_on)),
    CONSTRAINT link_security_check1 CHECK ((ended_on >= decided_on)),
    CONSTRAINT link_security_check2 CHECK ((((ended_on IS NULL) = (end_reason IS NULL)) AND ((ended_on IS NULL) = (ended_by IS NULL)))),
    CONSTRAINT link_security_document_no_check CHECK ((document_no <> ''::text)),
    CONSTRAINT link_security_measures_check CHECK ((measures <> ''::text))
);

CREATE TABLE public.login_failure (
    account text NOT NULL,
    address inet NOT NULL,
    failed_at timestamp with time zone DEFAULT now() NOT NULL,
    attempt_id bigint NOT NULL,
    of_place boolean DEFAULT true NOT NULL
);

ALTER TABLE public.login_failure ALTER COLUMN attempt_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.login_failure_attempt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.login_notice (
    notice_id integer NOT NULL,
    account_id integer NOT NULL,
    what text NOT NULL,
    by_name text,
    address inet,
    reason text,
    session_id uuid,
    at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone,
    CONSTRAINT login_notice_what_check CHECK ((what = ANY (ARRAY['factor-reset'::text, 'password-changed'::text, 'password-set'::text])))
);

ALTER TABLE public.login_notice ALTER COLUMN notice_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.login_notice_notice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.login_step (
    token_hash bytea NOT NULL,
    account_id integer NOT NULL,
    address inet NOT NULL,
    enrols boolean NOT NULL,
    sealed_secret bytea,
    passkey_challenge text,
    attempts integer DEFAULT 0 NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.login_success (
    account_id integer NOT NULL,
    place inet NOT NULL,
    succeeded_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.longer_keeping (
    keeping_id uuid NOT NULL,
    camera_id integer NOT NULL,
    ground text NOT NULL,
    citation text NOT NULL,
    reason text NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_by text,
    ended_reason text,
    CONSTRAINT longer_keeping_check CHECK ((valid_to >= valid_from)),
    CONSTRAINT longer_keeping_check1 CHECK (((ended_by IS NULL) = (ended_reason IS NULL))),
    CONSTRAINT longer_keeping_citation_check CHECK (((length(btrim(citation)) >= 2) AND (length(btrim(citation)) <= 200))),
    CONSTRAINT longer_keeping_ground_check CHECK ((ground = ANY (ARRAY['statute'::text, 'evidence'::text, 'reason'::text]))),
    CONSTRAINT longer_keeping_reason_check CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 500)))
);

CREATE TABLE public.maintenance_window (
    window_id uuid NOT NULL,
    camera_id integer NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    planned_by text NOT NULL,
    planned_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    ended_by text,
    CONSTRAINT maintenance_window_check CHECK ((to_at > from_at)),
    CONSTRAINT maintenance_window_check1 CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
    CONSTRAINT maintenance_window_reason_check CHECK ((reason <> ''::text))
);

CREATE TABLE public.order_camera (
    order_id uuid NOT NULL,
    camera_id integer NOT NULL,
    department_id integer NOT NULL,
    applied_at timestamp with time zone
);

CREATE TABLE public.organisation_order_history (
    order_id uuid NOT NULL,
    kind text NOT NULL,
    order_no text NOT NULL,
    effective_on date NOT NULL,
    steps jsonb NOT NULL,
    effects jsonb NOT NULL,
    first_recorded_at timestamp with time zone NOT NULL,
    recorded_by text NOT NULL,
    source text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_to timestamp with time zone NOT NULL
);

CREATE TABLE public.passkey (
    credential_id text NOT NULL,
    account_id integer NOT NULL,
    public_key bytea NOT NULL,
    use_count bigint NOT NULL,
    transports text[] NOT NULL,
    enrolled_at timestamp with time zone DEFAULT now() NOT NULL,
    used_at timestamp with time zone
);

CREATE TABLE public.person (
    person_id integer NOT NULL,
    person_no text NOT NULL,
    name text NOT NULL,
    title text,
    phone text,
    department_id integer,
    left_on date,
    source text NOT NULL,
    CONSTRAINT person_name_check CHECK ((name <> ''::text)),
    CONSTRAINT person_person_no_check CHECK (((person_no = btrim(person_no)) AND (person_no <> ''::text))),
    CONSTRAINT person_phone_check CHECK ((phone <> ''::text)),
    CONSTRAINT person_title_check CHECK ((title <> ''::text))
);

ALTER TABLE public.person ALTER COLUMN person_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.person_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.place (
    place_id integer NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    rank smallint NOT NULL,
    geom public.geometry(Point,4326) NOT NULL,
    source text NOT NULL,
    CONSTRAINT place_kind_check CHECK ((kind = ANY (ARRAY['unit'::text, 'landmark'::text, 'public'::text, 'school'::text, 'market'::text, 'harbour'::text, 'beach'::text, 'interchange'::text, 'sea'::text, 'hill'::text]))),
    CONSTRAINT place_rank_check CHECK (((rank >= 1) AND (rank <= 9)))
);

ALTER TABLE public.place ALTER COLUMN place_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.place_place_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pledge (
    pledge_id integer NOT NULL,
    account_id integer NOT NULL,
    signed_at timestamp with time zone DEFAULT now() NOT NULL,
    text_version text NOT NULL,
    text_signed text NOT NULL,
    address inet,
    source text NOT NULL
);

ALTER TABLE public.pledge ALTER COLUMN pledge_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.pledge_pledge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.post_holding_history (
    holding_id integer NOT NULL,
    post_id integer NOT NULL,
    person_id integer NOT NULL,
    kind text NOT NULL,
    order_no text,
    valid_from date NOT NULL,
    valid_to date,
    request_id uuid,
    source text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_to timestamp with time zone NOT NULL
);

ALTER TABLE public.post_holding ALTER COLUMN holding_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.post_holding_holding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ptz_aim (
    camera_id integer NOT NULL,
    bearing_deg double precision,
    tilt_deg double precision,
    zoom double precision,
    away boolean NOT NULL,
    moving boolean NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

CREATE TABLE public.ptz_calibration (
    camera_id integer NOT NULL,
    pan_zero_deg double precision NOT NULL,
    degrees_per_pan double precision NOT NULL,
    endless boolean NOT NULL,
    tilt_zero_deg double precision NOT NULL,
    degrees_per_tilt double precision NOT NULL,
    zoom_times double precision NOT NULL,
    pan_deg_per_s double precision NOT NULL,
    tilt_deg_per_s double precision NOT NULL,
    measured_by text NOT NULL,
    measured_at timestamp with time zone DEFAULT now() NOT NULL,
    source text NOT NULL,
    confirmed jsonb,
    CONSTRAINT ptz_calibration_degrees_per_pan_check CHECK (((abs(degrees_per_pan) >= (1)::double precision) AND (abs(degrees_per_pan) <= (720)::double precision))),
    CONSTRAINT ptz_calibration_degrees_per_tilt_check CHECK (((abs(degrees_per_tilt) >= (1)::double precision) AND (abs(degrees_per_tilt) <= (180)::double precision))),
    CONSTRAINT ptz_calibration_pan_deg_per_s_check CHECK (((pan_deg_per_s >= (1)::double precision) AND (pan_deg_per_s <= (720)::double precision))),
    CONSTRAINT ptz_calibration_pan_zero_deg_check CHECK (((pan_zero_deg >= (0)::double precision) AND (pan_zero_deg < (360)::double precision))),
    CONSTRAINT ptz_calibration_tilt_deg_per_s_check CHECK (((tilt_deg_per_s >= (1)::double precision) AND (tilt_deg_per_s <= (720)::double precision))),
    CONSTRAINT ptz_calibration_tilt_zero_deg_check CHECK (((tilt_zero_deg >= ('-90'::integer)::double precision) AND (tilt_zero_deg <= (90)::double precision))),
    CONSTRAINT ptz_calibration_zoom_times_check CHECK (((zoom_times >= (1)::double precision) AND (zoom_times <= (200)::double precision)))
);

CREATE TABLE public.ptz_hold (
    hold_id bigint NOT NULL,
    camera_id integer NOT NULL,
    account_id integer NOT NULL,
    session_id uuid NOT NULL,
    person_name text NOT NULL,
    seat text,
    role text NOT NULL,
    priority smallint NOT NULL,
    serves jsonb NOT NULL,
    incident text,
    taken_reason text,
    begun_at timestamp with time zone NOT NULL,
    commanded_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_why text,
    CONSTRAINT ptz_hold_check CHECK (((ended_at IS NULL) = (ended_why IS NULL)))
);

ALTER TABLE public.ptz_hold ALTER COLUMN hold_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.ptz_hold_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pursuit (
    pursuit_id uuid NOT NULL,
    pursuit_no integer NOT NULL,
    account_id integer NOT NULL,
    session_id uuid NOT NULL,
    person_name text NOT NULL,
    seat text,
    role text NOT NULL,
    basis text NOT NULL,
    consent_by text,
    consent_record text,
    consent_on date,
    statute text,
    citation text,
    purpose text,
    incident text NOT NULL,
    began_camera_id integer NOT NULL,
    began_at timestamp with time zone DEFAULT now() NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    ended_by text,
    ended_why text,
    CONSTRAINT pursuit_basis CHECK (
CASE basis
    WHEN 'consent'::text THEN ((num_nonnulls(consent_by, consent_record, consent_on, purpose) = 4) AND (num_nonnulls(statute, citation) = 0))
    ELSE ((num_nonnulls(statute, citation) = 2) AND (num_nonnulls(consent_by, consent_record, consent_on) = 0))
END),
    CONSTRAINT pursuit_basis_check CHECK ((basis = ANY (ARRAY['consent'::text, 'statute'::text]))),
    CONSTRAINT pursuit_citation_check CHECK (((length(btrim(citation)) >= 2) AND (length(btrim(citation)) <= 200))),
    CONSTRAINT pursuit_consent_by_check CHECK ((consent_by = ANY (ARRAY['subject'::text, 'representative'::text]))),
    CONSTRAINT pursuit_consent_record_check CHECK (((length(btrim(consent_record)) >= 2) AND (length(btrim(consent_record)) <= 200))),
    CONSTRAINT pursuit_ended CHECK (((num_nonnulls(ended_at, ended_by, ended_why) = ANY (ARRAY[0, 3])) AND (ended_at >= began_at))),
    CONSTRAINT pursuit_incident_check CHECK (((length(btrim(incident)) >= 2) AND (length(btrim(incident)) <= 100))),
    CONSTRAINT pursuit_span CHECK ((ends_at > began_at))
);

CREATE TABLE public.pursuit_camera (
    step bigint NOT NULL,
    pursuit_id uuid NOT NULL,
    camera_id integer NOT NULL,
    called text NOT NULL,
    hidden boolean NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.pursuit_camera ALTER COLUMN step ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.pursuit_camera_step_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pursuit_extension (
    extension_id uuid NOT NULL,
    pursuit_id uuid NOT NULL,
    account_id integer NOT NULL,
    person_name text NOT NULL,
    role text NOT NULL,
    reason text NOT NULL,
    declared_at timestamp with time zone DEFAULT now() NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT pursuit_extension_reason_check CHECK (((length(btrim(reason)) >= 2) AND (length(btrim(reason)) <= 500)))
);

CREATE VIEW public.pursuit_now WITH (security_invoker='true') AS
 SELECT pursuit.pursuit_id,
    pursuit.pursuit_no,
    pursuit.account_id,
    pursuit.session_id,
    pursuit.person_name,
    pursuit.seat,
    pursuit.role,
    pursuit.basis,
    pursuit.consent_by,
    pursuit.consent_record,
    pursuit.consent_on,
    pursuit.statute,
    pursuit.citation,
    pursuit.purpose,
    pursuit.incident,
    pursuit.began_camera_id,
    pursuit.began_at,
    pursuit.ends_at,
    pursuit.ended_at,
    pursuit.ended_by,
    pursuit.ended_why,
    until.until_at,
    ((pursuit.ended_at IS NULL) AND (until.until_at > now())) AS is_open
   FROM public.pursuit,
    LATERAL ( SELECT GREATEST(pursuit.ends_at, ( SELECT max(extension.ends_at) AS max
                   FROM public.pursuit_extension extension
                  WHERE (extension.pursuit_id = pursuit.pursuit_id))) AS until_at) until;

ALTER TABLE public.pursuit ALTER COLUMN pursuit_no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.pursuit_pursuit_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.responsible_post_history (
    post_id integer NOT NULL,
    department_id integer NOT NULL,
    duty text NOT NULL,
    title text NOT NULL,
    phone text,
    valid_from date NOT NULL,
    valid_to date,
    source text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    recorded_to timestamp with time zone NOT NULL
);

ALTER TABLE public.responsible_post ALTER COLUMN post_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.responsible_post_post_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.road (
    road_id integer NOT NULL,
    name text,
    class text NOT NULL,
    width_m real,
    geom public.geometry(MultiLineString,4326) NOT NULL,
    source text NOT NULL,
    CONSTRAINT road_class_check CHECK ((class = ANY (ARRAY['motorway'::text, 'trunk'::text, 'main'::text, 'street'::text, 'lane'::text])))
);

ALTER TABLE public.road ALTER COLUMN road_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.road_road_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.security_exemption (
    camera_id integer NOT NULL,
    decision_no text NOT NULL,
    decided_on date NOT NULL,
    source text NOT NULL
);

CREATE TABLE public.session (
    token_hash bytea NOT NULL,
    session_id uuid DEFAULT gen_random_uuid() NOT NULL,
    account_id integer NOT NULL,
    address inet,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    display_id integer,
    idle_minutes integer,
    user_agent text,
    CONSTRAINT display_is_bound CHECK (((display_id IS NULL) OR ((address IS NOT NULL) AND (user_agent IS NOT NULL)))),
    CONSTRAINT session_idle_minutes_check CHECK ((idle_minutes > 0))
);

CREATE TABLE public.signboard (
    signboard_id integer NOT NULL,
    kind text NOT NULL,
    geom public.geometry(Point,4326) NOT NULL,
    printed_on date,
    printed_purpose text NOT NULL,
    printed_place text NOT NULL,
    printed_hours text NOT NULL,
    printed_range text NOT NULL,
    printed_manager text NOT NULL,
    printed_contact text NOT NULL,
    printed_contractor text,
    printed_contractor_contact text,
    removed_on date,
    source text NOT NULL,
    CONSTRAINT signboard_kind_check CHECK ((kind = ANY (ARRAY['sign'::text, 'building-sign'::text])))
);

CREATE TABLE public.signboard_camera (
    signboard_id integer NOT NULL,
    camera_id integer NOT NULL
);

ALTER TABLE public.signboard ALTER COLUMN signboard_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.signboard_signboard_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.site (
    site_id integer NOT NULL,
    import_key text COLLATE pg_catalog."C",
    kind text,
    name text NOT NULL,
    road_address text,
    lot_address text,
    hours_text text,
    range_text text,
    geom public.geometry(Point,4326) NOT NULL,
    district_id integer,
    source text NOT NULL,
    CONSTRAINT site_kind_check CHECK ((kind = ANY (ARRAY['pole'::text, 'wall'::text, 'building'::text])))
);

ALTER TABLE public.site ALTER COLUMN site_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.site_site_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.siting_alternative (
    plan_id uuid NOT NULL,
    letter text NOT NULL,
    name text NOT NULL,
    geom public.geometry(Point,4326) NOT NULL,
    kind text NOT NULL,
    azimuth_deg real NOT NULL,
    hfov_deg real NOT NULL,
    range_m real NOT NULL,
    height_m real NOT NULL,
    tilt_deg real,
    megapixels double precision,
    night_range_m real,
    purposes text[] NOT NULL,
    note text NOT NULL,
    CONSTRAINT siting_alternative_azimuth_deg_check CHECK (((azimuth_deg >= (0)::double precision) AND (azimuth_deg < (360)::double precision))),
    CONSTRAINT siting_alternative_height_m_check CHECK ((height_m > (0)::double precision)),
    CONSTRAINT siting_alternative_hfov_deg_check CHECK (((hfov_deg > (0)::double precision) AND (hfov_deg <= (360)::double precision))),
    CONSTRAINT siting_alternative_kind_check CHECK ((kind = ANY (ARRAY['fixed'::text, 'ptz'::text, 'fisheye'::text]))),
    CONSTRAINT siting_alternative_letter_check CHECK ((letter ~ '^[A-Z]$'::text)),
    CONSTRAINT siting_alternative_megapixels_check CHECK ((megapixels > (0)::double precision)),
    CONSTRAINT siting_alternative_night_range_m_check CHECK ((night_range_m > (0)::double precision)),
    CONSTRAINT siting_alternative_range_m_check CHECK ((range_m > (0)::double precision)),
    CONSTRAINT siting_alternative_tilt_deg_check CHECK (((tilt_deg >= ('-90'::integer)::double precision) AND (tilt_deg <= (90)::double precision)))
);

CREATE TABLE public.siting_plan (
    plan_id uuid NOT NULL,
    title text NOT NULL,
    department_id integer,
    account_id integer,
    owner_name text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    changed_by text NOT NULL,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT siting_plan_title_check CHECK (((title = btrim(title)) AND (title <> ''::text))),
    CONSTRAINT siting_plan_version_check CHECK ((version > 0))
);

CREATE TABLE public.substitute_notice (
    notice_id integer NOT NULL,
    reason text NOT NULL,
    published_at_place text NOT NULL,
    published_on date NOT NULL,
    withdrawn_on date,
    source text NOT NULL,
    CONSTRAINT substitute_notice_reason_check CHECK ((reason = ANY (ARRAY['traffic-flow'::text, 'long-range'::text, 'not-feasible'::text])))
);

CREATE TABLE public.substitute_notice_camera (
    notice_id integer NOT NULL,
    camera_id integer NOT NULL
);

ALTER TABLE public.substitute_notice ALTER COLUMN notice_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.substitute_notice_notice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.totp_factor (
    account_id integer NOT NULL,
    sealed_secret bytea NOT NULL,
    last_step bigint NOT NULL,
    enrolled_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.wall_display (
    display_id integer NOT NULL,
    scene_id uuid,
    sequence_id uuid,
    shown_by text NOT NULL,
    shown_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT wall_display_check CHECK ((num_nonnulls(scene_id, sequence_id) = 1))
);

CREATE TABLE public.wall_scene (
    scene_id uuid NOT NULL,
    account_id integer NOT NULL,
    name text NOT NULL,
    tiles smallint NOT NULL,
    shared boolean DEFAULT false NOT NULL,
    kept_by text NOT NULL,
    kept_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT wall_scene_name_check CHECK (((name = btrim(name)) AND (name <> ''::text))),
    CONSTRAINT wall_scene_tiles_check CHECK ((tiles = ANY (ARRAY[1, 4, 9, 16])))
);

CREATE TABLE public.wall_scene_camera (
    scene_id uuid NOT NULL,
    tile smallint NOT NULL,
    camera_id integer,
    called text NOT NULL,
    hidden boolean NOT NULL,
    CONSTRAINT wall_scene_camera_tile_check CHECK (((tile >= 1) AND (tile <= 16)))
);

CREATE TABLE public.wall_sequence (
    sequence_id uuid NOT NULL,
    account_id integer NOT NULL,
    name text NOT NULL,
    dwell_s smallint NOT NULL,
    shared boolean DEFAULT false NOT NULL,
    kept_by text NOT NULL,
    kept_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT wall_sequence_dwell_s_check CHECK (((dwell_s >= 5) AND (dwell_s <= 120))),
    CONSTRAINT wall_sequence_name_check CHECK (((name = btrim(name)) AND (name <> ''::text)))
);

CREATE TABLE public.wall_sequence_step (
    sequence_id uuid NOT NULL,
    step smallint NOT NULL,
    scene_id uuid,
    camera_id integer,
    CONSTRAINT wall_sequence_step_check CHECK ((num_nonnulls(scene_id, camera_id) = 1)),
    CONSTRAINT wall_sequence_step_step_check CHECK ((step > 0))
);

CREATE TABLE public.water (
    water_id integer NOT NULL,
    kind text NOT NULL,
    name text,
    geom public.geometry(Geometry,4326) NOT NULL,
    source text NOT NULL,
    CONSTRAINT water_kind_check CHECK ((kind = ANY (ARRAY['lake'::text, 'river'::text, 'stream'::text])))
);

ALTER TABLE public.water ALTER COLUMN water_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.water_water_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_pkey PRIMARY KEY (grant_id);

ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_request_id_key UNIQUE (request_id);

ALTER TABLE ONLY public.access_review_decision
    ADD CONSTRAINT access_review_decision_pkey PRIMARY KEY (quarter, grant_id);

ALTER TABLE ONLY public.access_review
    ADD CONSTRAINT access_review_pkey PRIMARY KEY (quarter);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_account_key UNIQUE (account);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_request_id_key UNIQUE (request_id);

ALTER TABLE ONLY public.account_request
    ADD CONSTRAINT account_request_pkey PRIMARY KEY (request_id);

ALTER TABLE ONLY public.agency
    ADD CONSTRAINT agency_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.audit_anchor
    ADD CONSTRAINT audit_anchor_line_sha256_key UNIQUE (line_sha256);

ALTER TABLE ONLY public.audit_anchor
    ADD CONSTRAINT audit_anchor_pkey PRIMARY KEY (anchor_no);

ALTER TABLE ONLY public.audit_fault
    ADD CONSTRAINT audit_fault_pkey PRIMARY KEY (part);

ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.audit_review
    ADD CONSTRAINT audit_review_pkey PRIMARY KEY (month);

ALTER TABLE ONLY public.audit_spool_line
    ADD CONSTRAINT audit_spool_line_pkey PRIMARY KEY (line_sha256);

ALTER TABLE ONLY public.audit_spool_line
    ADD CONSTRAINT audit_spool_line_spool_id_line_no_key UNIQUE (spool_id, line_no);

ALTER TABLE ONLY public.barred_sector
    ADD CONSTRAINT barred_sector_pkey PRIMARY KEY (sector_id);

ALTER TABLE ONLY public.building
    ADD CONSTRAINT building_pkey PRIMARY KEY (building_id);

ALTER TABLE ONLY public.camera_change
    ADD CONSTRAINT camera_change_pkey PRIMARY KEY (change_id);

ALTER TABLE ONLY public.camera_device
    ADD CONSTRAINT camera_device_pkey PRIMARY KEY (camera_id);

ALTER TABLE ONLY public.camera_from_device
    ADD CONSTRAINT camera_from_device_pkey PRIMARY KEY (request_id);

ALTER TABLE ONLY public.camera
    ADD CONSTRAINT camera_import_key_key UNIQUE (import_key);

ALTER TABLE ONLY public.camera
    ADD CONSTRAINT camera_pkey PRIMARY KEY (camera_id);

ALTER TABLE ONLY public.camera
    ADD CONSTRAINT camera_public_id_key UNIQUE (public_id);

ALTER TABLE ONLY public.camera_purpose
    ADD CONSTRAINT camera_purpose_pkey PRIMARY KEY (camera_id, purpose);

ALTER TABLE ONLY public.camera_stream
    ADD CONSTRAINT camera_stream_pkey PRIMARY KEY (camera_id);

ALTER TABLE ONLY public.camera_upkeep
    ADD CONSTRAINT camera_upkeep_pkey PRIMARY KEY (camera_id, since);

ALTER TABLE ONLY public.city_owner_name
    ADD CONSTRAINT city_owner_name_pkey PRIMARY KEY (name);

ALTER TABLE ONLY public.city_setting
    ADD CONSTRAINT city_setting_pkey PRIMARY KEY (setting_id);

ALTER TABLE ONLY public.consultation_camera
    ADD CONSTRAINT consultation_camera_pkey PRIMARY KEY (consultation_id, camera_id);

ALTER TABLE ONLY public.consultation_change
    ADD CONSTRAINT consultation_change_pkey PRIMARY KEY (consultation_change_id);

ALTER TABLE ONLY public.consultation_message
    ADD CONSTRAINT consultation_message_pkey PRIMARY KEY (message_id);

ALTER TABLE ONLY public.consultation
    ADD CONSTRAINT consultation_pkey PRIMARY KEY (consultation_id);

ALTER TABLE ONLY public.contract_clause
    ADD CONSTRAINT contract_clause_pkey PRIMARY KEY (contract_id, clause);

ALTER TABLE ONLY public.contract_guard
    ADD CONSTRAINT contract_guard_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.contract_part
    ADD CONSTRAINT contract_part_pkey PRIMARY KEY (part);

ALTER TABLE ONLY public.contract
    ADD CONSTRAINT contract_pkey PRIMARY KEY (contract_id);

ALTER TABLE ONLY public.contract
    ADD CONSTRAINT contract_request_id_key UNIQUE (request_id);

ALTER TABLE ONLY public.contract_scope
    ADD CONSTRAINT contract_scope_pkey PRIMARY KEY (contract_id, part);

ALTER TABLE ONLY public.contract_supervision
    ADD CONSTRAINT contract_supervision_pkey PRIMARY KEY (supervision_id);

ALTER TABLE ONLY public.contractor
    ADD CONSTRAINT contractor_pkey PRIMARY KEY (contractor_id);

ALTER TABLE ONLY public.dedicated_department
    ADD CONSTRAINT dedicated_department_pkey PRIMARY KEY (designation_id);

ALTER TABLE ONLY public.delegation_adjustment
    ADD CONSTRAINT delegation_adjustment_pkey PRIMARY KEY (adjustment_id);

ALTER TABLE ONLY public.delegation_camera
    ADD CONSTRAINT delegation_camera_delegation_id_camera_id_daterange_excl EXCLUDE USING gist (delegation_id WITH =, camera_id WITH =, daterange(named_from, named_to) WITH &&);

ALTER TABLE ONLY public.delegation_camera
    ADD CONSTRAINT delegation_camera_pkey PRIMARY KEY (delegation_id, camera_id, named_from);

ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_pkey PRIMARY KEY (delegation_id);

ALTER TABLE ONLY public.demand_layer
    ADD CONSTRAINT demand_layer_pkey PRIMARY KEY (demand_id);

ALTER TABLE ONLY public.demand_layer
    ADD CONSTRAINT demand_layer_title_key UNIQUE (title);

ALTER TABLE ONLY public.demand_point
    ADD CONSTRAINT demand_point_pkey PRIMARY KEY (demand_id, point_no);

ALTER TABLE ONLY public.department
    ADD CONSTRAINT department_pkey PRIMARY KEY (department_id);

ALTER TABLE ONLY public.discovery_run
    ADD CONSTRAINT discovery_run_pkey PRIMARY KEY (run_id);

ALTER TABLE ONLY public.display
    ADD CONSTRAINT display_pairing_hash_key UNIQUE (pairing_hash);

ALTER TABLE ONLY public.display
    ADD CONSTRAINT display_pkey PRIMARY KEY (display_id);

ALTER TABLE ONLY public.display
    ADD CONSTRAINT display_request_id_key UNIQUE (request_id);

ALTER TABLE ONLY public.district
    ADD CONSTRAINT district_pkey PRIMARY KEY (district_id);

ALTER TABLE ONLY public.equipment_fault
    ADD CONSTRAINT equipment_fault_pkey PRIMARY KEY (fault_id);

ALTER TABLE ONLY public.equipment
    ADD CONSTRAINT equipment_pkey PRIMARY KEY (equipment_id);

ALTER TABLE ONLY public.equipment
    ADD CONSTRAINT equipment_request_id_key UNIQUE (request_id);

ALTER TABLE ONLY public.event_head
    ADD CONSTRAINT event_head_pkey PRIMARY KEY (only_row);

ALTER TABLE ONLY public.event_outbox
    ADD CONSTRAINT event_outbox_pkey PRIMARY KEY (outbox_id);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.found_device
    ADD CONSTRAINT found_device_host_port_key UNIQUE (host, port);

ALTER TABLE ONLY public.found_device
    ADD CONSTRAINT found_device_pkey PRIMARY KEY (found_device_id);

ALTER TABLE ONLY public.gateway
    ADD CONSTRAINT gateway_pkey PRIMARY KEY (gateway_id);

ALTER TABLE ONLY public.green
    ADD CONSTRAINT green_pkey PRIMARY KEY (green_id);

ALTER TABLE ONLY public.height_grid
    ADD CONSTRAINT height_grid_pkey PRIMARY KEY (only_one);

ALTER TABLE ONLY public.height_tile
    ADD CONSTRAINT height_tile_pkey PRIMARY KEY (tile_column, tile_row);

ALTER TABLE ONLY public.import_upload
    ADD CONSTRAINT import_upload_pkey PRIMARY KEY (import_id);

ALTER TABLE ONLY public.import_upload_row
    ADD CONSTRAINT import_upload_row_pkey PRIMARY KEY (import_id, row_no);

ALTER TABLE ONLY public.land
    ADD CONSTRAINT land_pkey PRIMARY KEY (land_id);

ALTER TABLE ONLY public.layer_version
    ADD CONSTRAINT layer_version_pkey PRIMARY KEY (layer);

ALTER TABLE ONLY public.link_security
    ADD CONSTRAINT link_security_pkey PRIMARY KEY (measure_id);

ALTER TABLE ONLY public.login_failure
    ADD CONSTRAINT login_failure_pkey PRIMARY KEY (attempt_id);

ALTER TABLE ONLY public.login_notice
    ADD CONSTRAINT login_notice_pkey PRIMARY KEY (notice_id);

ALTER TABLE ONLY public.login_step
    ADD CONSTRAINT login_step_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.login_success
    ADD CONSTRAINT login_success_pkey PRIMARY KEY (account_id, place);

ALTER TABLE ONLY public.longer_keeping
    ADD CONSTRAINT longer_keeping_pkey PRIMARY KEY (keeping_id);

ALTER TABLE ONLY public.maintenance_window
    ADD CONSTRAINT maintenance_window_pkey PRIMARY KEY (window_id);

ALTER TABLE ONLY public.dedicated_department
    ADD CONSTRAINT one_dedicated_department EXCLUDE USING gist (daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.post_holding
    ADD CONSTRAINT one_holder_of_a_post EXCLUDE USING gist (post_id WITH =, kind WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.responsible_post
    ADD CONSTRAINT one_operations_head_at_every_instant EXCLUDE USING gist (duty WITH =, daterange(valid_from, valid_to) WITH &&) WHERE ((duty = 'operations-head'::text));

ALTER TABLE ONLY public.responsible_post
    ADD CONSTRAINT one_post_of_a_duty EXCLUDE USING gist (department_id WITH =, duty WITH =, daterange(valid_from, valid_to) WITH &&);

ALTER TABLE ONLY public.order_camera
    ADD CONSTRAINT order_camera_pkey PRIMARY KEY (order_id, camera_id);

ALTER TABLE ONLY public.organisation_order
    ADD CONSTRAINT organisation_order_pkey PRIMARY KEY (order_id);

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_pkey PRIMARY KEY (credential_id);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_person_no_key UNIQUE (person_no);

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (person_id);

ALTER TABLE ONLY public.place
    ADD CONSTRAINT place_pkey PRIMARY KEY (place_id);

ALTER TABLE ONLY public.pledge
    ADD CONSTRAINT pledge_pkey PRIMARY KEY (pledge_id);

ALTER TABLE ONLY public.post_holding
    ADD CONSTRAINT post_holding_pkey PRIMARY KEY (holding_id);

ALTER TABLE ONLY public.post_holding
    ADD CONSTRAINT post_holding_request_id_key UNIQUE (request_id);

ALTER TABLE ONLY public.ptz_aim
    ADD CONSTRAINT ptz_aim_pkey PRIMARY KEY (camera_id);

ALTER TABLE ONLY public.ptz_calibration
    ADD CONSTRAINT ptz_calibration_pkey PRIMARY KEY (camera_id);

ALTER TABLE ONLY public.ptz_hold
    ADD CONSTRAINT ptz_hold_pkey PRIMARY KEY (hold_id);

ALTER TABLE ONLY public.pursuit_camera
    ADD CONSTRAINT pursuit_camera_pkey PRIMARY KEY (step);

ALTER TABLE ONLY public.pursuit_extension
    ADD CONSTRAINT pursuit_extension_pkey PRIMARY KEY (extension_id);

ALTER TABLE ONLY public.pursuit
    ADD CONSTRAINT pursuit_pkey PRIMARY KEY (pursuit_id);

ALTER TABLE ONLY public.pursuit
    ADD CONSTRAINT pursuit_pursuit_no_key UNIQUE (pursuit_no);

ALTER TABLE ONLY public.responsible_post
    ADD CONSTRAINT responsible_post_pkey PRIMARY KEY (post_id);

ALTER TABLE ONLY public.road
    ADD CONSTRAINT road_pkey PRIMARY KEY (road_id);

ALTER TABLE ONLY public.security_exemption
    ADD CONSTRAINT security_exemption_pkey PRIMARY KEY (camera_id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_session_id_key UNIQUE (session_id);

ALTER TABLE ONLY public.signboard_camera
    ADD CONSTRAINT signboard_camera_pkey PRIMARY KEY (signboard_id, camera_id);

ALTER TABLE ONLY public.signboard
    ADD CONSTRAINT signboard_pkey PRIMARY KEY (signboard_id);

ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_import_key_key UNIQUE (import_key);

ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_pkey PRIMARY KEY (site_id);

ALTER TABLE ONLY public.siting_alternative
    ADD CONSTRAINT siting_alternative_pkey PRIMARY KEY (plan_id, letter);

ALTER TABLE ONLY public.siting_plan
    ADD CONSTRAINT siting_plan_pkey PRIMARY KEY (plan_id);

ALTER TABLE ONLY public.substitute_notice_camera
    ADD CONSTRAINT substitute_notice_camera_pkey PRIMARY KEY (notice_id, camera_id);

ALTER TABLE ONLY public.substitute_notice
    ADD CONSTRAINT substitute_notice_pkey PRIMARY KEY (notice_id);

ALTER TABLE ONLY public.totp_factor
    ADD CONSTRAINT totp_factor_pkey PRIMARY KEY (account_id);

ALTER TABLE ONLY public.wall_display
    ADD CONSTRAINT wall_display_pkey PRIMARY KEY (display_id);

ALTER TABLE ONLY public.wall_scene
    ADD CONSTRAINT wall_scene_account_id_name_key UNIQUE (account_id, name);

ALTER TABLE ONLY public.wall_scene_camera
    ADD CONSTRAINT wall_scene_camera_pkey PRIMARY KEY (scene_id, tile);

ALTER TABLE ONLY public.wall_scene
    ADD CONSTRAINT wall_scene_pkey PRIMARY KEY (scene_id);

ALTER TABLE ONLY public.wall_sequence
    ADD CONSTRAINT wall_sequence_account_id_name_key UNIQUE (account_id, name);

ALTER TABLE ONLY public.wall_sequence
    ADD CONSTRAINT wall_sequence_pkey PRIMARY KEY (sequence_id);

ALTER TABLE ONLY public.wall_sequence_step
    ADD CONSTRAINT wall_sequence_step_pkey PRIMARY KEY (sequence_id, step);

ALTER TABLE ONLY public.water
    ADD CONSTRAINT water_pkey PRIMARY KEY (water_id);

CREATE INDEX access_grant_account ON public.access_grant USING btree (account_id) WHERE (revoked_at IS NULL);

CREATE INDEX account_request_asked ON public.account_request USING btree (asked_at DESC);

CREATE INDEX account_request_open ON public.account_request USING btree (account) WHERE (decided IS NULL);

CREATE INDEX audit_account_at ON public.audit USING btree (account_id, at, seq);

CREATE INDEX audit_action_at ON public.audit USING btree (action, at, seq);

CREATE INDEX audit_address_at ON public.audit USING btree (address, at, seq);

CREATE INDEX audit_at ON public.audit USING btree (at, seq);

CREATE INDEX audit_camera_at ON public.audit USING btree (object_id, at, seq) WHERE (object_kind = 'camera'::text);

CREATE INDEX audit_nobody_at ON public.audit USING btree (at, seq) WHERE (account_id IS NULL);

CREATE INDEX audit_refused_at ON public.audit USING btree (at, seq) WHERE (outcome = 'refused'::text);

CREATE INDEX audit_unprobed_at ON public.audit USING btree (at, seq) WHERE (action <> 'camera.probe'::text);

CREATE UNIQUE INDEX audit_viewing_once ON public.audit USING btree (((detail ->> 'viewing'::text)), action) WHERE (action = ANY (ARRAY['camera.watch'::text, 'camera.watch.end'::text]));

CREATE INDEX barred_sector_camera ON public.barred_sector USING btree (camera_id);

CREATE INDEX building_geom ON public.building USING gist (geom);

CREATE INDEX camera_change_camera ON public.camera_change USING btree (camera_id, change_id DESC);

CREATE INDEX camera_change_of_post ON public.camera_change USING btree (camera_id, changed_at) WHERE (field = ANY (ARRAY['departmentId'::text, 'integration'::text]));

CREATE INDEX camera_contractor ON public.camera USING btree (contractor_id);

CREATE INDEX camera_department ON public.camera USING btree (department_id) WHERE (department_id IS NOT NULL);

CREATE INDEX camera_from_device_camera ON public.camera_from_device USING btree (camera_id);

CREATE INDEX camera_from_device_device ON public.camera_from_device USING btree (found_device_id);

CREATE INDEX camera_management_no ON public.camera USING btree (management_no);

CREATE UNIQUE INDEX camera_one_main_purpose ON public.camera_purpose USING btree (camera_id) WHERE main;

CREATE INDEX camera_site ON public.camera USING btree (site_id);

CREATE UNIQUE INDEX camera_stream_nonce_once ON public.camera_stream USING btree (key_version, SUBSTRING(sealed_secret FROM 1 FOR 12));

CREATE INDEX city_setting_key ON public.city_setting USING btree (key, setting_id DESC);

CREATE INDEX consultation_camera_of ON public.consultation_camera USING btree (camera_id);

CREATE INDEX consultation_change_camera ON public.consultation_change USING btree (camera_id);

CREATE INDEX consultation_change_of ON public.consultation_change USING btree (consultation_id);

CREATE INDEX consultation_department ON public.consultation USING btree (department_id, asked_at);

CREATE INDEX consultation_message_of ON public.consultation_message USING btree (consultation_id, said_at);

CREATE INDEX consultation_open ON public.consultation USING btree (asked_at, consultation_id) WHERE (state = 'asked'::text);

CREATE INDEX contract_contractor ON public.contract USING btree (contractor_id);

CREATE INDEX contract_supervision_contract ON public.contract_supervision USING btree (contract_id, kind, done_on DESC);

CREATE INDEX dedicated_department_history_id ON public.dedicated_department_history USING btree (designation_id, recorded_at);

CREATE INDEX delegation_adjustment_of ON public.delegation_adjustment USING btree (delegation_id, agreed_on);

CREATE INDEX delegation_agency ON public.delegation USING btree (agency, asked_on DESC);

CREATE INDEX delegation_camera_of ON public.delegation_camera USING btree (camera_id);

CREATE INDEX delegation_in_force ON public.delegation USING gist (in_force);

CREATE INDEX department_history_id ON public.department_history USING btree (department_id, recorded_at);

CREATE INDEX department_succeeded_by ON public.department USING btree (succeeded_by) WHERE (succeeded_by IS NOT NULL);

CREATE INDEX discovery_run_started ON public.discovery_run USING btree (started_at DESC);

CREATE INDEX district_geom ON public.district USING gist (geom);

CREATE INDEX equipment_age ON public.equipment USING btree (installed_on, equipment_id) WHERE (removed_on IS NULL);

CREATE INDEX equipment_camera ON public.equipment USING btree (camera_id);

CREATE INDEX equipment_fault_camera ON public.equipment_fault USING btree (camera_id, found_at DESC);

CREATE UNIQUE INDEX equipment_fault_finding ON public.equipment_fault USING btree (camera_id, finding) WHERE ((finding IS NOT NULL) AND (repaired_at IS NULL));

CREATE INDEX equipment_fault_found ON public.equipment_fault USING btree (found_at DESC, fault_id);

CREATE INDEX equipment_fault_found_again ON public.equipment_fault USING btree (camera_id, finding, repaired_at) WHERE (finding IS NOT NULL);

CREATE INDEX equipment_fault_open ON public.equipment_fault USING btree (found_at, fault_id) WHERE (repaired_at IS NULL);

CREATE INDEX event_published ON public.event USING btree (published_at);

CREATE INDEX found_device_endpoint ON public.found_device USING btree (endpoint) WHERE (endpoint IS NOT NULL);

CREATE INDEX found_device_serial ON public.found_device USING btree (serial_no) WHERE (serial_no IS NOT NULL);

CREATE INDEX green_geom ON public.green USING gist (geom);

CREATE INDEX land_geom ON public.land USING gist (geom);

CREATE INDEX link_security_agency ON public.link_security USING btree (agency, decided_on DESC);

CREATE INDEX login_failure_account ON public.login_failure USING btree (account, failed_at);

CREATE INDEX login_failure_address ON public.login_failure USING btree (address, failed_at);

CREATE INDEX login_notice_unread ON public.login_notice USING btree (account_id, notice_id DESC) WHERE (seen_at IS NULL);

CREATE INDEX login_step_account ON public.login_step USING btree (account_id);

CREATE INDEX longer_keeping_camera ON public.longer_keeping USING btree (camera_id, valid_to);

CREATE INDEX maintenance_window_camera ON public.maintenance_window USING btree (camera_id, to_at DESC);

CREATE INDEX maintenance_window_open ON public.maintenance_window USING btree (to_at) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX one_keeper_today ON public.camera_upkeep USING btree (camera_id) WHERE (until IS NULL);

CREATE UNIQUE INDEX one_open_account_a_person ON public.account USING btree (person_id) WHERE (closed_at IS NULL);

CREATE INDEX order_camera_due ON public.order_camera USING btree (order_id) WHERE (applied_at IS NULL);

CREATE INDEX order_camera_of ON public.order_camera USING btree (camera_id);

CREATE INDEX organisation_order_history_id ON public.organisation_order_history USING btree (order_id, recorded_at);

CREATE INDEX passkey_account ON public.passkey USING btree (account_id);

CREATE INDEX person_department ON public.person USING btree (department_id) WHERE (department_id IS NOT NULL);

CREATE INDEX place_geom ON public.place USING gist (geom);

CREATE INDEX pledge_account ON public.pledge USING btree (account_id);

CREATE INDEX post_holding_history_id ON public.post_holding_history USING btree (holding_id, recorded_at);

CREATE INDEX post_holding_person ON public.post_holding USING btree (person_id);

CREATE INDEX ptz_aim_away ON public.ptz_aim USING btree (camera_id) WHERE away;

CREATE UNIQUE INDEX ptz_hold_once ON public.ptz_hold USING btree (camera_id, account_id) WHERE (ended_at IS NULL);

CREATE INDEX ptz_hold_open ON public.ptz_hold USING btree (camera_id, hold_id) WHERE (ended_at IS NULL);

CREATE INDEX pursuit_began ON public.pursuit USING btree (began_at DESC);

CREATE INDEX pursuit_camera_of ON public.pursuit_camera USING btree (pursuit_id, step);

CREATE INDEX pursuit_extension_of ON public.pursuit_extension USING btree (pursuit_id, declared_at);

CREATE INDEX pursuit_of_account ON public.pursuit USING btree (account_id, began_at DESC);

CREATE UNIQUE INDEX pursuit_open ON public.pursuit USING btree (account_id) WHERE (ended_at IS NULL);

CREATE INDEX responsible_post_history_id ON public.responsible_post_history USING btree (post_id, recorded_at);

CREATE INDEX road_geom ON public.road USING gist (geom);

CREATE INDEX session_account ON public.session USING btree (account_id);

CREATE INDEX session_display ON public.session USING btree (display_id) WHERE (display_id IS NOT NULL);

CREATE INDEX signboard_camera_camera ON public.signboard_camera USING btree (camera_id);

CREATE INDEX signboard_geom ON public.signboard USING gist (geom);

CREATE INDEX site_district ON public.site USING btree (district_id);

CREATE INDEX site_geom ON public.site USING gist (geom);

CREATE INDEX siting_plan_account ON public.siting_plan USING btree (account_id);

CREATE INDEX siting_plan_department ON public.siting_plan USING btree (department_id);

CREATE INDEX substitute_notice_camera_camera ON public.substitute_notice_camera USING btree (camera_id);

CREATE INDEX wall_display_scene ON public.wall_display USING btree (scene_id);

CREATE INDEX wall_display_sequence ON public.wall_display USING btree (sequence_id);

CREATE INDEX wall_scene_camera_of ON public.wall_scene_camera USING btree (camera_id);

CREATE INDEX wall_scene_shared ON public.wall_scene USING btree (name) WHERE shared;

CREATE INDEX wall_sequence_shared ON public.wall_sequence USING btree (name) WHERE shared;

CREATE INDEX wall_sequence_step_camera ON public.wall_sequence_step USING btree (camera_id);

CREATE INDEX wall_sequence_step_scene ON public.wall_sequence_step USING btree (scene_id);

CREATE INDEX water_geom ON public.water USING gist (geom);

CREATE TRIGGER account_change_ends_sessions AFTER UPDATE ON public.account FOR EACH ROW WHEN (((old.password_hash IS DISTINCT FROM new.password_hash) OR (old.role IS DISTINCT FROM new.role) OR ((old.closed_at IS NULL) <> (new.closed_at IS NULL)) OR (old.department_id IS DISTINCT FROM new.department_id) OR (old.agency IS DISTINCT FROM new.agency) OR (old.contractor_id IS DISTINCT FROM new.contractor_id))) EXECUTE FUNCTION public.account_change_ends_sessions();

CREATE TRIGGER account_request_stays BEFORE DELETE OR UPDATE ON public.account_request FOR EACH ROW EXECUTE FUNCTION public.account_request_stays();

CREATE TRIGGER account_stays_on_record BEFORE DELETE ON public.account FOR EACH ROW EXECUTE FUNCTION public.account_stays_on_record();

CREATE TRIGGER an_officer_stays AFTER UPDATE ON public.account FOR EACH ROW EXECUTE FUNCTION public.an_officer_stays();

CREATE TRIGGER announce_account AFTER DELETE OR UPDATE ON public.account FOR EACH STATEMENT EXECUTE FUNCTION public.announce_rights();

CREATE TRIGGER announce_agency AFTER INSERT OR UPDATE ON public.agency FOR EACH STATEMENT EXECUTE FUNCTION public.announce_rights();

CREATE TRIGGER announce_city_owner_name AFTER INSERT OR DELETE OR UPDATE ON public.city_owner_name FOR EACH STATEMENT EXECUTE FUNCTION public.announce_rights();

CREATE TRIGGER announce_delegation AFTER INSERT OR DELETE OR UPDATE ON public.delegation FOR EACH STATEMENT EXECUTE FUNCTION public.announce_rights();

CREATE TRIGGER announce_delegation_camera AFTER INSERT OR DELETE OR UPDATE ON public.delegation_camera FOR EACH STATEMENT EXECUTE FUNCTION public.announce_rights();

CREATE TRIGGER announce_event AFTER INSERT ON public.event FOR EACH STATEMENT EXECUTE FUNCTION public.announce();

CREATE TRIGGER announce_grant AFTER INSERT OR DELETE OR UPDATE ON public.access_grant FOR EACH STATEMENT EXECUTE FUNCTION public.announce_rights();

CREATE TRIGGER announce_link_security AFTER INSERT OR DELETE OR UPDATE ON public.link_security FOR EACH STATEMENT EXECUTE FUNCTION public.announce_rights();

CREATE TRIGGER announce_outbox AFTER INSERT ON public.event_outbox FOR EACH STATEMENT EXECUTE FUNCTION public.announce();

CREATE TRIGGER announce_pledge AFTER INSERT OR DELETE ON public.pledge FOR EACH STATEMENT EXECUTE FUNCTION public.announce_rights();

CREATE TRIGGER announce_session_end AFTER DELETE ON public.session FOR EACH STATEMENT EXECUTE FUNCTION public.announce_rights();

CREATE TRIGGER announce_setting AFTER INSERT ON public.city_setting FOR EACH STATEMENT EXECUTE FUNCTION public.announce_rights();

CREATE TRIGGER audit_anchor_stays BEFORE TRUNCATE ON public.audit_anchor FOR EACH STATEMENT EXECUTE FUNCTION public.audit_is_append_only();

ALTER TABLE public.audit_anchor ENABLE ALWAYS TRIGGER audit_anchor_stays;

CREATE TRIGGER audit_anchors_stay BEFORE DELETE OR UPDATE ON public.audit_anchor FOR EACH ROW EXECUTE FUNCTION public.audit_is_append_only();

ALTER TABLE public.audit_anchor ENABLE ALWAYS TRIGGER audit_anchors_stay;

CREATE TRIGGER audit_is_a_chain BEFORE INSERT ON public.audit FOR EACH ROW EXECUTE FUNCTION public.lay_audit_row();

ALTER TABLE public.audit ENABLE ALWAYS TRIGGER audit_is_a_chain;

CREATE TRIGGER audit_review_stays BEFORE DELETE OR UPDATE ON public.audit_review FOR EACH ROW EXECUTE FUNCTION public.audit_review_stays();

ALTER TABLE public.audit_review ENABLE ALWAYS TRIGGER audit_review_stays;

CREATE TRIGGER audit_reviews_stay BEFORE TRUNCATE ON public.audit_review FOR EACH STATEMENT EXECUTE FUNCTION public.audit_is_append_only();

ALTER TABLE public.audit_review ENABLE ALWAYS TRIGGER audit_reviews_stay;

CREATE TRIGGER audit_rows_stay BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION public.audit_is_append_only();

ALTER TABLE public.audit ENABLE ALWAYS TRIGGER audit_rows_stay;

CREATE TRIGGER audit_spool_lines_stay BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_spool_line FOR EACH STATEMENT EXECUTE FUNCTION public.audit_is_append_only();

ALTER TABLE public.audit_spool_line ENABLE ALWAYS TRIGGER audit_spool_lines_stay;

CREATE TRIGGER audit_stays BEFORE TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.audit_is_append_only();

ALTER TABLE public.audit ENABLE ALWAYS TRIGGER audit_stays;

CREATE CONSTRAINT TRIGGER connection_is_lawful AFTER INSERT ON public.camera_stream DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.connection_is_lawful();

CREATE TRIGGER consultation_stays_as_answered BEFORE DELETE OR UPDATE ON public.consultation FOR EACH ROW EXECUTE FUNCTION public.consultation_stays_as_answered();

CREATE CONSTRAINT TRIGGER contract_has_its_clauses AFTER DELETE OR UPDATE ON public.contract_clause DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.whole_is_never_outsourced();

CREATE TRIGGER contract_stays_as_signed BEFORE DELETE OR UPDATE ON public.contract FOR EACH ROW EXECUTE FUNCTION public.contract_stays_as_signed();

CREATE TRIGGER contractor_follows_contracts AFTER INSERT OR UPDATE ON public.contract FOR EACH ROW EXECUTE FUNCTION public.contractor_follows_contracts();

CREATE TRIGGER date_the_record BEFORE INSERT OR UPDATE ON public.dedicated_department FOR EACH ROW EXECUTE FUNCTION public.date_the_record();

CREATE TRIGGER date_the_record BEFORE INSERT OR UPDATE ON public.department FOR EACH ROW EXECUTE FUNCTION public.date_the_record();

CREATE TRIGGER date_the_record BEFORE INSERT OR UPDATE ON public.organisation_order FOR EACH ROW EXECUTE FUNCTION public.date_the_record();

CREATE TRIGGER date_the_record BEFORE INSERT OR UPDATE ON public.post_holding FOR EACH ROW EXECUTE FUNCTION public.date_the_record();

CREATE TRIGGER date_the_record BEFORE INSERT OR UPDATE ON public.responsible_post FOR EACH ROW EXECUTE FUNCTION public.date_the_record();

CREATE CONSTRAINT TRIGGER dedicated_department_has_no_gap AFTER INSERT OR DELETE OR UPDATE ON public.dedicated_department DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.dedicated_department_has_no_gap();

CREATE TRIGGER delegation_stays_as_granted BEFORE DELETE OR UPDATE ON public.delegation FOR EACH ROW EXECUTE FUNCTION public.delegation_stays_as_granted();

CREATE TRIGGER keep_superseded_record AFTER DELETE OR UPDATE ON public.dedicated_department FOR EACH ROW EXECUTE FUNCTION public.keep_superseded_record();

CREATE TRIGGER keep_superseded_record AFTER DELETE OR UPDATE ON public.department FOR EACH ROW EXECUTE FUNCTION public.keep_superseded_record();

CREATE TRIGGER keep_superseded_record AFTER DELETE OR UPDATE ON public.organisation_order FOR EACH ROW EXECUTE FUNCTION public.keep_superseded_record();

CREATE TRIGGER keep_superseded_record AFTER DELETE OR UPDATE ON public.post_holding FOR EACH ROW EXECUTE FUNCTION public.keep_superseded_record();

CREATE TRIGGER keep_superseded_record AFTER DELETE OR UPDATE ON public.responsible_post FOR EACH ROW EXECUTE FUNCTION public.keep_superseded_record();

CREATE CONSTRAINT TRIGGER link_is_lawful_when_changed AFTER UPDATE ON public.camera DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.integration = ANY (ARRAY['integrated'::text, 'linked'::text])) AND ((old.integration IS DISTINCT FROM new.integration) OR (old.owner_agency IS DISTINCT FROM new.owner_agency)))) EXECUTE FUNCTION public.link_is_lawful();

CREATE CONSTRAINT TRIGGER link_is_lawful_when_new AFTER INSERT ON public.camera DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.integration = ANY (ARRAY['integrated'::text, 'linked'::text]))) EXECUTE FUNCTION public.link_is_lawful();

CREATE TRIGGER link_security_stays BEFORE DELETE OR UPDATE ON public.link_security FOR EACH ROW EXECUTE FUNCTION public.link_security_stays();

CREATE CONSTRAINT TRIGGER operations_head_has_no_gap AFTER INSERT OR DELETE OR UPDATE ON public.dedicated_department DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.operations_head_has_no_gap();

CREATE CONSTRAINT TRIGGER operations_head_has_no_gap AFTER DELETE OR UPDATE ON public.department DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.operations_head_has_no_gap();

CREATE CONSTRAINT TRIGGER operations_head_has_no_gap AFTER INSERT OR DELETE OR UPDATE ON public.responsible_post DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.operations_head_has_no_gap();

CREATE CONSTRAINT TRIGGER owner_name_is_of_one_body AFTER INSERT OR UPDATE OF owner_names ON public.agency DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.owner_name_is_of_one_body();

CREATE CONSTRAINT TRIGGER owner_name_is_of_one_body AFTER INSERT OR UPDATE ON public.city_owner_name DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.owner_name_is_of_one_body();

CREATE TRIGGER person_stays_on_record BEFORE DELETE ON public.person FOR EACH ROW EXECUTE FUNCTION public.person_stays_on_record();

CREATE TRIGGER pledge_stays_as_signed BEFORE DELETE OR UPDATE ON public.pledge FOR EACH ROW EXECUTE FUNCTION public.pledge_stays_as_signed();

CREATE TRIGGER refuse_camera BEFORE INSERT ON public.pursuit_camera FOR EACH ROW EXECUTE FUNCTION public.refuse_pursuit_camera();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON public.pursuit FOR EACH ROW EXECUTE FUNCTION public.refuse_pursuit_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON public.pursuit_camera FOR EACH ROW EXECUTE FUNCTION public.refuse_pursuit_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON public.pursuit_extension FOR EACH ROW EXECUTE FUNCTION public.refuse_pursuit_change();

CREATE TRIGGER refuse_extension BEFORE INSERT ON public.pursuit_extension FOR EACH ROW EXECUTE FUNCTION public.refuse_pursuit_extension();

CREATE TRIGGER refuse_pursuit BEFORE INSERT ON public.pursuit FOR EACH ROW EXECUTE FUNCTION public.refuse_pursuit();

CREATE TRIGGER review_is_open BEFORE INSERT OR UPDATE ON public.access_review_decision FOR EACH ROW EXECUTE FUNCTION public.review_is_open();

CREATE TRIGGER review_stays_as_signed BEFORE DELETE OR UPDATE ON public.access_review FOR EACH ROW EXECUTE FUNCTION public.review_stays_as_signed();

CREATE TRIGGER right_of_outsider_ends BEFORE INSERT ON public.access_grant FOR EACH ROW EXECUTE FUNCTION public.right_of_outsider_ends();

CREATE TRIGGER right_stays_on_record BEFORE DELETE OR UPDATE ON public.access_grant FOR EACH ROW EXECUTE FUNCTION public.right_stays_on_record();

CREATE TRIGGER settle_moves AFTER UPDATE OF department_id ON public.camera FOR EACH ROW WHEN ((old.department_id IS DISTINCT FROM new.department_id)) EXECUTE FUNCTION public.settle_moves_of_a_camera();

CREATE TRIGGER tell_end AFTER UPDATE ON public.pursuit FOR EACH STATEMENT EXECUTE FUNCTION public.tell_pursuit_end();

CREATE CONSTRAINT TRIGGER whole_is_never_outsourced AFTER INSERT OR UPDATE ON public.contract DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.whole_is_never_outsourced();

CREATE CONSTRAINT TRIGGER whole_is_never_outsourced AFTER INSERT OR UPDATE ON public.contract_scope DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.whole_is_never_outsourced();

ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_department_id_fkey FOREIGN KEY (department_id) REFERENCES public.department(department_id);

ALTER TABLE ONLY public.access_grant
    ADD CONSTRAINT access_grant_replaces_fkey FOREIGN KEY (replaces) REFERENCES public.access_grant(grant_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.access_review_decision
    ADD CONSTRAINT access_review_decision_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES public.access_grant(grant_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_agency_fkey FOREIGN KEY (agency) REFERENCES public.agency(code);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_contractor_id_fkey FOREIGN KEY (contractor_id) REFERENCES public.contractor(contractor_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_department_id_fkey FOREIGN KEY (department_id) REFERENCES public.department(department_id);

ALTER TABLE ONLY public.account
    ADD CONSTRAINT account_person_fkey FOREIGN KEY (person_id) REFERENCES public.person(person_id);

ALTER TABLE ONLY public.account_request
    ADD CONSTRAINT account_request_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.account_request
    ADD CONSTRAINT account_request_asked_by_account_fkey FOREIGN KEY (asked_by_account) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.barred_sector
    ADD CONSTRAINT barred_sector_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.camera
    ADD CONSTRAINT camera_contractor_id_fkey FOREIGN KEY (contractor_id) REFERENCES public.contractor(contractor_id);

ALTER TABLE ONLY public.camera
    ADD CONSTRAINT camera_department_id_fkey FOREIGN KEY (department_id) REFERENCES public.department(department_id);

ALTER TABLE ONLY public.camera_device
    ADD CONSTRAINT camera_device_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.camera_from_device
    ADD CONSTRAINT camera_from_device_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.camera_from_device
    ADD CONSTRAINT camera_from_device_found_device_id_fkey FOREIGN KEY (found_device_id) REFERENCES public.found_device(found_device_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.camera_purpose
    ADD CONSTRAINT camera_purpose_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.camera
    ADD CONSTRAINT camera_site_id_fkey FOREIGN KEY (site_id) REFERENCES public.site(site_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.camera_stream
    ADD CONSTRAINT camera_stream_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.camera_upkeep
    ADD CONSTRAINT camera_upkeep_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.camera_upkeep
    ADD CONSTRAINT camera_upkeep_contractor_id_fkey FOREIGN KEY (contractor_id) REFERENCES public.contractor(contractor_id);

ALTER TABLE ONLY public.camera_upkeep
    ADD CONSTRAINT camera_upkeep_department_id_fkey FOREIGN KEY (department_id) REFERENCES public.department(department_id);

ALTER TABLE ONLY public.consultation_camera
    ADD CONSTRAINT consultation_camera_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.consultation_camera
    ADD CONSTRAINT consultation_camera_consultation_id_fkey FOREIGN KEY (consultation_id) REFERENCES public.consultation(consultation_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.consultation_change
    ADD CONSTRAINT consultation_change_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.consultation_change
    ADD CONSTRAINT consultation_change_consultation_id_fkey FOREIGN KEY (consultation_id) REFERENCES public.consultation(consultation_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.consultation
    ADD CONSTRAINT consultation_department_id_fkey FOREIGN KEY (department_id) REFERENCES public.department(department_id);

ALTER TABLE ONLY public.consultation_message
    ADD CONSTRAINT consultation_message_consultation_id_fkey FOREIGN KEY (consultation_id) REFERENCES public.consultation(consultation_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.consultation
    ADD CONSTRAINT consultation_reasks_fkey FOREIGN KEY (reasks) REFERENCES public.consultation(consultation_id) ON DELETE SET NULL;

ALTER TABLE ONLY public.contract_clause
    ADD CONSTRAINT contract_clause_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contract(contract_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contract
    ADD CONSTRAINT contract_contractor_id_fkey FOREIGN KEY (contractor_id) REFERENCES public.contractor(contractor_id);

ALTER TABLE ONLY public.contract_scope
    ADD CONSTRAINT contract_scope_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contract(contract_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.contract_scope
    ADD CONSTRAINT contract_scope_part_fkey FOREIGN KEY (part) REFERENCES public.contract_part(part);

ALTER TABLE ONLY public.contract_supervision
    ADD CONSTRAINT contract_supervision_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES public.contract(contract_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.dedicated_department
    ADD CONSTRAINT dedicated_department_department_id_fkey FOREIGN KEY (department_id) REFERENCES public.department(department_id);

ALTER TABLE ONLY public.delegation_adjustment
    ADD CONSTRAINT delegation_adjustment_delegation_id_fkey FOREIGN KEY (delegation_id) REFERENCES public.delegation(delegation_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.delegation
    ADD CONSTRAINT delegation_agency_fkey FOREIGN KEY (agency) REFERENCES public.agency(code);

ALTER TABLE ONLY public.delegation_camera
    ADD CONSTRAINT delegation_camera_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.delegation_camera
    ADD CONSTRAINT delegation_camera_delegation_id_fkey FOREIGN KEY (delegation_id) REFERENCES public.delegation(delegation_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.demand_point
    ADD CONSTRAINT demand_point_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES public.demand_layer(demand_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.department
    ADD CONSTRAINT department_succeeded_by_fkey FOREIGN KEY (succeeded_by) REFERENCES public.department(department_id);

ALTER TABLE ONLY public.display
    ADD CONSTRAINT display_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.equipment
    ADD CONSTRAINT equipment_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.equipment_fault
    ADD CONSTRAINT equipment_fault_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_upload
    ADD CONSTRAINT import_upload_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.import_upload_row
    ADD CONSTRAINT import_upload_row_import_id_fkey FOREIGN KEY (import_id) REFERENCES public.import_upload(import_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.link_security
    ADD CONSTRAINT link_security_agency_fkey FOREIGN KEY (agency) REFERENCES public.agency(code);

ALTER TABLE ONLY public.login_notice
    ADD CONSTRAINT login_notice_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.login_step
    ADD CONSTRAINT login_step_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.login_success
    ADD CONSTRAINT login_success_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.longer_keeping
    ADD CONSTRAINT longer_keeping_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.maintenance_window
    ADD CONSTRAINT maintenance_window_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.order_camera
    ADD CONSTRAINT order_camera_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.order_camera
    ADD CONSTRAINT order_camera_department_id_fkey FOREIGN KEY (department_id) REFERENCES public.department(department_id);

ALTER TABLE ONLY public.order_camera
    ADD CONSTRAINT order_camera_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.organisation_order(order_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT passkey_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_department_id_fkey FOREIGN KEY (department_id) REFERENCES public.department(department_id);

ALTER TABLE ONLY public.pledge
    ADD CONSTRAINT pledge_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.post_holding
    ADD CONSTRAINT post_holding_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(person_id);

ALTER TABLE ONLY public.post_holding
    ADD CONSTRAINT post_holding_post_id_fkey FOREIGN KEY (post_id) REFERENCES public.responsible_post(post_id);

ALTER TABLE ONLY public.ptz_aim
    ADD CONSTRAINT ptz_aim_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.ptz_calibration
    ADD CONSTRAINT ptz_calibration_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.ptz_hold
    ADD CONSTRAINT ptz_hold_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.ptz_hold
    ADD CONSTRAINT ptz_hold_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.pursuit
    ADD CONSTRAINT pursuit_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.pursuit_camera
    ADD CONSTRAINT pursuit_camera_pursuit_id_fkey FOREIGN KEY (pursuit_id) REFERENCES public.pursuit(pursuit_id);

ALTER TABLE ONLY public.pursuit_extension
    ADD CONSTRAINT pursuit_extension_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id);

ALTER TABLE ONLY public.pursuit_extension
    ADD CONSTRAINT pursuit_extension_pursuit_id_fkey FOREIGN KEY (pursuit_id) REFERENCES public.pursuit(pursuit_id);

ALTER TABLE ONLY public.responsible_post
    ADD CONSTRAINT responsible_post_department_id_fkey FOREIGN KEY (department_id) REFERENCES public.department(department_id);

ALTER TABLE ONLY public.security_exemption
    ADD CONSTRAINT security_exemption_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_display_fkey FOREIGN KEY (display_id) REFERENCES public.display(display_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signboard_camera
    ADD CONSTRAINT signboard_camera_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.signboard_camera
    ADD CONSTRAINT signboard_camera_signboard_id_fkey FOREIGN KEY (signboard_id) REFERENCES public.signboard(signboard_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.site
    ADD CONSTRAINT site_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.district(district_id) ON DELETE SET NULL;

ALTER TABLE ONLY public.siting_alternative
    ADD CONSTRAINT siting_alternative_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.siting_plan(plan_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.siting_plan
    ADD CONSTRAINT siting_plan_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE SET NULL;

ALTER TABLE ONLY public.siting_plan
    ADD CONSTRAINT siting_plan_department_id_fkey FOREIGN KEY (department_id) REFERENCES public.department(department_id);

ALTER TABLE ONLY public.substitute_notice_camera
    ADD CONSTRAINT substitute_notice_camera_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.substitute_notice_camera
    ADD CONSTRAINT substitute_notice_camera_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES public.substitute_notice(notice_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.totp_factor
    ADD CONSTRAINT totp_factor_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.wall_display
    ADD CONSTRAINT wall_display_display_id_fkey FOREIGN KEY (display_id) REFERENCES public.display(display_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.wall_display
    ADD CONSTRAINT wall_display_scene_id_fkey FOREIGN KEY (scene_id) REFERENCES public.wall_scene(scene_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.wall_display
    ADD CONSTRAINT wall_display_sequence_id_fkey FOREIGN KEY (sequence_id) REFERENCES public.wall_sequence(sequence_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.wall_scene
    ADD CONSTRAINT wall_scene_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.wall_scene_camera
    ADD CONSTRAINT wall_scene_camera_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE SET NULL;

ALTER TABLE ONLY public.wall_scene_camera
    ADD CONSTRAINT wall_scene_camera_scene_id_fkey FOREIGN KEY (scene_id) REFERENCES public.wall_scene(scene_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.wall_sequence
    ADD CONSTRAINT wall_sequence_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.account(account_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.wall_sequence_step
    ADD CONSTRAINT wall_sequence_step_camera_id_fkey FOREIGN KEY (camera_id) REFERENCES public.camera(camera_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.wall_sequence_step
    ADD CONSTRAINT wall_sequence_step_scene_id_fkey FOREIGN KEY (scene_id) REFERENCES public.wall_scene(scene_id) ON DELETE CASCADE;

ALTER TABLE ONLY public.wall_sequence_step
    ADD CONSTRAINT wall_sequence_step_sequence_id_fkey FOREIGN KEY (sequence_id) REFERENCES public.wall_sequence(sequence_id) ON DELETE CASCADE;

GRANT USAGE ON SCHEMA public TO gwanje_app;
GRANT USAGE ON SCHEMA public TO gwanje_public;

GRANT ALL ON FUNCTION public.audit_can_be_written() TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.audit TO gwanje_app;

GRANT ALL ON FUNCTION public.body_of_owner(owner text) TO gwanje_app;

GRANT ALL ON FUNCTION public.book_attempt(given_account text, given_address inet, inside boolean, most_of_account integer, most_of_place integer, minutes integer, OUT attempt_id bigint, OUT shut boolean, OUT until timestamp with time zone) TO gwanje_app;

GRANT ALL ON FUNCTION public.city_day() TO gwanje_app;

REVOKE ALL ON FUNCTION public.close_register_after_load() FROM PUBLIC;
GRANT ALL ON FUNCTION public.close_register_after_load() TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.dedicated_department TO gwanje_app;

GRANT ALL ON FUNCTION public.dedicated_department_as_known(known_at timestamp with time zone, valid_on date) TO gwanje_app;

GRANT ALL ON FUNCTION public.dedicated_department_known(known_at timestamp with time zone) TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.department TO gwanje_app;

GRANT ALL ON FUNCTION public.department_known(known_at timestamp with time zone) TO gwanje_app;

GRANT ALL ON FUNCTION public.department_today(given integer) TO gwanje_app;

GRANT ALL ON FUNCTION public.departments_as_known(known_at timestamp with time zone, valid_on date) TO gwanje_app;

GRANT ALL ON FUNCTION public.end_viewings_of(process text, since timestamp with time zone) TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.post_holding TO gwanje_app;

GRANT ALL ON FUNCTION public.holdings_as_known(known_at timestamp with time zone, valid_on date) TO gwanje_app;

GRANT ALL ON FUNCTION public.is_city_owner(owner text) TO gwanje_app;

GRANT ALL ON FUNCTION public.join_audit_spool(spool uuid, lines jsonb) TO gwanje_app;

REVOKE ALL ON FUNCTION public.keep_superseded_record() FROM PUBLIC;

GRANT ALL ON FUNCTION public.link_lacks(given integer, owner text, day date) TO gwanje_app;

GRANT ALL ON FUNCTION public.login_place(given inet) TO gwanje_app;

REVOKE ALL ON FUNCTION public.open_register_for_load() FROM PUBLIC;
GRANT ALL ON FUNCTION public.open_register_for_load() TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.organisation_order TO gwanje_app;

GRANT ALL ON FUNCTION public.organisation_order_known(known_at timestamp with time zone) TO gwanje_app;

GRANT ALL ON FUNCTION public.post_holding_known(known_at timestamp with time zone) TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.responsible_post TO gwanje_app;

GRANT ALL ON FUNCTION public.posts_as_known(known_at timestamp with time zone, valid_on date) TO gwanje_app;

GRANT ALL ON FUNCTION public.responsible_post_known(known_at timestamp with time zone) TO gwanje_app;

GRANT ALL ON FUNCTION public.write_audit(account_id integer, actor text, role text, address text, action text, outcome text, object_kind text, object_id text, detail jsonb) TO gwanje_app;

GRANT ALL ON FUNCTION public.write_viewings(given jsonb) TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.access_grant TO gwanje_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.access_review TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.access_review_decision TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.account_request TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.agency TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.audit_anchor TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.audit_fault TO gwanje_app;

GRANT SELECT ON TABLE public.audit_head TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.audit_review TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.audit_spool_line TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.barred_sector TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.building TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.camera TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.camera_change TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.camera_device TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.camera_from_device TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.camera_purpose TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.camera_stream TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.camera_upkeep TO gwanje_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.city_owner_name TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.city_setting TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.consultation TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.consultation_camera TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.consultation_change TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.consultation_message TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.contract TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.contract_clause TO gwanje_app;

GRANT SELECT ON TABLE public.contract_part TO gwanje_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.contract_scope TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.contract_supervision TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.contractor TO gwanje_app;

GRANT SELECT ON TABLE public.contractor_period TO gwanje_app;

GRANT SELECT ON TABLE public.dedicated_department_history TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.delegation TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.delegation_adjustment TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.delegation_camera TO gwanje_app;

GRANT UPDATE(named_to) ON TABLE public.delegation_camera TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.demand_layer TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.demand_point TO gwanje_app;

GRANT SELECT ON TABLE public.department_history TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.discovery_run TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.display TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.district TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.equipment TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.equipment_fault TO gwanje_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.event TO gwanje_app;

GRANT SELECT,UPDATE ON TABLE public.event_head TO gwanje_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.event_outbox TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.found_device TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.gateway TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.green TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.height_grid TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.height_tile TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_upload TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_upload_row TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.land TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.layer_version TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.link_security TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.login_failure TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.login_notice TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.login_step TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.login_success TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.longer_keeping TO gwanje_app;

GRANT UPDATE(valid_to) ON TABLE public.longer_keeping TO gwanje_app;

GRANT UPDATE(ended_by) ON TABLE public.longer_keeping TO gwanje_app;

GRANT UPDATE(ended_reason) ON TABLE public.longer_keeping TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.maintenance_window TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.order_camera TO gwanje_app;

GRANT SELECT ON TABLE public.organisation_order_history TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.passkey TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.place TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.pledge TO gwanje_app;

GRANT SELECT ON TABLE public.post_holding_history TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ptz_aim TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.ptz_calibration TO gwanje_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.ptz_hold TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.pursuit TO gwanje_app;

GRANT UPDATE(ended_at) ON TABLE public.pursuit TO gwanje_app;

GRANT UPDATE(ended_by) ON TABLE public.pursuit TO gwanje_app;

GRANT UPDATE(ended_why) ON TABLE public.pursuit TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.pursuit_camera TO gwanje_app;

GRANT SELECT,INSERT ON TABLE public.pursuit_extension TO gwanje_app;

GRANT SELECT ON TABLE public.pursuit_now TO gwanje_app;

GRANT SELECT ON TABLE public.responsible_post_history TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.road TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.security_exemption TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.session TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.signboard TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.signboard_camera TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.site TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.siting_alternative TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.siting_plan TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.substitute_notice TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.substitute_notice_camera TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.totp_factor TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.wall_display TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.wall_scene TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.wall_scene_camera TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.wall_sequence TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.wall_sequence_step TO gwanje_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.water TO gwanje_app;
