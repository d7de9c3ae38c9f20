-- Watching while the audit store is away (Art. 18(1), 30(3)): viewings kept aside are joined to the chain exactly once, every
-- viewing has its end, and who writes the audit waits for it some seconds, not for ever.

alter table audit_spool_line
  add column spool_id uuid not null,
  add unique (spool_id, line_no);
drop index audit_spool_line_no;

-- A viewing begins once and ends once, whichever way its rows came here; this is also how an end finds its beginning.
create unique index audit_viewing_once on audit ((detail ->> 'viewing'), action)
  where action in ('camera.watch', 'camera.watch.end');
drop index audit_viewing_end;

-- The settings of a function hold also for the lock on the table, which a trigger's come too late for.
create function write_audit(
  account_id integer, actor text, role text, address text, action text, outcome text, object_kind text, object_id text,
  detail jsonb
) returns void language plpgsql set lock_timeout = '3s' as $$
begin
  insert into audit (account_id, actor, role, address, action, outcome, object_kind, object_id, detail,
                     seq, at, prev_hash, hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, now(), '', '');
end $$;

-- Rows about viewings, in their order; a beginning or an end that is on record already is left out.
create function write_viewings(given jsonb) returns integer language plpgsql set lock_timeout = '3s' as $$
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

-- Lines of one spool, as {sha256, no, row}: those that were joined before are passed over. Whole or not at all.
create function join_audit_spool(spool uuid, lines jsonb) returns integer language plpgsql set lock_timeout = '3s' as $$
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

-- Ends every viewing that a program which was killed left open: when somebody stopped looking is not known.
create function end_viewings_of(process text, since timestamptz) returns integer language sql set lock_timeout = '3s' as $$
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

-- Whether a row could be written now; it is not. Fails as the writing of a row would.
create function audit_can_be_written() returns boolean language plpgsql set lock_timeout = '1s' as $$
begin
  insert into audit (actor, role, action, outcome, object_kind, detail, seq, at, prev_hash, hash)
  values ('-', 'system', '-', 'done', '-', '{}', 0, now(), '', '');
  raise exception 'taken back' using errcode = 'GW000';
exception when sqlstate 'GW000' then
  return true;
end $$;

grant execute on function write_audit, write_viewings, join_audit_spool, end_viewings_of, audit_can_be_written to gwanje_app;
