-- A camera of an owner that nobody has named may be another body's (Art. 18(5), 23, 25): it is not linked, nor its device
-- connected, until somebody has said whose it is.

create function is_city_owner(owner text) returns boolean language sql stable parallel safe as $$
  select exists (select from city_owner_name where name = btrim(owner))
$$;

-- What a camera lacks on a day for being integrated, linked or connected. Empty for the city's own cameras.
create or replace function link_lacks(given integer, owner text, day date) returns text[] language sql stable as $$
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

-- As before, but for one that is linked already and was no known body's: another spelling of its owner in a file takes no
-- picture away from the city. It stays linked, and its owner stands among what is to be decided.
create or replace function link_is_lawful() returns trigger language plpgsql as $$
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

-- To connect a camera's device is to link it (연계, Art. 2(5)). Judged at commit, as the link itself.
create function connection_is_lawful() returns trigger language plpgsql as $$
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
create constraint trigger connection_is_lawful after insert on camera_stream
  deferrable initially deferred for each row execute function connection_is_lawful();

create trigger announce_city_owner_name after insert or update or delete on city_owner_name
  for each statement execute function announce_rights();

-- A name that was put down as the city's by mistake is given to the body that it belongs to.
grant delete on city_owner_name to gwanje_app;
grant execute on function is_city_owner(text) to gwanje_app;
