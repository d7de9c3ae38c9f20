import { once } from 'node:events';
import type { Sql } from './db.ts';
import { AUDIT_COLUMNS, digestOfRow, GENESIS, readCopiedRow } from './audit-digest.ts';

/** Why a row is the first bad one. */
export type BreakWhy =
  'row-missing' | 'row-not-following' | 'content-changed' | 'tail-cut' | 'rewritten' | 'review-differs';

export interface ChainBreak {
  readonly seq: number;
  readonly why: BreakWhy;
}

export interface Walked {
  readonly rows: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly broken: ChainBreak | null;
  /** Rows stamped earlier than the row before them: the machine's clock was set back there. */
  readonly clockSetBackAt: readonly number[];
}

export interface WalkOptions {
  readonly afterSeq?: number;
  readonly afterHash?: string;
  /** Called with each row's number and the hash that it really has, in order, also past the first bad row. */
  readonly onRow?: (seq: number, hash: string) => void;
}

const MOST_NAMED = 20;

/**
 * Reads the chain in order on one connection and hashes every row anew. One snapshot, so that rows written meanwhile
 * do not count. Resolves with the first row that does not follow.
 */
export async function walkAudit(sql: Sql, options: WalkOptions = {}): Promise<Walked> {
  const connection = await sql.reserve();
  try {
    await connection`set time zone 'UTC'`;
    await connection`set datestyle to 'ISO'`;
    await connection`set bytea_output to 'hex'`;
    const after = String(Math.trunc(options.afterSeq ?? 0));
    // copy takes no parameters; the number is one that this program made.
    const stream = await connection
      .unsafe(`copy (select ${AUDIT_COLUMNS} from audit where seq > ${after} order by seq) to stdout`)
      .readable();
    let seq = options.afterSeq ?? 0;
    let hash = options.afterHash ?? GENESIS.toString('hex');
    let at = '';
    let rows = 0;
    let broken: ChainBreak | null = null;
    const clockSetBackAt: number[] = [];
    const take = (line: string): void => {
      const row = readCopiedRow(line);
      rows++;
      // Copy gives a backslash before the x of a bytea.
      if (broken === null) {
        if (row.seq !== seq + 1) broken = { seq: row.seq > seq + 1 ? seq + 1 : row.seq, why: 'row-missing' };
        else if (row.prevHash !== hash) broken = { seq: row.seq, why: 'row-not-following' };
        else if (row.hash !== digestOfRow(hash, row.canonical))
          broken = { seq: row.seq, why: 'content-changed' };
      }
      if (row.at < at && clockSetBackAt.length < MOST_NAMED) clockSetBackAt.push(row.seq);
      ({ seq, hash, at } = row);
      options.onRow?.(seq, hash);
    };
    let rest = '';
    const decoder = new TextDecoder();
    stream.on('data', (part: Buffer) => {
      const text = rest + decoder.decode(part, { stream: true });
      let from = 0;
      for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
        take(text.slice(from, to));
        from = to + 1;
      }
      rest = text.slice(from);
    });
    await once(stream, 'end');
    return { rows, lastSeq: seq, lastHash: hash, broken, clockSetBackAt };
  } finally {
    await connection`reset time zone`.catch(() => undefined);
    connection.release();
  }
}
