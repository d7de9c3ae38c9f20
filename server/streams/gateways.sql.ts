import type { Sql } from '../platform/db.ts';
import type { GatewayPlace } from './gateway-place.rules.ts';

/** One person's live picture of a camera. `session` is a digest: the table names no session. */
export interface WatchedThrough {
  readonly cameraId: number;
  readonly session: string;
}

export interface GatewayRow extends GatewayPlace {
  readonly gatewayId: string;
  readonly watching: readonly WatchedThrough[];
}

/** Says that a gateway is there and what is on a screen through it; those that said nothing for long are forgotten. */
export async function beatGateway(
  sql: Sql,
  { gatewayId, address, certificate, watching }: GatewayRow,
  forgetAfterMs: number,
): Promise<void> {
  await sql`
    insert into gateway (gateway_id, address, certificate, beat_at, watching)
    values (${gatewayId}, ${address}, ${certificate}, now(), ${sql.json(watching.map((each) => ({ ...each })))})
    on conflict (gateway_id) do update set
      address = excluded.address, certificate = excluded.certificate, beat_at = now(), watching = excluded.watching`;
  await sql`delete from gateway where beat_at < now() - ${forgetAfterMs / 1000} * interval '1 second'`;
}

/** The gateways that said so within the last ms. */
export const selectGateways = (sql: Sql, withinMs: number): Promise<GatewayRow[]> => sql<GatewayRow[]>`
  select gateway_id as "gatewayId", address, certificate, watching from gateway
  where beat_at > now() - ${withinMs / 1000} * interval '1 second' order by gateway_id`;

export async function deleteGateway(sql: Sql, gatewayId: string): Promise<void> {
  await sql`delete from gateway where gateway_id = ${gatewayId}`;
}
