import type { Sql, Tx } from '../platform/db.ts';
import type { LinkFacts } from './delegations.rules.ts';

export interface CameraLinkFacts extends LinkFacts {
  readonly cameraId: number;
  readonly owner: string;
  readonly agency: string | null;
  readonly agencyName: string | null;
}

/** What decides whether these cameras may be linked and watched, whoever asks, by camera id; what is not there is missing. */
export function selectLinkFacts(sql: Sql | Tx, cameraIds: readonly number[]): Promise<CameraLinkFacts[]> {
  return sql<CameraLinkFacts[]>`
    select camera_id as "cameraId", btrim(owner_agency) as owner, body.code as agency, body.name as "agencyName",
           case when body.code is not null then 'body'
                when exists (select from city_owner_name where city_owner_name.name = btrim(owner_agency)) then 'city'
                else 'unknown' end as whose,
           coalesce(integration in ('integrated', 'linked'), false) as "isLinked",
           coalesce((
             select jsonb_agg(jsonb_build_object('from', lower(held), 'to', upper(held)) order by held)
             from delegation_camera join delegation using (delegation_id)
             cross join lateral (select in_force * daterange(named_from, named_to) as held) overlap
             where delegation_camera.camera_id = camera.camera_id and delegation.agency = body.code and not isempty(held)
           ), '[]') as named,
           coalesce((
             select jsonb_agg(jsonb_build_object('from', lower(in_force), 'to', upper(in_force)) order by in_force)
             from link_security where link_security.agency = body.code and not isempty(in_force)
           ), '[]') as secured
    from camera left join agency body on body.code = body_of_owner(owner_agency)
    where camera_id = any(${[...cameraIds]}::int[]) order by camera_id`;
}

/** The same for those of these cameras that are not on record as the city's own. */
export async function selectLinkFactsOfOthers(
  sql: Sql | Tx,
  cameraIds: readonly number[],
): Promise<CameraLinkFacts[]> {
  const others = await sql<{ cameraId: number }[]>`
    select camera_id as "cameraId" from camera
    where camera_id = any(${[...cameraIds]}::int[])
      and not exists (select from city_owner_name where city_owner_name.name = btrim(owner_agency))`;
  return others.length === 0
    ? []
    : selectLinkFacts(
        sql,
        others.map(({ cameraId }) => cameraId),
      );
}
