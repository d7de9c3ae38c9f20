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
