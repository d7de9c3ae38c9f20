-- When the synthetic register gives way to a real one its consultations go with it, and a person's question that asked one
-- of them anew stays, without what it asked anew.
alter table consultation drop constraint consultation_reasks_fkey,
  add constraint consultation_reasks_fkey foreign key (reasks) references consultation on delete set null;

create or replace function consultation_stays_as_answered() returns trigger language plpgsql as $$
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
