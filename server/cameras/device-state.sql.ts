import type { Tx } from '../platform/db.ts';
import type { CameraToActOn } from './cameras.sql.ts';
import type { DeviceState } from './snapshot.rules.ts';

export interface ProbedState {
  readonly cameraId: number;
  readonly state: DeviceState;
  readonly cause: string | null;
  readonly checkedAt: Date;
  readonly audioOffered?: boolean | null;
  readonly device?: { readonly [key: string]: string | number | boolean | null };
}

/**
 * Writes what probes proved. `since` moves only where state or cause changed; what a probe did not learn (audio, device)
 * stays. Answers the cameras whose state or cause changed.
 */
export function upsertDeviceStates(tx: Tx, probed: readonly ProbedState[]): Promise<CameraToActOn[]> {
  const rows = probed.map((each) => ({
    camera_id: each.cameraId,
    state: each.state,
    cause: each.cause,
    checked_at: each.checkedAt.toISOString(),
    audio_offered: each.audioOffered ?? null,
    device: each.device ?? null,
  }));
  return tx<CameraToActOn[]>`
    with probed as (
      select distinct on (camera_id) probed.* from jsonb_to_recordset(${tx.json(rows)})
        as probed(camera_id int, state text, cause text, checked_at timestamptz, audio_offered boolean, device jsonb)
      order by camera_id, checked_at desc
    ), changed as (
      select probed.camera_id from probed left join camera_device former using (camera_id)
      where former.camera_id is null or former.state <> probed.state
         or former.cause is distinct from probed.cause
    ), written as (
      insert into camera_device (camera_id, state, cause, since, checked_at, audio_offered, device)
      select camera_id, state, cause, checked_at, checked_at, audio_offered, coalesce(device, '{}')
      from probed join camera using (camera_id)
      on conflict (camera_id) do update set
        state = excluded.state, cause = excluded.cause, checked_at = excluded.checked_at,
        since = case when camera_device.state = excluded.state and camera_device.cause is not distinct from excluded.cause
                     then camera_device.since else excluded.since end,
        audio_offered = coalesce(excluded.audio_offered, camera_device.audio_offered),
        device = camera_device.device || excluded.device
      where camera_device.checked_at <= excluded.checked_at
      returning camera_id
    )
    select camera_id as "cameraId", protected, department_today(department_id) as "departmentId", integration
    from written join changed using (camera_id) join camera using (camera_id)`;
}
