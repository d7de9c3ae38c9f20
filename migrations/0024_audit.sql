-- The audit that nobody can bend (접속기록; Art. 18(1), 30(1), 30(3)): anchors, viewings kept aside while the audit store is
-- away, the auditor's monthly review, and the indexes of the auditor's screen.

-- A writer waits some seconds for the head of the chain, not for ever: then the act is refused.
alter function lay_audit_row() set lock_timeout = '3s';
alter function audit_row_digest(bytea, audit) parallel safe;

-- An owner must switch off two fences, not one, and a switched-off fence is named by verify-audit.
alter table audit enable always trigger audit_is_a_chain;
alter table audit enable always trigger audit_rows_stay;
alter table audit enable always trigger audit_stays;

create index audit_at on audit (at, seq);
create index audit_action_at on audit (action, at, seq);
create index audit_account_at on audit (account_id, at, seq);
create index audit_refused_at on audit (at, seq) where outcome = 'refused';
create index audit_viewing_end on audit ((detail ->> 'viewing')) where action = 'camera.watch.end';

-- What was signed and written to the second place, so that a missing or shortened file is noticed. The place itself is
-- outside this database on purpose.
create table audit_anchor (
  anchor_no bigint primary key,
  made_at timestamptz not null,
  seq bigint not null check (seq > 0),
  hash bytea not null check (length(hash) = 32),
  line_sha256 bytea not null unique check (length(line_sha256) = 32),
  public_key bytea not null
);
create trigger audit_anchors_stay before update or delete on audit_anchor for each row execute function audit_is_append_only();
create trigger audit_anchor_stays before truncate on audit_anchor execute function audit_is_append_only();

-- Lines of the spool that are in the chain already: a line is joined once, however often a joining is begun.
create table audit_spool_line (
  line_sha256 bytea primary key check (length(line_sha256) = 32),
  line_no bigint not null,
  joined_at timestamptz not null default now()
);
create index audit_spool_line_no on audit_spool_line (line_no desc);

-- A month's review as it was signed by the auditor: never rewritten.
create table audit_review (
  month text primary key check (month ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'),
  signed_at timestamptz not null,
  signed_by text not null,
  signed_by_account integer,
  due_on date not null,
  figures jsonb not null,
  findings text not null check (length(findings) >= 5),
  head_seq bigint not null,
  head_hash bytea not null check (length(head_hash) = 32),
  statement text not null,
  signature bytea not null check (length(signature) = 64),
  public_key bytea not null,
  source text not null
);
create function audit_review_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.source = 'demo' then
    return old;
  end if;
  raise exception 'a signed review stays as it was signed' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_review_stays before update or delete on audit_review for each row execute function audit_review_stays();

grant select, insert on audit_anchor, audit_spool_line, audit_review to gwanje_app;
