import type { AuditVerdict } from './audit-verdict.ts';
import type { Sql, Tx } from './db.ts';

/** What of the audit is not as it must be: the rows, the signed heads, what keeps both, the second place. */
export type FaultPart = 'chain' | 'heads' | 'fences' | 'place';

export interface AuditFault {
  readonly part: FaultPart;
  /** A BreakWhy, an AnchorTrouble, a PlaceTrouble, or 'down' of fences. */
  readonly why: string;
  /** The first bad row, or the number of the first signed head that is not there. */
  readonly seq: number | null;
  /** Which fences are down. */
  readonly names: readonly string[];
}

export interface StandingFault extends AuditFault {
  readonly since: Date;
}

/** What a whole verification found; the second place is not among what it looks at. */
export function faultsOf({ firstBad, anchorTrouble, fencesDown }: AuditVerdict): AuditFault[] {
  const faults: AuditFault[] = [];
  if (firstBad !== null) faults.push({ part: 'chain', why: firstBad.why, seq: firstBad.seq, names: [] });
  if (anchorTrouble !== null)
    faults.push({ part: 'heads', why: anchorTrouble.why, seq: anchorTrouble.anchorNo, names: [] });
  return [...faults, ...faultOfFences(fencesDown)];
}

export const faultOfFences = (names: readonly string[]): AuditFault[] =>
  names.length === 0 ? [] : [{ part: 'fences', why: 'down', seq: null, names }];

/**
 * Keeps what was found, so that it stands on the screens until it is found to be over (Art. 30(3)). `looked`: the parts
 * that were looked at; of the others nothing is said. A fault that stands keeps since when it does, and is told once.
 */
export async function keepFaults(
  sql: Sql,
  found: readonly AuditFault[],
  looked: readonly FaultPart[],
): Promise<void> {
  const changes = await sql<{ part: FaultPart; over: boolean }[]>`
    with found as (
      select * from jsonb_to_recordset(${sql.json(found as never)}) as found (part text, why text, seq bigint, names jsonb)
    ), over as (
      delete from audit_fault where part = any(${[...looked]}) and part not in (select part from found) returning part
    ), kept as (
      insert into audit_fault (part, why, seq, names)
      select part, why, seq, array(select jsonb_array_elements_text(names)) from found
      on conflict (part) do update set why = excluded.why, seq = excluded.seq, names = excluded.names
      where (audit_fault.why, audit_fault.seq, audit_fault.names) is distinct from (excluded.why, excluded.seq, excluded.names)
      returning part
    ), changed as (
      select part, true as over from over union all select part, false from kept
    ), told as (
      insert into event_outbox (kind) select 'audit' where exists (select from changed)
    )
    select * from changed`;
  for (const { part, over } of changes) {
    const fault = found.find((each) => each.part === part);
    const what = [fault?.why, fault?.seq, ...(fault?.names ?? [])].filter((each) => each != null).join(' ');
    console.error(over ? `audit: ${part} holds again` : `audit: ${part} DOES NOT HOLD, ${what}`);
  }
}

/** What stands, the chain first. */
export function readFaults(sql: Sql | Tx): Promise<StandingFault[]> {
  return sql<StandingFault[]>`
    select part, why, seq::float8 as seq, names, since from audit_fault
    order by array_position(array['chain', 'heads', 'fences', 'place'], part)`;
}
