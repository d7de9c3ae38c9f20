-- Which version of the key sealed a camera's password; 0 is the key of before there were versions.
alter table camera_stream add column key_version integer check (key_version >= 0);
update camera_stream set key_version = 0 where sealed_secret is not null;
alter table camera_stream
  add constraint camera_stream_sealed_by_a_version check ((sealed_secret is null) = (key_version is null)),
  -- A nonce of 12 bytes and a tag of 16: anything shorter was never sealed.
  add constraint camera_stream_sealed_whole check (octet_length(sealed_secret) >= 28);
-- A nonce used twice under one key would open both passwords.
create unique index camera_stream_nonce_once on camera_stream (key_version, substring(sealed_secret from 1 for 12));
