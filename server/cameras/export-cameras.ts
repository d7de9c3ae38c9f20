import { createHash } from 'node:crypto';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { encodedCsv, type CsvEncoding } from '../platform/encoded-csv.ts';
import { csvCell } from './csv-cell.rules.ts';
import { selectExportedGroups, type ExportedGroup } from './export-cameras.sql.ts';
import { exportedNumber } from './import-stage.ts';
import { NATIONAL_HEADER } from './national-columns.rules.ts';
import { nationalWordOf } from './national-purposes.rules.ts';
import { todayInSeoul } from './read-import.ts';

/** 개방자치단체코드 of 강릉시 in the open-data portals. */
const CITY_CODE = '4200000';

/** The cells of one row, in the national file's 18 columns. */
export function exportedCells(group: ExportedGroup, today: string): string[] {
  const number = (value: number | null): string => (value === null ? '' : String(value));
  return [
    CITY_CODE,
    group.managementNo ?? (group.rowKey === null ? '' : exportedNumber(group.rowKey)),
    group.agency,
    group.roadAddress ?? '',
    group.lotAddress ?? '',
    group.fileWord ?? nationalWordOf(group.purposes),
    String(group.cameras),
    number(group.megapixels === null ? null : Math.round(group.megapixels * 100)),
    group.direction ?? '',
    number(group.retentionDays),
    group.month ?? '',
    group.phone ?? '',
    group.lat,
    group.lon,
    today,
    '',
    group.changedAt,
    group.changedAt,
  ];
}

/**
 * Writes the register as a national CCTV file through `write`, a part at a time, in one audited act that keeps the
 * reason, the number of rows and the file's sha256; returns the number of rows. `reason` null: none was given. Throws ApiError 422 naming the first character that CP949 cannot hold, before anything wrong is written.
 */
export async function exportCameras(
  sql: Sql,
  actor: Actor,
  { encoding, reason }: { readonly encoding: CsvEncoding; readonly reason: string | null },
  now: Date,
  write: (part: Buffer) => Promise<void> | void,
): Promise<number> {
  const today = todayInSeoul(now);
  const object = { kind: 'register', detail: { reason, encoding } };
  return act(sql, actor, 'register.export', object, async (tx, note) => {
    let rows = 0;
    const digest = createHash('sha256');
    const hand = async (part: Buffer): Promise<void> => {
      digest.update(part);
      await write(part);
    };
    await hand(encodedCsv(`${NATIONAL_HEADER.join(',')}\r\n`, encoding));
    for await (const groups of selectExportedGroups(tx)) {
      const text = groups
        .map((group) => `${exportedCells(group, today).map(csvCell).join(',')}\r\n`)
        .join('');
      await hand(encodedCsv(text, encoding));
      rows += groups.length;
    }
    note({ rows, sha256: digest.digest('hex') });
    return rows;
  });
}
