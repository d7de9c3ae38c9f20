-- A page of the audit is read along one index, whichever question is asked (접속기록; Art. 30(3)).
create index audit_camera_at on audit (object_id, at, seq) where object_kind = 'camera';
create index audit_address_at on audit (address, at, seq);
create index audit_nobody_at on audit (at, seq) where account_id is null;
-- Most rows of a large city are of its devices' states: what people do is not to be looked for among them.
create index audit_unprobed_at on audit (at, seq) where action <> 'camera.probe';
drop index audit_object;
