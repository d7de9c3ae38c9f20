import type { Sql, Tx } from '../platform/db.ts';
import type { KnownRow } from './known-devices.ts';
import { keptDays } from './device-findings.rules.ts';
import type { DeviceFacts } from './device-facts.rules.ts';

export interface ToldFacts extends DeviceFacts {
  readonly cameraId: number;
  readonly toldAt: Date;
}

/** What is known of every device that has a stream, and what the register says it should be. */
export function selectKnownDevices(sql: Sql): Promise<KnownRow[]> {
  return sql`
    select camera_stream.camera_id as "cameraId", camera_device.firmware, device ->> 'model' as model,
           (device ->> 'touring')::boolean as touring,
           audio_configured as "audioConfigured", secure as "isEncrypted",
           case when clock_told_at is not null
                then json_build_object('offS', clock_off_s, 'doubtS', clock_doubt_s) end as clock,
           coalesce(on_record.firmware, '{}') as "firmwareOnRecord",
           coalesce(certified.certificates, '[]') as certificates, retention_days as "declaredDays",
           kept_longer_on(camera.camera_id, (now() at time zone 'Asia/Seoul')::date) as "keptLonger",
           to_json(oldest_recording_at)#>>'{}' as "oldestRecordingAt", to_json(oldest_told_at)#>>'{}' as "oldestToldAt"
    from camera_stream join camera using (camera_id) left join camera_device using (camera_id)
    left join (
      select camera_id, array_agg(firmware order by equipment_id) as firmware from equipment
      where part = 'camera' and removed_on is null and firmware is not null and equipment.source <> 'device'
      group by camera_id
    ) on_record using (camera_id)
    left join (
      select camera_id, jsonb_agg(jsonb_build_object(
               'no', certificate_no, 'model', certified_model, 'firmware', certified_firmware,
               'until', certificate_until) order by equipment_id) as certificates
      from equipment where part = 'camera' and removed_on is null and certificate_no is not null
      group by camera_id
    ) certified using (camera_id)`;
}

/**
 * Keeps what devices told; what one did not tell this time stays with when it last was. How long recordings are kept
 * follows as measured (Art. 31(1)). Of cameras that no probe has written a state of yet nothing is kept.
 */
export async function updateDeviceFacts(tx: Tx, told: readonly ToldFacts[]): Promise<void> {
  const rows = told.map(
    ({ cameraId, toldAt, clock, firmware, oldestRecordingAt, profiles, audioConfigured }) => ({
      camera_id: cameraId,
      told_at: toldAt.toISOString(),
      clock_off_s: clock?.offS ?? null,
      clock_doubt_s: clock?.doubtS ?? null,
      firmware,
      profiles: profiles === null ? null : profiles.map((each) => ({ ...each })),
      audio_configured: audioConfigured,
      oldest_recording_at: oldestRecordingAt,
      kept_days: oldestRecordingAt === null ? null : keptDays(oldestRecordingAt, toldAt.toISOString()),
    }),
  );
  if (rows.length === 0) return;
  await tx`
    with told as (
      select * from jsonb_to_recordset(${tx.json(rows)})
        as told(camera_id int, told_at timestamptz, clock_off_s real, clock_doubt_s real, firmware text,
                profiles jsonb, audio_configured boolean,
                oldest_recording_at timestamptz, kept_days int)
    ), measured as (
      update camera set retention_measured_days = least(kept_days, 32767)
      from told where told.camera_id = camera.camera_id and kept_days is not null
        and retention_measured_days is distinct from least(kept_days, 32767)
    )
    update camera_device kept set
      clock_off_s = coalesce(told.clock_off_s, kept.clock_off_s),
      clock_doubt_s = coalesce(told.clock_doubt_s, kept.clock_doubt_s),
      clock_told_at = case when told.clock_off_s is null then kept.clock_told_at else told_at end,
      profiles = coalesce(nullif(told.profiles, 'null'), kept.profiles),
      profiles_told_at = case when nullif(told.profiles, 'null') is null then kept.profiles_told_at else told_at end,
      audio_configured = coalesce(told.audio_configured, kept.audio_configured),
      firmware = coalesce(told.firmware, kept.firmware),
      firmware_told_at = case when told.firmware is null then kept.firmware_told_at else told_at end,
      oldest_recording_at = coalesce(told.oldest_recording_at, kept.oldest_recording_at),
      oldest_told_at = case when told.oldest_recording_at is null then kept.oldest_told_at else told_at end
    from told where told.camera_id = kept.camera_id`;
}

/** Another device answers for the camera from now on, or none: what the former one told is true no more. */
export async function forgetDeviceFacts(tx: Tx, cameraId: number): Promise<void> {
  await tx`
    update camera set retention_measured_days = null
    from camera_device where camera.camera_id = ${cameraId} and camera_device.camera_id = ${cameraId}
      and oldest_told_at is not null`;
  await tx`
    update camera_device set
      device = '{}', clock_off_s = null, clock_doubt_s = null, clock_told_at = null, firmware = null,
      firmware_told_at = null, oldest_recording_at = null, oldest_told_at = null, profiles = null,
      profiles_told_at = null, audio_configured = null
    where camera_id = ${cameraId}`;
}
