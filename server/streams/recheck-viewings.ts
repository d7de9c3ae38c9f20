import { lacksToWatch } from '../agencies/index.ts';
import { lacksToWatchOn } from '../agencies/delegations.rules.ts';
import type { Lack } from '../agencies/agencies.schema.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { selectCamerasForAct } from '../cameras/index.ts';
import { can, type Actor, type Protection } from '../platform/access.ts';
import { auditStore } from '../platform/audit-store.ts';
import type { Deps } from '../platform/deps.ts';
import { databaseIsAway } from '../platform/http-errors.ts';
import { withPatience } from '../platform/patience.ts';
import { actorsOfSessions, remembered } from '../platform/session.ts';
import { selectOpenOf, type PursuitOfViewing } from '../pursuits/index.ts';
import type { Gateway } from './gateway.ts';
import { LIVE_CLOSE } from './live-status.schema.ts';
import type { KnownCameras } from './viewing-cameras.ts';

const PATIENCE_MS = 4000;

interface Facts {
  readonly actorOf: (sessionId: string) => Actor | null | undefined;
  readonly cameraOf: (cameraId: number) => Protection | undefined;
  readonly lacksOf: (cameraId: number) => readonly Lack[];
  readonly isOpen: (pursuit: PursuitOfViewing) => boolean;
  /** Why somebody has no session: the database says so, or it said too long ago that there is one. */
  readonly without: 'session-ended' | 'unproved';
}

/**
 * Ends every live picture whose session, account, camera or right is gone (Art. 30: a right that ends, ends now), that
 * of another body's camera whose delegation or link security is over, by an act or by the city's midnight (Art. 18(5), 23,
 * 25), and whatever was opened in a pursuit that is over (Art. 27). While the database cannot be asked the pictures go on
 * (Art. 18(1)) by what it said last; what ends by the clock ends then too, and so does everything once that was too long ago.
 */
export async function recheckViewings(
  { sql, now }: Pick<Deps, 'sql' | 'now'>,
  gateway: Gateway,
  known: KnownCameras,
): Promise<void> {
  const viewings = gateway.viewings();
  if (viewings.length === 0) return;
  const today = cityDay(now());
  const pursuits = gateway.pursuits();
  const facts =
    auditStore.away?.part === 'database'
      ? rememberedFacts(known, now())
      : await factsOf(sql, viewings, pursuits, today).catch((error: unknown) => {
          // No error leaves a picture unchecked, whatever it is.
          if (databaseIsAway(error)) auditStore.gone(error);
          else console.error('viewings: rechecked by what is remembered,', (error as Error).message);
          return rememberedFacts(known, now());
        });
  for (const pursuit of pursuits) if (!facts.isOpen(pursuit)) gateway.cutPursuit(pursuit.pursuitId);
  for (const { cameraId, sessionId } of viewings) {
    const actor = facts.actorOf(sessionId);
    const camera = facts.cameraOf(cameraId);
    const lacking = facts.lacksOf(cameraId)[0];
    if (actor == null) {
      const code = facts.without === 'unproved' ? LIVE_CLOSE.unproved : LIVE_CLOSE.cut;
      gateway.cutViewing(cameraId, sessionId, code, facts.without);
    } else if (camera === undefined || !can(actor, 'camera.watch', camera, now()))
      gateway.cutViewing(cameraId, sessionId, LIVE_CLOSE.cut, 'right-removed');
    else if (lacking !== undefined) {
      const { code, why } = FOR_WANT_OF[lacking];
      gateway.cutViewing(cameraId, sessionId, code, why);
    }
  }
}

async function factsOf(
  sql: Deps['sql'],
  viewings: readonly { cameraId: number; sessionId: string }[],
  pursuits: readonly PursuitOfViewing[],
  today: string,
): Promise<Facts> {
  const cameraIds = [...new Set(viewings.map(({ cameraId }) => cameraId))];
  const [actors, rows, lacks, open] = await withPatience(
    Promise.all([
      actorsOfSessions(sql, [...new Set(viewings.map(({ sessionId }) => sessionId))]),
      selectCamerasForAct(sql, cameraIds),
      lacksToWatch(sql, cameraIds, today),
      selectOpenOf(
        sql,
        pursuits.map(({ pursuitId }) => pursuitId),
      ),
    ]),
    PATIENCE_MS,
  );
  const cameras = new Map(rows.map((row) => [row.cameraId, row]));
  return {
    actorOf: (sessionId) => actors.get(sessionId),
    cameraOf: (cameraId) => cameras.get(cameraId),
    lacksOf: (cameraId) => lacks.get(cameraId) ?? [],
    isOpen: ({ pursuitId }) => open.has(pursuitId),
    without: 'session-ended',
  };
}

const rememberedFacts = (known: KnownCameras, at: Date): Facts => ({
  actorOf: (sessionId) => remembered.recallSession(sessionId),
  // A camera that was opened before it was ever read by itself restricts by nothing that could change now.
  cameraOf: (cameraId) => known.of(cameraId)?.camera ?? {},
  lacksOf: (cameraId) => {
    const link = known.of(cameraId)?.link;
    return link === undefined ? [] : lacksToWatchOn(link, cityDay(at));
  },
  // What was added meanwhile by another program is not known here: it closes early rather than late.
  isOpen: ({ untilMs }) => at.getTime() < untilMs,
  without: 'unproved',
});

const FOR_WANT_OF = {
  owner: { code: LIVE_CLOSE.cut, why: 'right-removed' },
  delegation: { code: LIVE_CLOSE.noDelegation, why: 'delegation-over' },
  security: { code: LIVE_CLOSE.noLinkSecurity, why: 'security-over' },
} as const;
