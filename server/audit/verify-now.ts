import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import { faultsOf, keepFaults } from '../platform/audit-faults.ts';
import { verifyAudit } from '../platform/audit-verdict.ts';
import type { Deps } from '../platform/deps.ts';
import type { Verification, VerificationState } from './audit.schema.ts';
import { selectChainState, selectLastVerification, type StoredRow } from './read-audit.sql.ts';

export interface VerifyNow {
  /** Begins to hold the chain against itself and its signed heads; one at a time in a process. */
  readonly start: (actor: Actor) => Promise<void>;
  readonly state: () => Promise<VerificationState>;
}

/** Verification from the screen (Art. 30(3)): what `npm run verify-audit` does, with its outcome as a row of the audit. */
export function createVerifyNow({ sql, config }: Pick<Deps, 'sql' | 'config'>): VerifyNow {
  let running: { rows: number; readonly of: number } | null = null;
  let failed = false;

  async function verify(actor: Actor, progress: { rows: number }): Promise<void> {
    const startedAt = performance.now();
    const verdict = await verifyAudit(sql, config, { onRow: () => void progress.rows++ });
    const seconds = Math.round((performance.now() - startedAt) / 10) / 100;
    const { rows, holds, firstBad, anchors, anchorTrouble, fencesDown, spools } = verdict;
    const detail = {
      holds,
      rows,
      seconds,
      firstBadSeq: firstBad?.seq ?? null,
      why: firstBad?.why ?? null,
      anchors: anchors.inFile,
      anchorTrouble: anchorTrouble?.why ?? null,
      rowsSinceAnchor: anchors.rowsSince,
      fencesDown: fencesDown.length,
      fences: fencesDown,
      spoolBreaks: spools.breaks.length,
    };
    await keepFaults(sql, faultsOf(verdict), ['chain', 'heads', 'fences']);
    await act(sql, actor, 'audit.verify', { kind: 'audit', detail }, async () => undefined);
  }

  return {
    start: async (actor) => {
      if (running !== null) return;
      const progress = { rows: 0, of: (await selectChainState(sql)).headSeq };
      if (running !== null) return;
      running = progress;
      failed = false;
      verify(actor, progress)
        .catch((error: unknown) => {
          failed = true;
          console.error('audit: verification came to no end,', (error as Error).message);
        })
        .finally(() => (running = null));
    },
    state: async () => {
      const last = await selectLastVerification(sql);
      return {
        running: running && { ...running },
        failed,
        last: last === undefined ? null : outcomeOf(last),
      };
    },
  };
}

const outcomeOf = ({ at, personName, detail }: StoredRow): Verification => ({
  ...(detail as unknown as Omit<Verification, 'at' | 'by'>),
  at: at.toISOString(),
  by: personName,
});
