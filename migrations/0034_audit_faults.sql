-- What is wrong with the audit itself (접속기록; Art. 30(3)), for as long as it is: it stands on the screens of those who answer
-- for it, also after a restart. It proves nothing, and who takes a row away sees it again within ten minutes.
create table audit_fault (
  part text primary key check (part in ('chain', 'heads', 'fences', 'place')),
  since timestamptz not null default now(),
  why text not null,
  -- The first bad row, or the first signed head that is missing or changed.
  seq bigint,
  -- Which fences are down.
  names text[] not null default '{}'
);
grant select, insert, update, delete on audit_fault to gwanje_app;

-- The fences of the anchors and of the signed months stand like those of the rows.
alter table audit_anchor enable always trigger audit_anchors_stay;
alter table audit_anchor enable always trigger audit_anchor_stays;
alter table audit_review enable always trigger audit_review_stays;
create trigger audit_reviews_stay before truncate on audit_review execute function audit_is_append_only();
alter table audit_review enable always trigger audit_reviews_stay;
create trigger audit_spool_lines_stay before update or delete or truncate on audit_spool_line
  execute function audit_is_append_only();
alter table audit_spool_line enable always trigger audit_spool_lines_stay;
