import { createHash } from 'node:crypto';
import type { Actor } from '../../platform/access.ts';
import { act } from '../../platform/act.ts';
import type { Sql } from '../../platform/db.ts';
import { announce } from '../../platform/events.ts';
import { ApiError } from '../../platform/http-errors.ts';
import { staleReport } from '../../platform/list-file.ts';
import { DEMAND_FAULTS, type DemandFault } from './demand-file.rules.ts';
import { FAULTS_SHOWN, type DemandReport } from './demand.schema.ts';
import { copyPlaces, lockDemands, selectByTitle, upsertDemand, type SameTitle } from './demand.sql.ts';
import type { ReadDemand } from './read-demand-file.ts';

const nothingToLoad = (): ApiError =>
  new ApiError(
    400,
    'nothing-to-load',
    {
      ko: '실을 수 있는 줄이 하나도 없습니다. 격리한 줄의 까닭을 보고 파일을 고쳐 다시 주십시오.',
      en: 'No row can be loaded. See why the rows were left out, mend the file and give it again.',
    },
    'file',
  );

const sumOf = (weights: Float64Array): number =>
  weights.reduce((sum, weight) => sum + Math.fround(weight), 0);

function reportOf(read: ReadDemand, standing: SameTitle | undefined, done: boolean): DemandReport {
  const { file, title, unit, encoding, epsg, weightColumn, rows, digest, judged, readingMs } = read;
  const { kind, cellM, weight, leftOut } = judged;
  const byReason: Partial<Record<DemandFault, number>> = {};
  for (const { reason } of leftOut) byReason[reason] = (byReason[reason] ?? 0) + 1;
  const unchanged = standing?.digest === digest;
  return {
    fingerprint: createHash('sha256')
      .update(JSON.stringify([digest, title, standing?.digest ?? null]))
      .digest('hex'),
    ...{ file, title, unit, kind, cellM, encoding, epsg, weightColumn, rows },
    ...{ loaded: weight.length, sum: sumOf(weight) },
    quarantined: {
      total: leftOut.length,
      byReason,
      rows: leftOut.slice(0, FAULTS_SHOWN).map((each) => ({ ...each, message: DEMAND_FAULTS[each.reason] })),
    },
    replaced:
      standing === undefined || unchanged ? null : { points: standing.points, synthetic: standing.synthetic },
    unchanged,
    done,
    seconds: Math.round(readingMs) / 1000,
  };
}

/** What a file would do. Changes nothing. */
export async function previewDemand(sql: Sql, read: ReadDemand): Promise<DemandReport> {
  return reportOf(read, await selectByTitle(sql, read.title), false);
}

/**
 * Loads a read file as a demand, all or nothing, as one act; one of the same title leaves. Exactly the same again changes
 * nothing. `fingerprint` null: whatever it does now. Throws 409 `preview-stale` where it is not what was shown, 400
 * `nothing-to-load`, 403 for who may not import.
 */
export function importDemand(
  sql: Sql,
  actor: Actor,
  read: ReadDemand,
  fingerprint: string | null,
): Promise<DemandReport> {
  const { file, title, unit, epsg, digest, origin, asOf, judged } = read;
  const object = { kind: 'demand-layer', detail: { file, title, unit, epsg, sha256: digest } };
  return act(sql, actor, 'demand.import', object, async (tx, note) => {
    await lockDemands(tx);
    const standing = await selectByTitle(tx, title);
    const report = reportOf(read, standing, true);
    if (fingerprint !== null && report.fingerprint !== fingerprint) throw staleReport();
    if (report.loaded === 0) throw nothingToLoad();
    if (report.unchanged) {
      note({ repeated: true });
      return report;
    }
    const { kind, cellM } = judged;
    const facts = { title, unit, kind, cellM, origin, asOf, file, digest, source: 'import' };
    await copyPlaces(tx, await upsertDemand(tx, { ...facts, by: actor.personName }), judged);
    await announce(tx, { kind: 'layer' });
    const { loaded, sum, quarantined, replaced } = report;
    note({ loaded, sum, quarantined: quarantined.total, replaced: replaced?.points ?? 0 });
    return report;
  });
}
