import type { Sql } from '../platform/db.ts';

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
