import type { Tx } from '../platform/db.ts';
import { announce } from '../platform/events.ts';

/** Tells every open screen and every process that posts and departments changed: signs, cards and rights follow them. */
export async function spread(tx: Tx): Promise<void> {
  await announce(tx, { kind: 'register' });
  await tx`select pg_notify('rights', '')`;
}
