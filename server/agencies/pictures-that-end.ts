import { permit, rehearse } from '../platform/act.ts';
import type { Actor } from '../platform/access.ts';
import { scopeOf } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { notFound } from '../platform/http-errors.ts';
import type { PicturesThatEnd } from './agencies.schema.ts';
import { delegationOn } from './delegations.rules.ts';
import { endDelegationRow, endMeasureRow, selectDelegation, selectMeasure } from './delegations.sql.ts';
import { mayEndOn } from './keep-delegation.ts';
import { measureMayEndOn } from './keep-security.ts';
import { lacksToWatch } from './refuse-unlawful-link.ts';

interface Asked {
  /** The first day without it. */
  readonly endedOn: string;
  readonly today: string;
  /** A camera once for each open picture of it. */
  readonly watched: readonly number[];
}

/**
 * How many open pictures the end of a delegation would close, on that day or at once (Art. 18(5), 23). Tried and taken
 * back. Throws 404, and for a day that cannot be its end what `endDelegation` throws.
 */
export async function picturesEndingWithDelegation(
  sql: Sql,
  actor: Actor,
  delegationId: string,
  asked: Asked,
): Promise<PicturesThatEnd> {
  const row = await selectDelegation(sql, scopeOf(actor), delegationId, asked.today);
  if (row === undefined) throw notFound();
  permit(actor, 'agency.change', { agency: row.agency });
  mayEndOn(delegationOn(row, asked.today), asked.endedOn, asked.today);
  const end = { endedOn: asked.endedOn, reason: '-' };
  return picturesLostBy(sql, asked, (tx) => endDelegationRow(tx, delegationId, end, actor.personName));
}

/** The same of a security measure (Art. 25): none where another measure goes on. */
export async function picturesEndingWithMeasure(
  sql: Sql,
  actor: Actor,
  measureId: string,
  asked: Asked,
): Promise<PicturesThatEnd> {
  const measure = await selectMeasure(sql, measureId);
  if (measure === undefined) throw notFound();
  permit(actor, 'agency.change', { agency: measure.agency });
  measureMayEndOn(measure, asked.endedOn);
  const end = { endedOn: asked.endedOn, reason: '-' };
  return picturesLostBy(sql, asked, (tx) => endMeasureRow(tx, measureId, end, actor.personName));
}

async function picturesLostBy(
  sql: Sql,
  { endedOn, today, watched }: Asked,
  end: (tx: Tx) => Promise<void>,
): Promise<PicturesThatEnd> {
  const day = endedOn > today ? endedOn : today;
  const cameraIds = [...new Set(watched)];
  if (cameraIds.length === 0) return { pictures: 0, cameras: 0 };
  const before = await lacksToWatch(sql, cameraIds, day);
  const after = await rehearse(sql, async (tx) => {
    await end(tx);
    return lacksToWatch(tx, cameraIds, day);
  });
  const lost = new Set(cameraIds.filter((id) => before.get(id)?.length === 0 && after.get(id)?.length !== 0));
  return { pictures: watched.filter((id) => lost.has(id)).length, cameras: lost.size };
}
