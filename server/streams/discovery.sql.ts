import type { Protection } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import type { Door } from './discover-range.rules.ts';

export interface RegisteredAt extends Protection {
  readonly cameraId: number;
  readonly host: string;
  readonly port: number;
  readonly managementNo: string | null;
  readonly name: string;
}

/** The cameras whose device service is registered at one of these doors, by camera. */
export function selectRegisteredAt(sql: Sql, doors: readonly Door[]): Promise<RegisteredAt[]> {
  return sql<RegisteredAt[]>`
    select camera_id as "cameraId", stream.host, stream.onvif_port as port, management_no as "managementNo", name,
           protected, department_today(department_id) as "departmentId"
    from camera_stream stream join camera using (camera_id)
    join jsonb_to_recordset(${sql.json(doors as never)}) as door(host text, port int)
      on door.host = stream.host and door.port = stream.onvif_port
    order by camera_id`;
}
