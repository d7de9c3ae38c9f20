import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GENESIS } from './audit-digest.ts';
import { auditKey, type AuditKey } from './audit-keys.ts';
import { startTicksOf } from './process-life.ts';
import type { Json } from './without-secrets.rules.ts';

/*
 * What the audit tells of a viewing (시청 기록; Art. 18(1), 30(3)):
 *
 *   action `camera.watch`, outcome `done`: leave to watch was given.
 *     detail.viewing   UUID of the viewing, once in the chain for its beginning and once for its end
 *     detail.process   UUID of the program that gives the picture
 *     detail.program   of a beginning: which installation's, its pid and the kernel's ticks at its start, so that a viewing whose
 *                      end reached neither the chain nor a spool is ended once that program is gone
 *     detail.protected true where the camera is a protected site
 *     detail.spooled   only where the audit store was away: {at, spool, no}: when it happened (ISO, this machine's
 *                      clock), in which spool and on which of its lines. The row's own `at` is when it was joined.
 *   action `camera.watch`, outcome `refused`: a `viewing`, where there is one, that never began; `spooled` as above.
 *   action `camera.watch.end`, outcome `done`: by the same person, on the same camera.
 *     detail.viewing, detail.process, detail.spooled, detail.protected as above
 *     detail.seconds   how long a moving picture was given, to a tenth; absent where nobody knows
 *     detail.opened    false: leave was given and never used; absent where nobody knows
 *     detail.why       'closed' 'not-opened' 'logged-out' 'session-ended' 'right-removed' 'delegation-over'
 *                      'security-over' 'unproved' 'slow' 'camera-away' 'camera-changed' 'restarted' 'process-stop',
 *                      and 'unknown' after the program was killed
 *   action `audit.spool-broken`, outcome `done`, by the system, object_kind `spool`, object_id the spool's UUID:
 *     detail.line      number of the line at which the spool does not hold
 *     detail.why       a SpoolTrouble of audit-spool-file.ts
 *
 * A spool is one file, `DATA_DIR/audit-spool/<UUID>.jsonl` (0600), only ever appended to by one program. Each line is
 * JSON with its number, the sha256 of the line before, and at its end an Ed25519 signature (of kind `spool`, by the key that signs the
 * anchors) over all of the line before it. Line 0 names the program; every other carries one audit row. What the newest
 * line is lies signed (`spool-head`) at the second place, beside the anchors, so that a cut file is noticed.
 */

/** A row of the audit as it waits in a spool. */
export interface SpooledRow {
  readonly action: 'camera.watch' | 'camera.watch.end';
  readonly outcome: 'done' | 'refused';
  readonly accountId: number | null;
  readonly actor: string;
  readonly role: string;
  readonly address: string | null;
  readonly objectKind: string;
  readonly objectId: string;
  readonly detail: { readonly [key: string]: Json };
}

/** The first line of a spool: whose it is. `began`: when that program did (ISO); `ticks`: when that program began, as the kernel counts; null elsewhere than Linux. */
export interface SpoolOwner {
  readonly process: string;
  readonly pid: number;
  readonly began: string;
  readonly ticks: string | null;
}

export interface SpoolPlace {
  readonly dataDir: string;
  readonly secretsDir: string;
  readonly auditAnchors: string;
}

/** The newest line of a spool, as the second place knows it. `of`: which installation's spool it is. */
export interface SpoolHead {
  readonly spool: string;
  readonly of: string;
  readonly no: number;
  readonly hash: string;
}

export const spoolFolder = ({ dataDir }: Pick<SpoolPlace, 'dataDir'>): string => join(dataDir, 'audit-spool');
export const headFile = (place: SpoolPlace, spool: string): string =>
  join(place.auditAnchors, `spool-${spool}.json`);
export const headText = ({ spool, of, no, hash }: SpoolHead): string => [spool, of, no, hash].join('\n');
export const installationOf = ({ dataDir }: SpoolPlace): string => `${hostname()}:${dataDir}`;
/** A short name of an installation that tells nobody of its machine. */
const shortNameOf = (place: SpoolPlace): string => lineSha256(installationOf(place)).slice(0, 12);
/** What every program of an installation is named by in the viewings it gives, before its pid and ticks. */
export const programsOf = (place: SpoolPlace): string => `${shortNameOf(place)}/`;
export const lineSha256 = (line: string): string => createHash('sha256').update(line).digest('hex');

/** Ends are still taken when no beginning is any more: a viewing that is on record shall have its end there too. */
const ROOM_FOR_ENDS = 1.25;
const MOST_BYTES = 32 * 1024 * 1024;
const FULL_SOON = 0.8;
const HEAD_PATIENCE_MS = 1000;
const ROTATE_BYTES = 1024 * 1024;

/** The spool cannot take another line: the disk is full or away, or its bound is reached. */
export class SpoolUnwritable extends Error {
  override name = 'SpoolUnwritable';
}

interface Waiting {
  readonly rows: readonly SpooledRow[];
  readonly done: () => void;
  readonly failed: (error: Error) => void;
}

interface OpenFile {
  readonly spool: string;
  readonly handle: FileHandle;
  no: number;
  hash: string;
  bytes: number;
}

/**
 * Where this program keeps viewings aside while the audit store is away. A line that was appended is on the disk. Lines that come
 * together are flushed together.
 */
export class AuditSpool {
  /** Names this program in every viewing it gives. */
  readonly process = randomUUID();
  readonly place: SpoolPlace;
  readonly #mostBytes: number;
  readonly #ticks = startTicksOf(process.pid);
  readonly #began = new Date().toISOString();
  #key: AuditKey | null = null;
  #file: OpenFile | null = null;
  #queue: Waiting[] = [];
  #draining = false;
  #running: Promise<void> = Promise.resolve();
  #heading: Promise<void> | null = null;
  #headDue = false;
  /** Newest line of each of this program's files, and how many of its lines wait to be joined. */
  readonly #own = new Map<string, { no: number; waiting: number; bytes: number }>();
  #unwritable = false;

  constructor(place: SpoolPlace, mostBytes = MOST_BYTES) {
    this.place = place;
    this.#mostBytes = mostBytes;
  }

  /** This program as its viewings name it: whose it is, its pid, and when it began as the kernel counts. */
  get program(): string {
    return `${programsOf(this.place)}${process.pid}/${this.#ticks ?? ''}`;
  }

  /** Lines of this program that are not in the chain yet. */
  get waiting(): number {
    let lines = 0;
    for (const { waiting } of this.#own.values()) lines += waiting;
    return lines;
  }

  get state(): 'fine' | 'full-soon' | 'full' | 'unwritable' {
    if (this.#unwritable) return 'unwritable';
    const bytes = this.#waitingBytes;
    if (bytes >= this.#mostBytes) return 'full';
    return bytes >= this.#mostBytes * FULL_SOON ? 'full-soon' : 'fine';
  }

  get #waitingBytes(): number {
    let sum = 0;
    for (const { waiting, bytes } of this.#own.values()) if (waiting > 0) sum += bytes;
    return sum;
  }

  /** What this program knows to be the newest line of a spool of its own; undefined for another's. */
  ownHead(spool: string): { readonly no: number; readonly waiting: number } | undefined {
    return this.#own.get(spool);
  }

  /** Makes the file, so that a viewing left open by a kill is found at the next start. */
  open(): Promise<void> {
    return this.append([]);
  }

  /** Resolves when these rows are on the disk. Rejects with SpoolUnwritable: then nothing of them counts. */
  append(rows: readonly SpooledRow[]): Promise<void> {
    if (rows.length === 0 && this.#file !== null) return Promise.resolve();
    return new Promise<void>((done, failed) => {
      this.#queue.push({ rows, done, failed });
      if (!this.#draining) this.#running = this.#drain();
    });
  }

  /** So many lines of a file are in the chain. A file all of whose lines are may make room for a new one. */
  async joined(spool: string, upTo: number): Promise<void> {
    const own = this.#own.get(spool);
    if (own === undefined) return;
    own.waiting = Math.max(0, own.no - upTo);
    // A file that is being made is nobody's to take away yet.
    if (own.waiting > 0 || this.#draining) return;
    if (spool !== this.#file?.spool) await this.#remove(spool);
    else if (own.bytes > ROTATE_BYTES) {
      await this.#leaveFile();
      await this.#remove(spool);
      await this.open();
    }
  }

  /** Nothing more is appended to a file: what is in it does not hold any more. It is somebody else's to keep or take away. */
  async abandon(spool: string): Promise<void> {
    if (this.#file?.spool === spool) await this.#leaveFile();
    this.#own.delete(spool);
  }

  /** Ends the file; one with nothing left to join is taken away, any other waits for the next start. */
  async close(): Promise<void> {
    await this.#running;
    if (this.#heading)
      await Promise.race([this.#heading, sleep(HEAD_PATIENCE_MS, undefined, { ref: false })]);
    await this.#leaveFile();
    for (const [spool, { waiting }] of this.#own)
      if (waiting === 0) await this.#remove(spool).catch(() => undefined);
    this.#own.clear();
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    while (this.#queue.length > 0) {
      const asked = this.#queue.splice(0);
      const taken = asked.filter(({ rows }) => this.#hasRoomFor(rows));
      for (const each of asked)
        if (!taken.includes(each)) each.failed(new SpoolUnwritable('the bound is reached'));
      if (taken.length === 0) continue;
      try {
        await this.#write(taken.flatMap(({ rows }) => rows));
        if (this.#unwritable) console.error('audit: the spool can be written again');
        this.#unwritable = false;
        for (const { done } of taken) done();
      } catch (error) {
        if (!this.#unwritable) console.error('audit: THE SPOOL CANNOT BE WRITTEN,', (error as Error).message);
        this.#unwritable = true;
        const failure = new SpoolUnwritable((error as Error).message, { cause: error });
        for (const { failed } of taken) failed(failure);
      }
    }
    // In the same breath as the last look at the queue, or what came in between would wait for ever.
    this.#draining = false;
  }

  #hasRoomFor(rows: readonly SpooledRow[]): boolean {
    const begins = rows.some(({ action }) => action === 'camera.watch');
    return this.#waitingBytes < this.#mostBytes * (begins ? 1 : ROOM_FOR_ENDS);
  }

  async #write(rows: readonly SpooledRow[]): Promise<void> {
    const file = (this.#file ??= await this.#newFile());
    if (rows.length === 0) return;
    let { no, hash } = file;
    let text = '';
    for (const row of rows) {
      const line = this.#signed({
        spool: file.spool,
        no: ++no,
        at: new Date().toISOString(),
        prev: hash,
        row,
      });
      hash = lineSha256(line);
      text += `${line}\n`;
    }
    const bytes = Buffer.from(text);
    try {
      await file.handle.appendFile(bytes);
      await file.handle.datasync();
    } catch (error) {
      // What was half written never counted: the file ends where it ended before, and a new one is begun.
      await file.handle.truncate(file.bytes).catch(() => undefined);
      await this.#leaveFile();
      throw error;
    }
    const wereFull = this.state;
    Object.assign(file, { no, hash, bytes: file.bytes + bytes.length });
    const own = this.#own.get(file.spool)!;
    Object.assign(own, { no, bytes: file.bytes, waiting: own.waiting + rows.length });
    if (this.state !== wereFull)
      console.error(`audit: THE SPOOL IS ${this.state}, ${this.#waitingBytes} bytes wait`);
    this.#layHead();
  }

  #signed(line: object): string {
    const text = JSON.stringify(line).slice(0, -1);
    this.#key ??= auditKey(this.place.secretsDir);
    return `${text},"sig":"${this.#key.sign('spool', text).toString('base64')}"}`;
  }

  async #newFile(): Promise<OpenFile> {
    const folder = spoolFolder(this.place);
    const spool = randomUUID();
    const owner: SpoolOwner = {
      process: this.process,
      pid: process.pid,
      began: this.#began,
      ticks: this.#ticks,
    };
    const prev = GENESIS.toString('hex');
    const line = this.#signed({ spool, no: 0, at: new Date().toISOString(), prev, ...owner });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${spool}.jsonl`);
    const handle = await open(`${path}.new`, 'ax', 0o600);
    const hash = lineSha256(line);
    const bytes = Buffer.byteLength(line) + 1;
    try {
      await handle.appendFile(`${line}\n`);
      await handle.sync();
      // It is known as ours before anybody can find it, and found whole or not at all.
      this.#own.set(spool, { no: 0, waiting: 0, bytes });
      await rename(`${path}.new`, path);
      const names = await open(folder, 'r');
      await names.sync().finally(() => names.close());
    } catch (error) {
      this.#own.delete(spool);
      await handle.close().catch(() => undefined);
      for (const each of [path, `${path}.new`]) await rm(each, { force: true }).catch(() => undefined);
      throw error;
    }
    return { spool, handle, no: 0, hash, bytes };
  }

  async #leaveFile(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.handle.close().catch(() => undefined);
  }

  async #remove(spool: string): Promise<void> {
    await removeSpool(this.place, spool);
    this.#own.delete(spool);
  }

  /** Not waited for: the second place may be another machine that is away too. */
  #layHead(): void {
    this.#headDue = true;
    this.#heading ??= (async () => {
      while (this.#headDue && this.#file !== null) {
        this.#headDue = false;
        const { spool, no, hash } = this.#file;
        const head: SpoolHead = { spool, of: installationOf(this.place), no, hash };
        const sig = this.#key!.sign('spool-head', headText(head)).toString('base64');
        const path = headFile(this.place, spool);
        await mkdir(this.place.auditAnchors, { recursive: true, mode: 0o700 });
        await writeFile(`${path}.new`, `${JSON.stringify({ ...head, sig })}\n`, { mode: 0o600 });
        await rename(`${path}.new`, path);
      }
    })()
      .catch((error: unknown) =>
        console.error('audit: no head of the spool laid down,', (error as Error).message),
      )
      .finally(() => (this.#heading = null));
  }
}

/** Takes a spool away, and its head with it: all of it is in the chain. */
export async function removeSpool(place: SpoolPlace, spool: string): Promise<void> {
  await rm(join(spoolFolder(place), `${spool}.jsonl`), { force: true });
  await rm(headFile(place, spool), { force: true });
}
