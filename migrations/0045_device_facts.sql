-- What a device told of itself, each with when it last did; null is unknown. The oldest recording is its recorder's word
-- (Art. 31(1)), the clock is against the server's own.
alter table camera_device
  add column clock_off_s real,
  add column clock_doubt_s real,
  add column clock_told_at timestamptz,
  add column firmware text,
  add column firmware_told_at timestamptz,
  add column oldest_recording_at timestamptz,
  add column oldest_told_at timestamptz,
  add check ((clock_off_s is null) = (clock_told_at is null) and (clock_off_s is null) = (clock_doubt_s is null)),
  add check ((firmware is null) = (firmware_told_at is null)),
  add check ((oldest_recording_at is null) = (oldest_told_at is null));

-- Which breach a probe opened the order for: one open order of each kind a camera (Art. 11(2), 31(1)).
alter table equipment_fault add column finding text check (finding in ('audio-track', 'over-retention'));
update equipment_fault fault set finding = 'audio-track'
where source = 'probe' and (repaired_at is not null or not exists (
  select from equipment_fault other
  where other.camera_id = fault.camera_id and other.source = 'probe' and other.repaired_at is null
    and (other.found_at, other.fault_id) < (fault.found_at, fault.fault_id)));
create unique index equipment_fault_finding on equipment_fault (camera_id, finding)
  where finding is not null and repaired_at is null;
create index equipment_fault_found_again on equipment_fault (camera_id, finding, repaired_at) where finding is not null;
