import { refuseUnlawfulFacts, refuseUnlawfulLink } from '../agencies/index.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { loadCameraForAct } from '../cameras/index.ts';
import { judge, knows, scopeOf, type Actor, type Protection } from '../platform/access.ts';
import { act, recordRefusal } from '../platform/act.ts';
import { auditIsAway, auditStore } from '../platform/audit-store.ts';
import type { Deps } from '../platform/deps.ts';
import { ApiError, databaseIsAway, forbidden, notFound } from '../platform/http-errors.ts';
import { withPatience } from '../platform/patience.ts';
import { joinPursuit, refuseOtherPurpose, type KnownPursuits, type OpenPursuit } from '../pursuits/index.ts';
import type { LiveAsk, LiveQuality } from './live-quality.schema.ts';
import { qualityGiven } from './stream-path.rules.ts';
import { selectStream, type CameraStream } from './streams.sql.ts';
import type { Tickets } from './tickets.ts';
import type { Viewing, ViewingBook } from './viewing-book.ts';
import type { KnownCamera, KnownCameras } from './viewing-cameras.ts';

export interface LiveDesk extends Pick<Deps, 'sql' | 'now'> {
  readonly tickets: Tickets;
  readonly book: ViewingBook;
  readonly known: KnownCameras;
  readonly pursuits: KnownPursuits;
}

const noStream = (): ApiError =>
  new ApiError(409, 'no-stream', {
    ko: '이 카메라에는 연결된 영상이 없습니다.',
    en: 'No video of this camera is connected.',
  });

const unresolved = (): ApiError =>
  new ApiError(503, 'camera-unresolved', {
    ko: '데이터베이스가 답하지 않고, 이 카메라가 어디에 있는지 이 서버가 알고 있지 않아 지금은 열 수 없습니다. 다른 카메라는 볼 수 있습니다.',
    en: 'The database does not answer and this server does not know where this camera is, so it cannot be opened now. Other cameras can be watched.',
  });

const outsideTheRight = (): ApiError =>
  new ApiError(404, 'outside-right', {
    ko: '이 카메라의 영상은 이 계정의 권한 밖이라 열지 않습니다(제30조제1항). 봐야 하면 카드에 적힌 담당 부서나 관제센터에 알려 주십시오.',
    en: 'The picture of this camera is outside the rights of this account, so it is not opened (Art. 30(1)). If it must be seen, tell the department on its card or the control centre.',
  });

/** The camera is on this person's map: that there is no such thing would be no answer. */
const isOutsideTheRight = (error: unknown, actor: Actor, camera: Protection): boolean =>
  error instanceof ApiError &&
  error.code === 'not-found' &&
  knows(scopeOf(actor), camera) &&
  judge(actor, 'camera.watch', camera) === 'unknown';

/** More than the audit's own lock timeout. */
const PATIENCE_MS = 4500;
const READ_PATIENCE_MS = 2500;

/**
 * Leave for one person to watch one camera once, with the audit row of the viewing (접속기록, Art. 30). While the audit store, or the
 * whole database, is away the viewing is kept aside, on this server's disk before the first picture: watching goes on around the clock
 * (Art. 18(1)), by the rights and cameras that the database last told.
 * Throws 403 or 404 as `act` does, 409 `no-stream` when the camera has no registered stream, 409 `no-delegation` or
 * `no-link-security` for another body's camera that the centre may not watch today (Art. 18(5), 23, 25), `unknown-owner`
 * for one that is not linked and may be another body's, `not-a-purpose` where its person follows somebody and it serves another purpose (Art. 26(3), 27); 429 `too-many-tickets`;
 * while the store is away also 503 `camera-unresolved` and `spool-unwritable`.
 */
export async function openLive(
  desk: LiveDesk,
  actor: Actor,
  cameraId: number,
  asked: LiveAsk = { quality: 'main', byHand: true },
): Promise<LiveLeave> {
  const { sessionId } = actor;
  if (sessionId === null) throw notFound();
  if (actor.accountId === null) throw notFound();
  return desk.tickets.within(actor.accountId, async () => {
    const viewing = await openOnRecord(desk, actor, cameraId, asked).catch((error: unknown) => {
      if (!(error instanceof AsideInstead)) throw error;
      return openAside(desk, actor, cameraId, asked, error.viewing);
    });
    desk.book.begun(viewing);
    const { quality } = viewing;
    return { ticket: desk.tickets.issue({ sessionId, cameraId, quality, viewing }), quality };
  });
}

export interface LiveLeave {
  readonly ticket: string;
  /** The picture that is opened: the main one where the camera has no other. */
  readonly quality: LiveQuality;
}

/** The store is away. `viewing`: one whose row may still get into the chain by itself, so it keeps its number. */
class AsideInstead extends Error {
  readonly viewing: Viewing | null;

  constructor(viewing: Viewing | null) {
    super('kept aside');
    this.viewing = viewing;
  }
}

async function openOnRecord(
  desk: LiveDesk,
  actor: Actor,
  cameraId: number,
  { quality: asked, byHand }: LiveAsk,
): Promise<Viewing> {
  const { sql, now, book } = desk;
  if (book.keepsAside) throw new AsideInstead(null);
  let viewing: Viewing | null = null;
  try {
    const [camera, stream] = await withPatience(
      Promise.all([loadCameraForAct(sql, cameraId), selectStream(sql, cameraId)]),
      READ_PATIENCE_MS,
    );
    if (!camera) throw notFound();
    viewing = await book.draw(actor, camera, qualityOf(stream, asked), byHand);
    const object = { kind: 'camera', id: cameraId, ...camera, detail: book.detailOf(viewing) };
    const acted = act(sql, actor, 'camera.watch', object, async (tx, note) => {
      await refuseUnlawfulLink(tx, cameraId, 'watch', cityDay(now()));
      if (!(await selectStream(tx, cameraId))) throw noStream();
      const joined = await joinPursuit(tx, actor.sessionId!, camera);
      if (joined !== null) note({ pursuit: joined.pursuitNo });
      return joined;
    });
    const pursuit = await withPatience(acted, PATIENCE_MS).catch(async (error: unknown) => {
      // What Art. 27 refuses somebody who may watch is on record too.
      if (error instanceof ApiError && error.code === 'not-a-purpose')
        await recordRefusal(sql, actor, 'camera.watch', { ...object, detail: { code: error.code } });
      throw isOutsideTheRight(error, actor, camera) ? outsideTheRight() : error;
    });
    return { ...viewing, pursuit };
  } catch (error) {
    if (!auditIsAway(error)) throw error;
    auditStore.gone(error);
    throw new AsideInstead(viewing);
  }
}

async function openAside(
  desk: LiveDesk,
  actor: Actor,
  cameraId: number,
  { quality: asked, byHand }: LiveAsk,
  begun: Viewing | null,
): Promise<Viewing> {
  const { book, now } = desk;
  const pursuit = knownPursuit(desk, actor);
  const known = await knownCamera(desk, cameraId);
  const { camera, link, stream } = known;
  const drawn = begun ?? (await book.draw(actor, camera, qualityOf(stream, asked), byHand));
  const viewing = { ...drawn, pursuit };
  const verdict = judge(actor, 'camera.watch', camera, now());
  if (verdict !== 'allowed') {
    await book.keepAside(viewing, 'refused');
    // What the memory does not hold is answered alike: it tells nobody which cameras there are.
    if (verdict === 'forbidden') throw forbidden();
    throw auditStore.away?.part === 'database' ? unresolved() : notFound();
  }
  if (link !== undefined) refuseUnlawfulFacts(link, 'watch', cityDay(now()));
  if (stream === undefined) throw noStream();
  if (pursuit !== null) refuseOtherPurpose(pursuit, camera);
  await book.keepAside(viewing, 'done');
  return viewing;
}

/** The one that this session had open when the database last said so, while its time has not come. */
function knownPursuit({ pursuits, now }: LiveDesk, { sessionId }: Actor): OpenPursuit | null {
  const pursuit = sessionId === null ? undefined : pursuits.get(sessionId);
  return pursuit !== undefined && pursuit.untilMs > now().getTime() ? pursuit : null;
}

const qualityOf = (stream: CameraStream | undefined, asked: LiveQuality): LiveQuality =>
  stream === undefined ? 'main' : qualityGiven(stream, asked);

/** The camera as the database says now, or said last. */
async function knownCamera({ known }: LiveDesk, cameraId: number): Promise<KnownCamera> {
  if (auditStore.away?.part !== 'database') {
    try {
      const found = await withPatience(known.read(cameraId), READ_PATIENCE_MS);
      if (found === undefined) throw notFound();
      return found;
    } catch (error) {
      if (!databaseIsAway(error)) throw error;
      auditStore.gone(error);
    }
  }
  const found = known.of(cameraId);
  if (found === undefined) throw unresolved();
  return found;
}
