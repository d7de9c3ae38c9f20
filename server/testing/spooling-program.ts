import { ViewingBook } from '../streams/viewing-book.ts';
import { KnownCameras } from '../streams/viewing-cameras.ts';
import { openLive } from '../streams/open-live.ts';
import { Tickets } from '../streams/tickets.ts';
import { joinSpools } from '../platform/audit-spool-join.ts';
import { AuditSpool, type SpooledRow, type SpoolPlace } from '../platform/audit-spool.ts';
import { connect, type Target } from '../platform/db.ts';
import { anActor } from './factories.ts';

/** What the program is to do, as JSON on its command line. It says `ready` and is then killed. */
export interface SpoolingTask {
  readonly place: SpoolPlace;
  readonly target: Target;
  /** Keeps so many viewings aside; joins what waits; or gives leave to watch these cameras. */
  readonly keep?: number;
  readonly join?: true;
  readonly watch?: readonly number[];
}

const { place, target, keep, join, watch } = JSON.parse(process.argv[2]!) as SpoolingTask;
const spool = new AuditSpool(place);
const rowOf = (n: number): SpooledRow => ({
  action: 'camera.watch',
  outcome: 'done',
  accountId: 1,
  actor: '김관제',
  role: 'operator',
  address: null,
  objectKind: 'camera',
  objectId: String(n),
  detail: { viewing: `${spool.process}-${n}`, process: spool.process },
});
if (keep !== undefined) await spool.append(Array.from({ length: keep }, (_, n) => rowOf(n)));
if (join === true) {
  const sql = connect(target, { max: 1 });
  await joinSpools(sql, spool);
}
if (watch !== undefined) {
  const sql = connect(target, { max: 2 });
  const config = { ...place };
  const [book, known] = [new ViewingBook(sql, config), new KnownCameras(sql)];
  const desk = { sql, now: () => new Date(), tickets: new Tickets(), book, known, pursuits: new Map() };
  const actor = anActor({ role: 'officer', accountId: 1, sessionId: crypto.randomUUID() });
  for (const cameraId of watch) await openLive(desk, actor, cameraId);
}
console.log('ready');
setInterval(() => undefined, 1000);
