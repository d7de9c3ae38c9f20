import { scopeOf, type Actor } from '../platform/access.ts';
import { act, permit } from '../platform/act.ts';
import { notFound } from '../platform/http-errors.ts';
import type { DiscoveryDeps } from './discover-devices.ts';
import { selectFoundDevice, setIgnored } from './discovery.sql.ts';
import { seenBy } from './read-discovery.ts';

/**
 * Sets a found device aside, with why; null takes it up again. It stays on the list of those set aside, and one that answers
 * there later and is another is not set aside by it. Throws 404 where there is none, or none for this person.
 */
export async function ignoreDevice(
  { sql, now }: DiscoveryDeps,
  actor: Actor,
  foundDeviceId: number,
  reason: string | null,
): Promise<void> {
  permit(actor, 'camera.discover', {});
  const row = await selectFoundDevice(sql, foundDeviceId);
  if (row === undefined || seenBy(scopeOf(actor, now()), row) === null) throw notFound();
  const detail = { door: `${row.host}:${row.port}`, ignored: reason };
  const object = { kind: 'found-device', id: foundDeviceId, detail };
  await act(sql, actor, 'camera.discover', object, (tx) =>
    setIgnored(tx, foundDeviceId, reason === null ? null : { by: actor.personName, reason, at: now() }),
  );
}
