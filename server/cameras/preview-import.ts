import type { Sql } from '../platform/db.ts';
import { selectImportDigests, type LoadedCameras } from './import-load.sql.ts';
import { stagedLines } from './import-stage.ts';
import type { ReadImport } from './read-import.ts';

/** What loading a read file would do to the register, without writing anything. `sql` null: there is no register yet. */
export async function previewImport(sql: Sql | null, read: ReadImport, now: Date): Promise<LoadedCameras> {
  const known = sql === null ? new Map<string, number>() : await selectImportDigests(sql);
  if (known.size === 0) return { created: read.verdict.cameras, updated: 0, unchanged: 0, removed: 0 };
  const counts = { created: 0, updated: 0, unchanged: 0, removed: 0 };
  const camerasOf = new Map<string, number>();
  for await (const lines of stagedLines(read, now, null)) {
    for (const line of lines.split('\n')) {
      const [, , rowKey, digest, cameras] = line.split('\t', 5);
      if (rowKey !== undefined) camerasOf.set(rowKey, Number(cameras));
      for (let no = 1; no <= Number(cameras ?? 0); no += 1) {
        const before = known.get(`${rowKey}.${no}`);
        counts[before === undefined ? 'created' : before === Number(digest) ? 'unchanged' : 'updated'] += 1;
      }
    }
  }
  for (const key of known.keys()) {
    const [rowKey = '', no] = key.split('.');
    if (Number(no) > (camerasOf.get(rowKey) ?? Infinity)) counts.removed += 1;
  }
  return counts;
}
