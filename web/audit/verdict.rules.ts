import type { AuditFaults, Verification } from '../../server/audit/audit.schema.ts';

/** Whether a verdict that the chain holds was given before what is wrong now was found: it says nothing any more (Art. 30(3)). */
export const overtakenByAlarm = (
  { holds, at }: Pick<Verification, 'holds' | 'at'>,
  faults: readonly Pick<AuditFaults['faults'][number], 'since'>[],
): boolean => holds && faults.some(({ since }) => Date.parse(since) >= Date.parse(at));
