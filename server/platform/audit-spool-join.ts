import { rename, rm } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { SYSTEM } from './access.ts';
import { record } from './act.ts';
import { auditKey } from './audit-keys.ts';
import {
  brokenPath,
  readSpool,
  spoolFiles,
  spoolHeads,
  spoolText,
  type ReadSpool,
  type SpoolFile,
  type SpoolBreak,
} from './audit-spool-file.ts';
import {
  headFile,
  programsOf,
  removeSpool,
  type AuditSpool,
  type SpooledRow,
  type SpoolPlace,
} from './audit-spool.ts';
import type { Sql } from './db.ts';
import { withPatience } from './patience.ts';
import { stillRuns } from './process-life.ts';
import type { Json } from './without-secrets.rules.ts';

const BATCH = 200;
const HOUR_MS = 3_600_000;
/** A viewing that is older was looked for often enough. */
const ORPHAN_DAYS = 7;

export interface Joined {
  readonly rows: number;
  readonly ended: number;
  readonly breaks: readonly SpoolBreak[];
}

/**
 * Joins what waits in this program's spools, and in those of programs that are gone, to the chain: in order, each line once however
 * often it is begun (Art. 18(1), 30(3)). Every row says that it was spooled and when it happened. A viewing that a program that is gone
 * left open is ended, at an unknown time, also where it could leave no spool. A spool that does not hold is put on record and kept under another name.
 * Rejects where the audit cannot be written; what was joined until then stays joined.
 */
export async function joinSpools(sql: Sql, own: AuditSpool): Promise<Joined> {
  const { place } = own;
  const { publicKey } = auditKey(place.secretsDir);
  // Heads first: a line that comes meanwhile is in the file and not yet in the head, never the other way.
  const heads = spoolHeads(place);
  const breaks: SpoolBreak[] = [];
  let rows = 0;
  let ended = 0;
  const there = new Set<string>();
  const joined: { readonly path: string; readonly isOwn: boolean; readonly read: ReadSpool }[] = [];
  for (const file of spoolFiles(place)) {
    const { spool, path, broken } = file;
    there.add(spool);
    // Before the text, for the same reason.
    const ownHead = own.ownHead(spool);
    const isOwn = ownHead !== undefined;
    const head = ownHead === undefined ? (heads.get(spool) ?? null) : { no: ownHead.no };
    const text = broken ? null : await readable(file);
    if (text === null) continue;
    const read = await readSpool(spool, text, publicKey, head);
    if (!isOwn && livesElsewhere(read, own)) continue;
    rows += await joinLines(sql, read);
    if (read.breaks.length > 0) {
      breaks.push(...read.breaks);
      await own.abandon(spool);
      // What came in meanwhile is still as it was signed.
      rows += await joinLines(sql, await readSpool(spool, (await readable(file)) ?? '', publicKey));
    }
    joined.push({ path, isOwn, read });
  }
  // Only now: the end of a viewing may lie in another file than its beginning.
  for (const { path, isOwn, read } of joined) {
    const { spool } = read;
    if (!isOwn) ended += await endOpenOnes(sql, read, own.process);
    for (const each of read.breaks) await recordOnce(sql, each);
    if (read.breaks.length > 0) await putAside(path, brokenPath(place, spool));
    if (isOwn) await own.joined(spool, read.lines.at(-1)?.no ?? 0);
    else if (read.breaks.length === 0) await removeSpool(place, spool);
  }
  breaks.push(...(await missingFiles(sql, place, own, heads, there)));
  ended += await endOrphans(sql, own);
  return { rows, ended, breaks };
}

/** One file that cannot be read keeps no other from being joined. */
async function readable(file: SpoolFile): Promise<string | null> {
  try {
    return await spoolText(file);
  } catch (error) {
    console.error(`audit: spool ${file.spool} cannot be read,`, (error as Error).message);
    return null;
  }
}

/** Two programs may find the same broken spool; the other has put it aside then. */
async function putAside(path: string, aside: string): Promise<void> {
  await rename(path, aside).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
  });
}

/** No single question waits for ever: the program looks again, and what was joined twice is one row. */
const QUESTION_MS = 20_000;
const patiently = <T>(answer: PromiseLike<T>): Promise<T> => withPatience(answer, QUESTION_MS);

/** Another program of this installation that still runs keeps its own spool. */
function livesElsewhere({ owner }: ReadSpool, own: AuditSpool): boolean {
  if (owner === null || owner.process === own.process) return false;
  // The same number is this program's: what an earlier gateway in it left behind is nobody's any more.
  return owner.pid !== process.pid && stillRuns(owner.pid, owner.ticks);
}

async function joinLines(sql: Sql, { spool, lines }: ReadSpool): Promise<number> {
  if (lines.length === 0) return 0;
  const known = new Set(
    (
      await patiently(sql<{ no: number }[]>`
        select line_no::float8 as no from audit_spool_line where spool_id = ${spool}`)
    ).map(({ no }) => no),
  );
  const waiting = lines.filter(({ no }) => !known.has(no));
  let rows = 0;
  for (let from = 0; from < waiting.length; from += BATCH) {
    const batch = waiting.slice(from, from + BATCH).map(({ no, at, sha256, row }) => ({
      sha256,
      no,
      row: { ...row, detail: { ...row.detail, spooled: { at, spool, no } } },
    }));
    const [joined] = await patiently(sql<{ rows: number }[]>`
      select join_audit_spool(${spool}, ${sql.json(batch as unknown as Json as never)}) as rows`);
    rows += joined!.rows;
    await turn();
  }
  return rows;
}

async function endOpenOnes(sql: Sql, { owner }: ReadSpool, process: string): Promise<number> {
  if (owner === null || owner.process === process) return 0;
  // The database's clock may go before ours.
  const since = new Date(Date.parse(owner.began) - HOUR_MS);
  const [ended] = await patiently(sql<{ rows: number }[]>`
    select end_viewings_of(${owner.process}, ${since}) as rows`);
  return ended!.rows;
}

/**
 * Ends the viewings of this installation's programs that are gone without a trace: neither end nor spool was left by a program that
 * could write neither (Art. 30(3)).
 */
async function endOrphans(sql: Sql, own: AuditSpool): Promise<number> {
  const of = programsOf(own.place);
  const left = await patiently(sql<{ process: string; program: string; since: Date }[]>`
    select detail ->> 'process' as process, detail ->> 'program' as program, min(at) as since from audit begun
    where action = 'camera.watch' and outcome = 'done' and at > now() - make_interval(days => ${ORPHAN_DAYS})
      and starts_with(detail ->> 'program', ${of}) and not exists (
        select from audit ending
        where ending.action = 'camera.watch.end' and ending.detail ->> 'viewing' = begun.detail ->> 'viewing')
    group by 1, 2`);
  let ended = 0;
  for (const { process: name, program, since } of left) {
    const [pid, ticks] = program.slice(of.length).split('/');
    const isOwn = name === own.process;
    if (isOwn || (Number(pid) !== process.pid && stillRuns(Number(pid), ticks === '' ? null : ticks!)))
      continue;
    const [row] = await patiently(sql<{ rows: number }[]>`
      select end_viewings_of(${name}, ${new Date(since.getTime() - HOUR_MS)}) as rows`);
    ended += row!.rows;
  }
  return ended;
}

async function recordOnce(sql: Sql, { spool, no, why }: SpoolBreak): Promise<void> {
  const [known] = await patiently(sql`
    select from audit
    where action = 'audit.spool-broken' and object_kind = 'spool' and object_id = ${spool}
      and detail = ${sql.json({ line: no, why })}`);
  if (known) return;
  console.error(`audit: SPOOL ${spool} DOES NOT HOLD AT LINE ${no}: ${why}`);
  const object = { kind: 'spool', id: spool, detail: { line: no, why } };
  await patiently(record(sql, SYSTEM, 'audit.spool-broken', object));
}

/** A head without its spool: either all of it was joined, or the file was taken away. */
async function missingFiles(
  sql: Sql,
  place: SpoolPlace,
  own: AuditSpool,
  heads: ReturnType<typeof spoolHeads>,
  there: ReadonlySet<string>,
): Promise<SpoolBreak[]> {
  const breaks: SpoolBreak[] = [];
  for (const { spool, no } of [...heads.values()].filter(({ spool }) => !there.has(spool))) {
    if (own.ownHead(spool)?.waiting === 0) continue;
    const joined = await joinedUpTo(sql, spool);
    if (no <= joined) {
      await rm(headFile(place, spool), { force: true });
      continue;
    }
    const missing: SpoolBreak = { spool, no: joined + 1, why: 'file-missing' };
    await own.abandon(spool);
    await recordOnce(sql, missing);
    breaks.push(missing);
  }
  return breaks;
}

/** The newest line of a spool that is in the chain; 0 before any. */
export async function joinedUpTo(sql: Sql, spool: string): Promise<number> {
  const [row] = await patiently(sql<{ no: number }[]>`
    select coalesce(max(line_no), 0)::float8 as no from audit_spool_line where spool_id = ${spool}`);
  return row!.no;
}

/** Puts rows about viewings on record at once, in their order; what is there already is left out. */
export async function writeViewings(sql: Sql, rows: readonly SpooledRow[]): Promise<void> {
  await sql`select write_viewings(${sql.json(rows as unknown as Json as never)})`.execute();
}

export interface SpoolsVerdict {
  /** Lines that wait to be joined. */
  readonly waiting: number;
  readonly breaks: readonly SpoolBreak[];
}

/** Holds every spool of the installation against its signatures, its head at the second place and the chain. */
export async function verifySpools(sql: Sql, place: SpoolPlace): Promise<SpoolsVerdict> {
  const heads = spoolHeads(place);
  const files = spoolFiles(place);
  const breaks: SpoolBreak[] = [];
  let waiting = 0;
  if (files.length + heads.size === 0) return { waiting, breaks };
  const { publicKey } = auditKey(place.secretsDir);
  for (const file of files) {
    const { spool } = file;
    const text = await spoolText(file);
    if (text === null) continue;
    const read = await readSpool(spool, text, publicKey, heads.get(spool) ?? null);
    breaks.push(...read.breaks);
    const joined = await sql<{ no: number }[]>`
      select line_no::float8 as no from audit_spool_line where spool_id = ${spool}`;
    const known = new Set(joined.map(({ no }) => no));
    waiting += read.lines.filter(({ no }) => !known.has(no)).length;
  }
  const there = new Set(files.map(({ spool }) => spool));
  for (const { spool, no } of heads.values()) {
    if (there.has(spool)) continue;
    const joined = await joinedUpTo(sql, spool);
    if (no > joined) breaks.push({ spool, no: joined + 1, why: 'file-missing' });
  }
  return { waiting, breaks };
}
