import { hash } from 'node:crypto';

/** The hash before the first row of the chain. */
export const GENESIS = Buffer.alloc(32);

/** Columns of a row in the order of {@link AUDIT_COPY}, each null or the text that PostgreSQL gives. */
export interface CopiedRow {
  readonly seq: number;
  readonly at: string;
  readonly prevHash: string;
  readonly hash: string;
  /** What the hash is over, after the hash before it. */
  readonly canonical: string;
}

/** Columns that {@link readCopiedRow} expects, for `copy (select … ) to stdout` in a session whose time zone is UTC. */
export const AUDIT_COLUMNS =
  'seq, at, prev_hash, hash, account_id, actor, role, address, action, outcome, object_kind, object_id, detail';

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};
const unescaped = (cell: string): string =>
  cell.includes('\\') ? cell.replace(/\\(.)/gs, (_, each: string) => ESCAPES[each] ?? each) : cell;
// Neither a quote, a backslash nor a control character: most cells are their own JSON.
const PLAIN = /^[ !#-[\]-\uffff]*$/;
const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));
const cellOf = (cell: string): string => (cell === '\\N' ? 'null' : quoted(unescaped(cell)));

/** `2026-01-02 03:04:05.12+00` as the chain spells it: `2026-01-02T03:04:05.120000Z`. */
const instantOf = (cell: string): string => {
  const fraction = cell.slice(20, -3);
  return `${cell.slice(0, 10)}T${cell.slice(11, 19)}.${fraction.padEnd(6, '0')}Z`;
};

/**
 * One line of the copy, with the text that its hash is over: the same text that the database's own trigger laid down,
 * made here anew, so that a function exchanged in the database convinces nobody.
 */
export function readCopiedRow(line: string): CopiedRow {
  const cells = line.split('\t');
  const [seq, at, prevHash, ownHash, accountId, actor, role, address, action, outcome, kind, id, detail] =
    cells as [string, ...string[]] & string[];
  const instant = instantOf(at!);
  const canonical =
    `[${seq}, "${instant}", ${accountId === '\\N' ? 'null' : accountId!}, ${cellOf(actor!)}, ${cellOf(role!)}, ` +
    `${cellOf(address!)}, ${cellOf(action!)}, ${cellOf(outcome!)}, ${cellOf(kind!)}, ${cellOf(id!)}, ` +
    `${unescaped(detail!)}]`;
  return { seq: Number(seq), at: instant, prevHash: prevHash!.slice(3), hash: ownHash!.slice(3), canonical };
}

let scratch = Buffer.allocUnsafe(4096);

/** sha256 over the hash before and the canonical text, in hex. */
export function digestOfRow(prevHashHex: string, canonical: string): string {
  // A letter of a JavaScript string is at most three bytes of UTF-8.
  const most = 32 + canonical.length * 3;
  if (scratch.length < most) scratch = Buffer.allocUnsafe(most * 2);
  scratch.write(prevHashHex, 0, 32, 'hex');
  return hash('sha256', scratch.subarray(0, 32 + scratch.write(canonical, 32, 'utf8')), 'hex');
}
