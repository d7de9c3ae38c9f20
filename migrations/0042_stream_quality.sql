-- A camera gives a small picture beside its main one where it can; how its link is protected is known of each stream (Art. 30(3)).
alter table camera_stream
  add column sub_path text check (sub_path like '/%'),
  add column secure boolean not null default false,
  -- Basic sends the password as it is: over an open link only where somebody allowed it for this camera.
  add column basic_allowed boolean not null default false,
  -- Of the certificate that the camera showed first; another one is refused until somebody takes it.
  add column certificate_sha256 text check (certificate_sha256 ~ '^[0-9a-f]{64}$'),
  -- What the device said of its H.264 profiles when it was asked.
  add column h264_path text check (h264_path like '/%'),
  add column small_path text check (small_path like '/%');
update camera_stream set secure = true where rtsp_port = 322;
