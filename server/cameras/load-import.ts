import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { announce } from '../platform/events.ts';
import { CityArea } from './import-area.ts';
import {
  fillRegister,
  hasImported,
  loadCameras,
  loadSites,
  lockRegister,
  noteCameraLayer,
  removeDemoCameras,
  selectDistricts,
  stageRows,
  type LoadedCameras,
} from './import-load.sql.ts';
import { stagedLines } from './import-stage.ts';
import { purposesOfWord } from './national-purposes.rules.ts';
import type { ReadImport } from './read-import.ts';

/** From so many cameras on, building the indexes afterwards is worth holding the register's tables for. */
const MANY = 20_000;

/**
 * Puts a read file into the register, all of it or nothing: one transaction, one audit row with counts and the file's
 * digest, a history row a camera and field. The synthetic cameras leave in the same transaction, with their sites, signs,
 * notices and streams; accounts and the audit stay. Throws 403 for who may not import.
 */
export async function loadImport(
  sql: Sql,
  actor: Actor,
  read: ReadImport,
  digest: string,
  now: Date,
): Promise<LoadedCameras> {
  const source = `import:${digest.slice(0, 12)}`;
  const { verdict } = read;
  return act(
    sql,
    actor,
    'register.import',
    { kind: 'register', id: source, detail: { file: read.name, sha256: digest } },
    async (tx, note) => {
      await lockRegister(tx);
      const removedDemo = verdict.cameras > 0 ? await removeDemoCameras(tx) : 0;
      const districts = await selectDistricts(tx, false);
      await stageRows(tx, stagedLines(read, now, districts.length === 0 ? null : new CityArea(districts)));
      const districtIds = districts.map(({ districtId }) => districtId);
      const words = [...read.judge.words.keys()].flatMap((word) =>
        purposesOfWord(word).purposes.map((purpose, position) => ({ word, purpose, main: position === 0 })),
      );
      let cameras: LoadedCameras;
      if (verdict.cameras >= MANY && !(await hasImported(tx)))
        cameras = {
          created: await fillRegister(tx, source, words, districtIds),
          updated: 0,
          unchanged: 0,
          removed: 0,
        };
      else {
        await loadSites(tx, source, districtIds);
        cameras = await loadCameras(tx, source, words, actor);
      }
      const changed = cameras.created + cameras.updated + cameras.removed + removedDemo > 0;
      if (changed) {
        await noteCameraLayer(tx, source, read.name);
        await announce(tx, { kind: 'register' });
      }
      note({
        rows: verdict.rows.count,
        places: verdict.places,
        created: cameras.created,
        updated: cameras.updated,
        unchanged: cameras.unchanged,
        removed: cameras.removed,
        quarantined: verdict.quarantined.total,
        removedDemo,
      });
      return cameras;
    },
  );
}
