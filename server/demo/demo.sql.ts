import type { Sql } from '../platform/db.ts';
import type { AsRegistered } from './simulated-behaviour.rules.ts';

/** Whether nothing was ever put in: no account, no camera, no layer of the map. */
export async function isEmptyInstallation(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ empty: boolean }[]>`
    select not exists (select from account) and not exists (select from camera)
       and not exists (select from layer_version) as empty`;
  return row!.empty;
}

export async function demoStreamsExist(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ some: boolean }[]>`
    select exists (select from camera join camera_stream using (camera_id) where source = 'demo') as some`;
  return row!.some;
}

/** The simulator takes free ports at every start; its cameras' addresses follow. */
export async function pointDemoStreams(sql: Sql, rtspPort: number, onvifPort: number): Promise<void> {
  await sql`
    update camera_stream stream
    set rtsp_port = ${rtspPort}, onvif_port = case when onvif_port is null then null else ${onvifPort}::int end
    from camera where camera.camera_id = stream.camera_id and camera.source = 'demo'`;
}

/**
 * The simulated heads stand as their register says: pan nought is home. Every seventh keeps out of somebody's windows.
 * What is there already stays.
 */
export async function calibrateDemoHeads(sql: Sql): Promise<void> {
  await sql`
    insert into ptz_calibration (camera_id, pan_zero_deg, degrees_per_pan, endless, tilt_zero_deg, degrees_per_tilt,
                                 zoom_times, pan_deg_per_s, tilt_deg_per_s, measured_by, source)
    select camera_id, azimuth_deg, 180, true, coalesce(tilt_deg, 10), -45, 20, 90, 23, '시연', 'demo'
    from camera where source = 'demo' and kind = 'ptz' and azimuth_deg is not null
    on conflict do nothing`;
  await sql`
    insert into barred_sector (sector_id, camera_id, from_deg, to_deg, reason, valid_from, decided_by, source)
    select gen_random_uuid(), camera_id, mod((azimuth_deg + 105)::numeric, 360), mod((azimuth_deg + 140)::numeric, 360),
           '맞은편 주택 창문', city_day(), '시연', 'demo'
    from camera
    where source = 'demo' and kind = 'ptz' and azimuth_deg is not null and camera_id % 7 = 0
      and not exists (select from barred_sector kept where kept.camera_id = camera.camera_id)`;
}

/** What the register says of the demo's devices, by path: the simulated ones are true to it. */
export async function selectDemoDevices(sql: Sql): Promise<ReadonlyMap<string, AsRegistered>> {
  const rows = await sql<{ path: string; firmware: string | null; keptDays: number | null }[]>`
    select distinct on (rtsp_path) rtsp_path as path, firmware, retention_days as "keptDays"
    from camera_stream join camera using (camera_id)
    left join equipment on equipment.camera_id = camera.camera_id and part = 'camera' and removed_on is null
    where camera.source = 'demo' order by rtsp_path, equipment_id`;
  return new Map(
    rows.map(({ path, firmware, keptDays }) => [
      path,
      { keptDays, ...(firmware === null ? {} : { firmware }) },
    ]),
  );
}
