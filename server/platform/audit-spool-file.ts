import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { GENESIS } from './audit-digest.ts';
import { auditKey, signatureHolds } from './audit-keys.ts';
import {
  headText,
  installationOf,
  lineSha256,
  spoolFolder,
  type SpoolHead,
  type SpooledRow,
  type SpoolOwner,
  type SpoolPlace,
} from './audit-spool.ts';

/**
 * Why a spool does not hold at a line: it is no line at all, its text is not what was signed, it is gone, it stands elsewhere than
 * where it was written, it is of another spool, the end was cut off, the whole file is gone.
 */
export type SpoolTrouble =
  | 'line-unreadable'
  | 'line-changed'
  | 'line-missing'
  | 'line-moved'
  | 'line-foreign'
  | 'tail-cut'
  | 'file-missing';

export interface SpoolBreak {
  readonly spool: string;
  readonly no: number;
  readonly why: SpoolTrouble;
}

export interface SpoolLine {
  readonly no: number;
  readonly at: string;
  readonly sha256: string;
  readonly row: SpooledRow;
}

/** What a spool's file holds. `lines` are those that are as they were signed, in the order of their numbers. */
export interface ReadSpool {
  readonly spool: string;
  /** Null where its first line does not hold. */
  readonly owner: SpoolOwner | null;
  readonly lines: readonly SpoolLine[];
  readonly breaks: readonly SpoolBreak[];
}

/** Also over the line separators that JSON leaves as they are. */
const LINE = /^(\{.*),"sig":"([A-Za-z0-9+/=]+)"\}$/s;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ENDING = '.jsonl';
const BROKEN = '.broken.jsonl';
const MOST_NAMED = 20;
const LINES_A_TURN = 100;

interface Signed {
  readonly spool: string;
  readonly no: number;
  readonly at: string;
  readonly prev: string;
  readonly row?: SpooledRow;
}

/**
 * Reads a spool and names every line that does not hold; what is as it was signed is still of use, wherever it stands. `head` is
 * the newest line by whoever else knows it, with its sha256 where that was kept: another line signed in its place is found. A last line without its end was cut short by a crash and never counted.
 */
export async function readSpool(
  spool: string,
  text: string,
  publicKey: Uint8Array,
  head: { readonly no: number; readonly hash?: string } | null = null,
): Promise<ReadSpool> {
  const whole = text.split('\n');
  whole.pop();
  const breaks: SpoolBreak[] = [];
  const bad = (no: number, why: SpoolTrouble): void => void breaks.push({ spool, no, why });
  const found = new Map<number, { at: string; sha256: string; prev: string; row: SpooledRow | undefined }>();
  let owner: SpoolOwner | null = null;
  let last = -1;
  for (const [at, line] of whole.entries()) {
    // Live pictures are not kept waiting for as long as this may take.
    if (at % LINES_A_TURN === LINES_A_TURN - 1) await turn();
    const expected = last + 1;
    const parts = LINE.exec(line);
    const signed = parts === null ? null : parsedLine(`${parts[1]}}`);
    if (parts === null || signed === null) bad(expected, 'line-unreadable');
    else if (!isSigned(parts[1]!, parts[2]!, publicKey)) bad(expected, 'line-changed');
    else if (signed.spool !== spool) bad(expected, 'line-foreign');
    else {
      const { no, at: happenedAt, prev, row } = signed;
      // A line too many is one that was copied; one that comes early or late was moved.
      if (found.has(no) || no < expected) bad(no, 'line-moved');
      if (!found.has(no)) found.set(no, { at: happenedAt, sha256: lineSha256(line), prev, row });
      if (no === 0 && row === undefined) {
        owner = signed as unknown as SpoolOwner;
      }
      last = Math.max(last, no);
      continue;
    }
    last = expected;
  }
  const newest = Math.max(-1, ...found.keys());
  for (let no = 0, prev = GENESIS.toString('hex'); no <= newest; no++) {
    const line = found.get(no);
    if (line === undefined) {
      if (!breaks.some((each) => each.no === no)) bad(no, 'line-missing');
      continue;
    }
    if ((no === 0 || found.has(no - 1)) && line.prev !== prev && !breaks.some((each) => each.no === no))
      bad(no, 'line-changed');
    prev = line.sha256;
  }
  const atHead = head === null ? undefined : found.get(head.no);
  if (head?.hash !== undefined && atHead !== undefined && atHead.sha256 !== head.hash)
    if (!breaks.some(({ no }) => no === head.no)) bad(head.no, 'line-changed');
  if (head !== null && head.no > newest && !breaks.some(({ no }) => no > newest)) bad(newest + 1, 'tail-cut');
  return {
    spool,
    owner,
    lines: [...found]
      .sort(([a], [b]) => a - b)
      .flatMap(([no, { at, sha256, row }]) => (row === undefined ? [] : [{ no, at, sha256, row }])),
    breaks: breaks.sort((a, b) => a.no - b.no).slice(0, MOST_NAMED),
  };
}

function isSigned(text: string, signature: string, publicKey: Uint8Array): boolean {
  const bytes = Buffer.from(signature, 'base64');
  // One spelling a signature: the last letter has bits that say nothing.
  return bytes.toString('base64') === signature && signatureHolds(publicKey, 'spool', text, bytes);
}

function parsedLine(text: string): Signed | null {
  try {
    const given = JSON.parse(text) as Partial<Signed>;
    const fits =
      typeof given.spool === 'string' &&
      Number.isSafeInteger(given.no) &&
      given.no! >= 0 &&
      typeof given.at === 'string' &&
      typeof given.prev === 'string';
    return fits ? (given as Signed) : null;
  } catch {
    return null;
  }
}

export interface SpoolFile {
  readonly spool: string;
  readonly path: string;
  /** It did not hold once, which is on record; it is kept for whoever looks into that. */
  readonly broken: boolean;
}

/** The spools of an installation, oldest name first. */
export function spoolFiles(place: SpoolPlace): SpoolFile[] {
  const folder = spoolFolder(place);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => {
      const broken = name.endsWith(BROKEN);
      const spool = name.slice(0, -(broken ? BROKEN : ENDING).length);
      return { spool, path: join(folder, name), broken };
    })
    .filter(({ spool }) => UUID.test(spool));
}

/** The text of a spool; null where another program has joined it and taken it away. */
export async function spoolText({ path }: SpoolFile): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export const brokenPath = (place: SpoolPlace, spool: string): string =>
  join(spoolFolder(place), `${spool}${BROKEN}`);

/** The signed heads of this installation's spools at the second place; one that does not hold is left out. */
export function spoolHeads(place: SpoolPlace): Map<string, SpoolHead> {
  const heads = new Map<string, SpoolHead>();
  if (!existsSync(place.auditAnchors)) return heads;
  const names = readdirSync(place.auditAnchors).filter((name) => /^spool-[0-9a-f-]{36}\.json$/.test(name));
  if (names.length === 0) return heads;
  const { publicKey } = auditKey(place.secretsDir);
  for (const name of names) {
    try {
      const head = JSON.parse(readFileSync(join(place.auditAnchors, name), 'utf8')) as SpoolHead & {
        sig: string;
      };
      const holds = signatureHolds(publicKey, 'spool-head', headText(head), Buffer.from(head.sig, 'base64'));
      if (holds && head.of === installationOf(place)) heads.set(head.spool, head);
    } catch {
      // Being replaced just now, or no head of ours.
    }
  }
  return heads;
}
