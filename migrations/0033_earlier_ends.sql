-- A delegation that is to end on a day to come may end before that day (Art. 18(5), 23): never later, never in the past,
-- and nothing else of it changes.
create or replace function delegation_stays_as_granted() returns trigger language plpgsql as $$
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
