import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ANCHORS_FILE,
  anchorText,
  lineDigest,
  PREFIX_BYTES,
  PUBLIC_KEY_FILE,
  wasSigned,
  type Anchor,
  type AnchorPlace,
} from './audit-anchors.ts';
import { verifyChain } from './audit-chain.ts';
import { GENESIS } from './audit-digest.ts';
import { fencesThatAreDown } from './audit-fences.ts';
import { verifySpools, type SpoolsVerdict } from './audit-spool-join.ts';
import { auditKey, fingerprintOf, publicKeyFromPem, signatureHolds } from './audit-keys.ts';
import { readReviewedHeads } from './audit-reviewed-heads.ts';
import type { ChainBreak, WalkOptions } from './audit-walk.ts';
import type { Sql } from './db.ts';

export type AnchorTrouble =
  | 'file-missing'
  | 'key-missing'
  | 'key-exchanged'
  | 'line-unreadable'
  | 'line-changed'
  | 'signature-wrong'
  | 'line-missing'
  | 'none-left'
  | 'review-changed'
  | 'review-missing';

export interface AuditVerdict {
  readonly rows: number;
  readonly headSeq: number;
  /** The first bad row, over chain, head and anchors; null where all hold. */
  readonly firstBad: ChainBreak | null;
  readonly anchors: {
    readonly inFile: number;
    readonly kept: number;
    readonly lastSeq: number;
    readonly lastAt: string | null;
    /** Rows that no anchor covers yet: for them the chain and the head row are all there is. */
    readonly rowsSince: number;
    readonly keyFingerprint: string | null;
    /** Heads that lie in the signed reviews of months, and hold. */
    readonly reviews: number;
  };
  readonly anchorTrouble: { readonly why: AnchorTrouble; readonly anchorNo: number | null } | null;
  /** Triggers, functions, owners and rights of the audit that are not as the migrations made them. */
  readonly fencesDown: readonly string[];
  readonly clockSetBackAt: readonly number[];
  /** Viewings that were kept aside while the audit was away. */
  readonly spools: SpoolsVerdict;
  readonly holds: boolean;
}

const DIGITS = PREFIX_BYTES * 2;
/** A chain of so many minutes has been signed at least once, or what was signed is gone. */
const SIGNED_AFTER_MINUTES = 12;

interface ReadAnchors {
  readonly anchors: readonly Anchor[];
  readonly lines: readonly string[];
  readonly trouble: AuditVerdict['anchorTrouble'];
  readonly publicKey: Buffer | null;
}

/**
 * Holds the chain against itself, its head row and every signed anchor at the second place (Art. 30(3)). A chain laid
 * anew with right hashes and a right head is found by the anchors, down to its first bad row, and where they are gone by the
 * heads in the signed reviews of months. What came after the last anchor and was cut together with the head row cannot be
 * seen; `rowsSince` says how far that reaches. Without any anchor left nothing is verified, and nothing is said to hold.
 */
export async function verifyAudit(
  sql: Sql,
  place: AnchorPlace & { readonly dataDir?: string },
  options: Pick<WalkOptions, 'onRow'> = {},
): Promise<AuditVerdict> {
  const kept = await sql<{ no: number; seq: number; line: Buffer; publicKey: Buffer }[]>`
    select anchor_no::float8 as no, seq::float8 as seq, line_sha256 as line, public_key as "publicKey"
    from audit_anchor order by anchor_no`;
  const read = readAnchors(place, kept);
  const reviewed = await readReviewedHeads(sql, ownKeyOf(place) ?? kept.at(-1)?.publicKey ?? null);
  let differsAt: number | null = null;
  let rewrittenAt: number | null = null;
  let anchorAt = 0;
  let prefixes = prefixesOf(read.anchors[0]);
  const chain = await verifyChain(sql, {
    onRow: (seq, hash) => {
      options.onRow?.(seq, hash);
      const head = reviewed.heads.get(seq);
      if (head !== undefined && head !== hash) differsAt ??= seq;
      while (anchorAt < read.anchors.length && seq > read.anchors[anchorAt]!.seq)
        prefixes = prefixesOf(read.anchors[++anchorAt]);
      const anchor = read.anchors[anchorAt];
      if (rewrittenAt !== null || anchor === undefined || seq <= anchor.afterSeq) return;
      if (!prefixes.startsWith(hash.slice(0, DIGITS), (seq - anchor.afterSeq - 1) * DIGITS))
        rewrittenAt = seq;
      else if (seq === anchor.seq && hash !== anchor.hash) rewrittenAt = seq;
    },
  });
  const last = read.anchors.at(-1);
  // The database's own list of anchors outlives a cut of the rows.
  const anchoredSeq = Math.max(last?.seq ?? 0, kept.at(-1)?.seq ?? 0, ...reviewed.heads.keys());
  const found: ChainBreak[] = [];
  if (chain.broken !== null) found.push(chain.broken);
  if (rewrittenAt !== null) found.push({ seq: rewrittenAt, why: 'rewritten' });
  if (differsAt !== null) found.push({ seq: differsAt, why: 'review-differs' });
  if (chain.lastSeq < anchoredSeq) found.push({ seq: chain.lastSeq + 1, why: 'tail-cut' });
  const firstBad = found.sort((a, b) => a.seq - b.seq)[0] ?? null;
  const fencesDown = await fencesThatAreDown(sql);
  const anchorTrouble = read.trouble ?? reviewed.trouble ?? (await noneLeft(sql, place, read.anchors.length));
  const { dataDir } = place;
  const spools =
    dataDir === undefined ? { waiting: 0, breaks: [] } : await verifySpools(sql, { ...place, dataDir });
  return {
    rows: chain.rows,
    headSeq: chain.headSeq,
    firstBad,
    anchors: {
      inFile: read.anchors.length,
      kept: kept.length,
      lastSeq: last?.seq ?? 0,
      lastAt: last?.at ?? null,
      rowsSince: Math.max(0, chain.lastSeq - (last?.seq ?? 0)),
      keyFingerprint: read.publicKey === null ? null : fingerprintOf(read.publicKey),
      reviews: reviewed.heads.size,
    },
    anchorTrouble,
    fencesDown,
    clockSetBackAt: chain.clockSetBackAt,
    spools,
    holds:
      firstBad === null && anchorTrouble === null && fencesDown.length === 0 && spools.breaks.length === 0,
  };
}

/** The beginnings of the rows' hashes, one after the other, in hex. */
const prefixesOf = (anchor: Anchor | undefined): string =>
  Buffer.from(anchor?.prefixes ?? '', 'base64').toString('hex');

function readAnchors(
  { auditAnchors, secretsDir }: AnchorPlace,
  kept: readonly { no: number; line: Buffer; publicKey: Buffer }[],
): ReadAnchors {
  const file = join(auditAnchors, ANCHORS_FILE);
  const pem = join(auditAnchors, PUBLIC_KEY_FILE);
  const nothing = { anchors: [], lines: [], publicKey: null };
  if (!existsSync(file))
    return { ...nothing, trouble: kept.length === 0 ? null : { why: 'file-missing', anchorNo: 1 } };
  const publicKey = existsSync(pem) ? publicKeyFromPem(readFileSync(pem, 'utf8')) : null;
  if (publicKey === null) return { ...nothing, trouble: { why: 'key-missing', anchorNo: null } };
  const knownKey = ownKeyOf({ secretsDir }) ?? kept.at(-1)?.publicKey ?? publicKey;
  let trouble: AuditVerdict['anchorTrouble'] = knownKey.equals(publicKey)
    ? null
    : { why: 'key-exchanged', anchorNo: null };
  const anchors: Anchor[] = [];
  const lines: string[] = [];
  let prev = GENESIS.toString('hex');
  let unreadable = false;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    const anchor = parsedAnchor(line);
    if (anchor === null) {
      // A write cut short by a crash is followed by a line that knows nothing of it, or by nothing.
      unreadable = true;
      continue;
    }
    const expected = anchors.length + 1;
    const why: AnchorTrouble | null =
      anchor.no !== expected || anchor.prev !== prev
        ? unreadable
          ? 'line-unreadable'
          : anchor.no > expected
            ? 'line-missing'
            : 'line-changed'
        : !signatureHolds(knownKey, 'anchor', anchorText(anchor), Buffer.from(anchor.sig, 'base64'))
          ? 'signature-wrong'
          : null;
    if (why !== null) {
      trouble ??= { why, anchorNo: expected };
      break;
    }
    anchors.push(anchor);
    lines.push(line);
    prev = lineDigest(line);
    unreadable = false;
  }
  for (const { no, line } of kept) {
    const there = lines[no - 1];
    if (there === undefined)
      trouble ??= { why: unreadable ? 'line-unreadable' : 'line-missing', anchorNo: no };
    else if (lineDigest(there) !== line.toString('hex')) trouble ??= { why: 'line-changed', anchorNo: no };
  }
  return { anchors, lines, trouble, publicKey };
}

function parsedAnchor(line: string): (Anchor & { readonly sig: string }) | null {
  try {
    const given = JSON.parse(line) as Partial<Anchor> & { sig?: unknown };
    return typeof given.no === 'number' && typeof given.seq === 'number' && typeof given.sig === 'string'
      ? (given as Anchor & { sig: string })
      : null;
  } catch {
    return null;
  }
}

const ownKeyOf = ({ secretsDir }: Pick<AnchorPlace, 'secretsDir'>): Buffer | null =>
  existsSync(join(secretsDir, 'audit-signing')) ? auditKey(secretsDir).publicKey : null;

/** A chain that is old enough was signed, and so was one of which this server remembers it: where no signature is left it is not verified, whatever its own hashes say. */
async function noneLeft(
  sql: Sql,
  place: AnchorPlace,
  anchors: number,
): Promise<AuditVerdict['anchorTrouble']> {
  if (anchors > 0) return null;
  if (wasSigned(place)) return { why: 'none-left', anchorNo: null };
  const [first] = await sql<{ old: boolean }[]>`
    select at < now() - make_interval(mins => ${SIGNED_AFTER_MINUTES}) as old from audit order by seq limit 1`;
  return first?.old === true ? { why: 'none-left', anchorNo: null } : null;
}
