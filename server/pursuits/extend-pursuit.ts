import { act } from '../platform/act.ts';
import type { Actor } from '../platform/access.ts';
import { announce } from '../platform/events.ts';
import { notFound } from '../platform/http-errors.ts';
import { mostMinutes, type PursuitDesk } from './open-pursuit.ts';
import { notLonger, pursuitOver, tooLong } from './pursuit-faults.ts';
import type { ExtensionBody } from './pursuits.schema.ts';
import { endsAfter, hasExtension, insertExtension, lockOwnPursuits, selectPursuit } from './pursuits.sql.ts';

/**
 * Lets an open pursuit go on for so many minutes from now: a declaration of its own, by another person than the one who follows,
 * with a reason (Art. 27). Throws 400 `too-long`, 403 for the own one, 404, 409 `pursuit-over`, `not-longer`.
 */
export async function extendPursuit(
  { sql }: PursuitDesk,
  actor: Actor,
  pursuitId: string,
  { extensionId, minutes, reason }: ExtensionBody,
): Promise<void> {
  const { accountId, personName, role } = actor;
  const found = await selectPursuit(sql, pursuitId);
  if (accountId === null || found === undefined) throw notFound();
  const most = await mostMinutes(sql);
  const detail = { pursuit: found.pursuitNo, minutes, reason };
  const object = { kind: 'pursuit', id: pursuitId, accountId: found.accountId, detail };
  await act(sql, actor, 'pursuit.extend', object, async (tx, note) => {
    if (minutes > most) throw tooLong(most);
    await lockOwnPursuits(tx, found.accountId);
    if (await hasExtension(tx, extensionId)) return note({ repeated: true });
    const pursuit = await selectPursuit(tx, pursuitId);
    if (pursuit?.open !== true) throw pursuitOver();
    if (!(await endsAfter(tx, minutes, pursuit.endsAt))) throw notLonger();
    const made = await insertExtension(tx, {
      ...{ extensionId, pursuitId, accountId, personName, role, reason, minutes },
    });
    note({ endsAt: made?.endsAt ?? null });
    await announce(tx, { kind: 'pursuit' });
  });
}
