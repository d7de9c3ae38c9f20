import { refuseUnlawfulLink } from '../agencies/index.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { loadCameraForAct } from '../cameras/index.ts';
import { act, permit, recordRefusal } from '../platform/act.ts';
import { SYSTEM, type Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { announce } from '../platform/events.ts';
import { saysSomething } from '../platform/citation.rules.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import { readSetting } from '../platform/settings.ts';
import { alreadyOpen, noBasis, noIncident, notItsPurpose, tooLong } from './pursuit-faults.ts';
import { lacksBasis, servesPursuit, type Basis } from './pursuit.rules.ts';
import type { PursuitBody } from './pursuits.schema.ts';
import {
  insertPursuit,
  isWithdrawn,
  lockOwnPursuits,
  selectPursuit,
  selectUnended,
  updateEnd,
} from './pursuits.sql.ts';

export type PursuitDesk = Pick<Deps, 'sql' | 'now'>;

/** What the audit says of a basis. */
const basisWords = (basis: Basis): string =>
  basis.kind === 'consent'
    ? `${basis.by}: ${basis.record} (${basis.on})`
    : `${basis.statute}: ${basis.citation}`;

/** Minutes for which one declaration holds at most. */
export const mostMinutes = async (sql: Deps['sql']): Promise<number> =>
  (await readSetting(sql, 'pursuit.max-hours')) * 60;

/**
 * Declares that one person is followed over several cameras (특정인 추적 감시, Art. 27): on the explicit consent with its record, or
 * on a statute with its article; for an incident, which is no basis by itself; to an end within the city's ceiling; from a
 * camera that this person may watch and whose purpose it serves. The same number again is the same declaration.
 * Throws 400 naming what is missing, 403 or 404 as `act` does, 409 `pursuit-open`, `not-a-purpose`.
 */
export async function openPursuit({ sql, now }: PursuitDesk, actor: Actor, body: PursuitBody): Promise<void> {
  const { pursuitId, basis, purpose, incident, minutes, cameraId } = body;
  const { accountId, sessionId, personName, seat, role } = actor;
  const camera = await loadCameraForAct(sql, cameraId);
  if (accountId === null || sessionId === null || camera === undefined) throw notFound();
  const today = cityDay(now());
  const most = await mostMinutes(sql);
  const detail = { basis: basisWords(basis), purpose, incident, minutes, cameraId };
  const object = {
    kind: 'pursuit',
    id: pursuitId,
    protected: camera.protected,
    departmentId: camera.departmentId,
    detail,
  };
  const opened = act(sql, actor, 'pursuit.open', object, async (tx, note) => {
    permit(actor, 'camera.watch', camera);
    const lacking = lacksBasis(basis, purpose, today);
    if (lacking !== null) throw noBasis(lacking);
    if (basis.kind === 'consent' && (await isWithdrawn(tx, basis))) throw noBasis('consent-withdrawn');
    if (!saysSomething(incident)) throw noIncident();
    if (minutes > most) throw tooLong(most);
    if (!servesPursuit(purpose, camera.purposes)) throw notItsPurpose(camera.purposes);
    await refuseUnlawfulLink(tx, cameraId, 'watch', today);
    await lockOwnPursuits(tx, accountId);
    const earlier = await selectPursuit(tx, pursuitId);
    if (earlier !== undefined) {
      if (earlier.accountId !== accountId) throw notFound();
      return note({ repeated: true, pursuit: earlier.pursuitNo });
    }
    for (const each of await selectUnended(tx)) {
      if (each.accountId !== accountId) continue;
      if (each.open) throw alreadyOpen(each.pursuitNo);
      await updateEnd(tx, each.pursuitId, { by: SYSTEM.personName, why: 'time' });
    }
    await insertPursuit(tx, { accountId, sessionId, personName, seat, role }, body);
    note({ pursuit: (await selectPursuit(tx, pursuitId))!.pursuitNo });
    await announce(tx, { kind: 'pursuit' });
  });
  await opened.catch(async (error: unknown) => {
    // What the law refuses somebody with the right is on record too.
    if (error instanceof ApiError && (error.status === 400 || error.status === 409))
      await recordRefusal(sql, actor, 'pursuit.open', { ...object, detail: { ...detail, code: error.code } });
    throw error;
  });
}
