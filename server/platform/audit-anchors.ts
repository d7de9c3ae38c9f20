import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { auditKey, publicKeyPem } from './audit-keys.ts';
import { GENESIS } from './audit-digest.ts';
import { walkAudit, type ChainBreak } from './audit-walk.ts';
import type { Sql } from './db.ts';

export const ANCHORS_FILE = 'anchors.jsonl';
export const PUBLIC_KEY_FILE = 'public-key.pem';
/** Bytes of each row's hash that an anchor keeps: enough to name the first row of a chain laid anew. */
export const PREFIX_BYTES = 8;

/** One line of the anchors' file. `prefixes` is base64 over the rows (afterSeq, seq]; `prev` the sha256 of the line before. */
export interface Anchor {
  readonly no: number;
  readonly at: string;
  readonly afterSeq: number;
  readonly seq: number;
  readonly hash: string;
  readonly prefixes: string;
  readonly prev: string;
}

/** The text that an anchor's signature is over. */
export const anchorText = ({ no, at, afterSeq, seq, hash, prefixes, prev }: Anchor): string =>
  [no, at, afterSeq, seq, hash, prefixes, prev].join('\n');

export const lineDigest = (line: string): string => createHash('sha256').update(line).digest('hex');

/** The chain does not hold, so its head was not signed. */
export class AnchorRefused extends Error {
  override name = 'AnchorRefused';
  readonly broken: ChainBreak;

  constructor(broken: ChainBreak) {
    super(`row ${broken.seq}: ${broken.why}`);
    this.broken = broken;
  }
}

/** Why the second place takes no head: the file that was there is gone, no room is left, or it cannot be written. */
export type PlaceTrouble = 'gone' | 'full' | 'unwritable';

/** The second place cannot be written, so the head was not signed. */
export class PlaceUnwritable extends Error {
  override name = 'PlaceUnwritable';
  readonly why: PlaceTrouble;

  constructor(why: PlaceTrouble, cause?: unknown) {
    super(`the second place is ${why}${cause instanceof Error ? `, ${cause.message}` : ''}`, { cause });
    this.why = why;
  }
}

export interface AnchorPlace {
  readonly secretsDir: string;
  /** The second place, at best on another machine. */
  readonly auditAnchors: string;
}

interface LastAnchor {
  readonly no: number;
  readonly seq: number;
  readonly hash: string;
  readonly line: string;
}

const LOCK = 8_787_024;

/**
 * Signs the head of the chain and appends it, flushed, to the second place (Art. 30(3)). The rows since the last anchor
 * are hashed anew first: a bent chain is never signed (AnchorRefused). Answers the anchor's number, or null where no row
 * came since. Rejects with PlaceUnwritable, also where there is nothing to write: a place that was taken away is not made anew,
 * since what comes back into it would miss the heads that were signed meanwhile.
 */
export async function anchorAudit(sql: Sql, place: AnchorPlace): Promise<number | null> {
  const connection = await sql.reserve();
  try {
    await connection`select pg_advisory_lock(${LOCK})`;
    const { last, hindrance } = await lastAnchor(sql, place);
    const prefixes: Buffer[] = [];
    const walked = await walkAudit(sql, {
      afterSeq: last.seq,
      afterHash: last.hash,
      onRow: (_, hash) => void prefixes.push(Buffer.from(hash.slice(0, PREFIX_BYTES * 2), 'hex')),
    });
    if (walked.broken !== null) throw new AnchorRefused(walked.broken);
    const [head] = await sql<{ seq: number }[]>`select seq::float8 as seq from audit_head`;
    if (walked.lastSeq < (head?.seq ?? 0) && (await rowsAfter(sql, walked.lastSeq)) === 0)
      throw new AnchorRefused({ seq: walked.lastSeq + 1, why: 'tail-cut' });
    if (hindrance !== null) throw hindrance;
    if (walked.rows === 0) {
      atPlace(() => tryPlace(place.auditAnchors));
      return null;
    }
    const anchor: Anchor = {
      no: last.no + 1,
      at: new Date().toISOString(),
      afterSeq: last.seq,
      seq: walked.lastSeq,
      hash: walked.lastHash,
      prefixes: Buffer.concat(prefixes).toString('base64'),
      prev: last.line,
    };
    const key = auditKey(place.secretsDir);
    const line = JSON.stringify({
      ...anchor,
      sig: key.sign('anchor', anchorText(anchor)).toString('base64'),
    });
    atPlace(() => append(place.auditAnchors, line, key.publicKey));
    await keep(sql, anchor, line, key.publicKey);
    rememberSigned(place);
    return anchor.no;
  } finally {
    await connection`select pg_advisory_unlock(${LOCK})`.catch(() => undefined);
    connection.release();
  }
}

async function rowsAfter(sql: Sql, seq: number): Promise<number> {
  const [row] = await sql<{ rows: number }[]>`
    select count(*)::int as rows from (select from audit where seq > ${seq} limit 1) as later`;
  return row!.rows;
}

async function keep(sql: Sql, anchor: Anchor, line: string, publicKey: Buffer): Promise<void> {
  await sql`
    insert into audit_anchor (anchor_no, made_at, seq, hash, line_sha256, public_key)
    values (${anchor.no}, ${anchor.at}, ${anchor.seq}, ${Buffer.from(anchor.hash, 'hex')},
            ${Buffer.from(lineDigest(line), 'hex')}, ${publicKey})
    on conflict (anchor_no) do nothing`;
}

/**
 * The newest anchor by the database, and after a crash between file and database by the file. `hindrance`: the place cannot be
 * read, or has lost the file.
 */
async function lastAnchor(
  sql: Sql,
  { auditAnchors, secretsDir }: AnchorPlace,
): Promise<{ last: LastAnchor; hindrance: PlaceUnwritable | null }> {
  const [row] = await sql<{ no: number; seq: number; hash: Buffer; line: Buffer }[]>`
    select anchor_no::float8 as no, seq::float8 as seq, hash, line_sha256 as line
    from audit_anchor order by anchor_no desc limit 1`;
  const kept: LastAnchor = {
    no: row?.no ?? 0,
    seq: row?.seq ?? 0,
    hash: (row?.hash ?? GENESIS).toString('hex'),
    line: (row?.line ?? GENESIS).toString('hex'),
  };
  const found = readPlace(auditAnchors);
  if (found instanceof PlaceUnwritable) return { last: kept, hindrance: found };
  if (found === null)
    return {
      last: kept,
      hindrance: kept.no === 0 && !wasSigned({ secretsDir }) ? null : new PlaceUnwritable('gone'),
    };
  const anchor = followingAnchor(found, kept);
  if (anchor === null) return { last: kept, hindrance: null };
  await keep(sql, anchor, found, auditKey(secretsDir).publicKey);
  const { no, seq, hash } = anchor;
  return { last: { no, seq, hash, line: lineDigest(found) }, hindrance: null };
}

const SIGNED_ONCE = 'audit-signed-once';

/** Whether a head was ever signed here: who takes every anchor away shall not have the chain signed from its beginning anew. */
export const wasSigned = ({ secretsDir }: Pick<AnchorPlace, 'secretsDir'>): boolean =>
  existsSync(join(secretsDir, SIGNED_ONCE));

function rememberSigned(place: AnchorPlace): void {
  if (wasSigned(place)) return;
  try {
    writeFileSync(join(place.secretsDir, SIGNED_ONCE), '', { mode: 0o600 });
  } catch (error) {
    console.error('audit: not remembered that heads are signed,', (error as Error).message);
  }
}

/** The anchor that the database does not know yet; null for any other line. */
function followingAnchor(line: string, kept: LastAnchor): Anchor | null {
  try {
    const anchor = JSON.parse(line) as Anchor;
    return anchor.no === kept.no + 1 && anchor.prev === kept.line ? anchor : null;
  } catch {
    return null;
  }
}

function readPlace(folder: string): string | PlaceUnwritable | null {
  try {
    return lastLine(join(folder, ANCHORS_FILE));
  } catch (error) {
    return new PlaceUnwritable('unwritable', error);
  }
}

/** What a place answers with is its own fault, whatever the database would call an error of that name. */
function atPlace(work: () => void): void {
  try {
    work();
  } catch (error) {
    const { code } = error as { code?: unknown };
    throw new PlaceUnwritable(code === 'ENOSPC' || code === 'EDQUOT' ? 'full' : 'unwritable', error);
  }
}

/** Writes a little at the place and takes it away again. */
function tryPlace(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, '.try');
  const file = openSync(path, 'w', 0o600);
  try {
    writeSync(file, Buffer.alloc(4096));
    fsyncSync(file);
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
}

/** The last whole line of a file; null where there is none. */
function lastLine(path: string): string | null {
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, 'utf8').split('\n');
  lines.pop();
  return lines.at(-1) ?? '';
}

function append(folder: string, line: string, publicKey: Buffer): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pem = join(folder, PUBLIC_KEY_FILE);
  if (!existsSync(pem)) writeFileSync(pem, publicKeyPem(publicKey), { mode: 0o644 });
  const file = openSync(join(folder, ANCHORS_FILE), 'a+', 0o600);
  try {
    const { size } = fstatSync(file);
    const end = Buffer.alloc(1);
    if (size > 0) readSync(file, end, 0, 1, size - 1);
    // A write that a crash cut short is left as it is, and closed by its own line end.
    const torn = size > 0 && end[0] !== 0x0a;
    writeSync(file, `${torn ? '\n' : ''}${line}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
