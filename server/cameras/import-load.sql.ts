import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Sql, Tx } from '../platform/db.ts';
import type { District } from './import-area.ts';
import { STAGE_COLUMNS } from './import-stage.ts';

/** Districts as loaded, with rings in degrees. `realOnly`: without synthetic ones, which never judge real data. */
export async function selectDistricts(
  sql: Sql | Tx,
  realOnly: boolean,
): Promise<(District & { districtId: number })[]> {
  const rows = await sql<{ districtId: number; name: string; geometry: string }[]>`
    select district_id as "districtId", name, st_asgeojson(geom, 9) as geometry
    from district where not ${realOnly} or source <> 'demo' order by district_id`;
  return rows.map(({ districtId, name, geometry }) => ({
    districtId,
    name,
    rings: (JSON.parse(geometry) as { coordinates: number[][][][] }).coordinates.flat(),
  }));
}

export async function countDemoCameras(sql: Sql | Tx): Promise<number> {
  const [row] = await sql<
    { count: number }[]
  >`select count(*)::int as count from camera where source = 'demo'`;
  return row!.count;
}

/** One import at a time: two would make the same new places twice. */
export async function lockRegister(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('register-import'))`;
}

/** Takes the synthetic register out: cameras with their sites, streams, signs and notices. */
export async function removeDemoCameras(tx: Tx): Promise<number> {
  const removed = await countDemoCameras(tx);
  await tx`delete from consultation where source = 'demo'`;
  await tx`delete from delegation where source = 'demo'`;
  await tx`delete from link_security where source = 'demo'`;
  await tx`delete from signboard where source = 'demo'`;
  await tx`delete from substitute_notice where source = 'demo'`;
  await tx`delete from site where source = 'demo'`;
  return removed;
}

/** Fills the transaction's own staging table from lines in COPY's text form. */
export async function stageRows(tx: Tx, lines: AsyncIterable<string>): Promise<void> {
  await tx`
    create temp table stage (
      row_no integer not null, place_key text collate "C" not null, row_key text collate "C" not null, digest bigint not null,
      cameras integer not null, first_no integer not null, cameras_at_place integer not null,
      lon double precision not null, lat double precision not null, district_no integer not null,
      agency text not null, road_address text, lot_address text, place_name text not null, word text,
      purposes text[] not null, direction text, phone text, management_no text, megapixels real, retention_days smallint,
      installed_month date, installed_year smallint, data_date date
    ) on commit drop`;
  const copy = await tx`copy stage (${tx([...STAGE_COLUMNS])}) from stdin`.writable();
  const done = finished(copy);
  // A failing COPY must reach the awaiting code below and not the process.
  done.catch(() => undefined);
  for await (const text of lines)
    if (text !== '' && !copy.write(text)) await Promise.race([once(copy, 'drain'), done]);
  copy.end();
  await done;
  await tx`set local work_mem = '128MB'`;
}

/** Whether anything was ever imported; if not, a load need not look for what it already made. */
export async function hasImported(tx: Tx): Promise<boolean> {
  const [row] = await tx<{ found: boolean }[]>`
    select exists (select from site where import_key is not null) as found`;
  return row!.found;
}

/**
 * Fills an empty register: no look-up, and indexes and references after the rows. Holds the register's tables alone
 * until the transaction ends.
 */
export async function fillRegister(
  tx: Tx,
  source: string,
  words: FileWords,
  districtIds: DistrictIds,
): Promise<number> {
  await tx`select open_register_for_load()`;
  await insertSites(tx, source, districtIds, tx`true`);
  // Just filled and without statistics, the planner would sort both sides; hashing keeps the file's order as well.
  await tx`set local enable_mergejoin = off`;
  const created = await createCameras(tx, source, words, tx`true`);
  await tx`select close_register_after_load()`;
  return created;
}

/** Number of the district in `stage.district_no` to its id. */
type DistrictIds = readonly number[];
/** A line for each purpose of Art. 6 that a word of the file stands for. */
export type FileWords = readonly {
  readonly word: string;
  readonly purpose: string;
  readonly main: boolean;
}[];

async function insertSites(
  tx: Tx,
  source: string,
  districtIds: DistrictIds,
  isNew: ReturnType<Tx>,
): Promise<void> {
  await tx`
    insert into site (import_key, name, road_address, lot_address, geom, district_id, source)
    select place_key, place_name, road_address, lot_address, st_setsrid(st_makepoint(lon, lat), 4326),
           (${tx.array([...districtIds], 23)}::integer[])[district_no + 1], ${source}
    from stage
    where first_no = 1 and ${isNew}`;
}

/** Makes the places that are not in the register, and brings names and addresses of the others up to date. */
export async function loadSites(tx: Tx, source: string, districtIds: DistrictIds): Promise<void> {
  await tx`analyze stage (row_key, place_key)`;
  await tx`
    update site
    set name = place_name, road_address = stage.road_address, lot_address = stage.lot_address, source = ${source}
    from stage
    where site.import_key = place_key and first_no = 1
      and (site.road_address, site.lot_address) is distinct from (stage.road_address, stage.lot_address)`;
  await insertSites(
    tx,
    source,
    districtIds,
    tx`not exists (select from site known where known.import_key = place_key)`,
  );
}

export interface LoadedCameras {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly removed: number;
}

interface Who {
  readonly accountId: number | null;
  readonly personName: string;
}

/**
 * Brings the register to what is staged: new cameras, changed ones with a history row a field, and those gone from a
 * row whose number fell. A camera whose row says what it said last time stays as it is, whatever was edited since.
 */
export async function loadCameras(
  tx: Tx,
  source: string,
  words: FileWords,
  who: Who,
): Promise<LoadedCameras> {
  const updated = await updateChanged(tx, source, who);
  const removed = await removeSurplus(tx, who);
  const [all] = await tx<{ count: number }[]>`select coalesce(sum(cameras), 0)::int as count from stage`;
  await tx`
    update camera set agency_data_date = stage.data_date
    from stage cross join generate_series(1, stage.cameras) as number(no)
    where camera.import_key = row_key || '.' || no and agency_data_date is distinct from stage.data_date`;
  const created = await createCameras(
    tx,
    source,
    words,
    tx`not exists (select from camera known where known.import_key = wanted.import_key)`,
  );
  return { created, updated, unchanged: all!.count - created - updated, removed };
}

async function createCameras(
  tx: Tx,
  source: string,
  words: FileWords,
  isNew: ReturnType<Tx>,
): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    with wanted as (
      select stage.*, no, row_key || '.' || no as import_key
      from stage cross join generate_series(1, cameras) as number(no)
    ), made as (
      insert into camera (site_id, import_key, import_digest, management_no, name, megapixels, direction_text, owner_agency,
                          phone, retention_days, installed_month, installed_year,
                          file_purpose, agency_data_date, source)
      select site_id, wanted.import_key, digest, management_no,
             case when cameras_at_place > 1 then place_name || ' ' || (first_no + no - 1) else place_name end,
             megapixels, direction, agency, phone, retention_days, installed_month,
             installed_year, word, data_date, ${source}
      from wanted join site on site.import_key = place_key
      where ${isNew}
      returning camera_id, file_purpose
    ), words as (
      select word, purpose, main
      from jsonb_to_recordset(${tx.json(words as never)}) as each(word text, purpose text, main boolean)
    ), purposes as (
      insert into camera_purpose (camera_id, purpose, main, file_word)
      select camera_id, purpose, main, word from made join words on word = file_purpose
    )
    select count(*)::int as count from made`;
  return row!.count;
}

async function updateChanged(tx: Tx, source: string, who: Who): Promise<number> {
  await tx`
    create temp table changed on commit drop as
    select camera_id, camera.site_id as old_site_id, site.site_id as new_site_id, stage.*
    from stage cross join generate_series(1, cameras) as number(no)
    join camera on camera.import_key = row_key || '.' || no
    join site on site.import_key = place_key
    where import_digest is distinct from digest`;
  const count = await countChanged(tx);
  if (count === 0) return 0;
  await tx`
    insert into camera_change (camera_id, account_id, actor, field, from_value, to_value)
    select camera_id, ${who.accountId}, ${who.personName}, field, before, after
    from changed join camera using (camera_id)
    cross join lateral (values
      ('place', to_jsonb(old_site_id), to_jsonb(new_site_id)),
      ('managementNo', to_jsonb(camera.management_no), to_jsonb(changed.management_no)),
      ('ownerAgency', to_jsonb(owner_agency), to_jsonb(agency)),
      ('phone', to_jsonb(camera.phone), to_jsonb(changed.phone)),
      ('megapixels', to_jsonb(camera.megapixels), to_jsonb(changed.megapixels)),
      ('directionText', to_jsonb(direction_text), to_jsonb(direction)),
      ('retentionDays', to_jsonb(camera.retention_days), to_jsonb(changed.retention_days)),
      ('installedMonth', to_jsonb(camera.installed_month), to_jsonb(changed.installed_month)),
      ('installedYear', to_jsonb(camera.installed_year), to_jsonb(changed.installed_year)),
      ('purpose', to_jsonb(file_purpose), to_jsonb(word)),
      ('integration', to_jsonb(integration), case when ${isLeftLinked(tx)} then to_jsonb(integration) end)
    ) as field_change(field, before, after)
    where before is distinct from after`;
  await tx`
    delete from camera_purpose using changed join camera using (camera_id)
    where camera_purpose.camera_id = changed.camera_id and file_word is not null and file_purpose is distinct from word`;
  await tx`
    insert into camera_purpose (camera_id, purpose, main, file_word)
    select camera_id, purpose,
           position = 1 and not exists (select from camera_purpose kept where kept.camera_id = changed.camera_id and kept.main), word
    from changed join camera using (camera_id), unnest(purposes) with ordinality as given(purpose, position)
    where file_purpose is distinct from word
    on conflict (camera_id, purpose) do nothing`;
  await tx`
    update camera
    set site_id = new_site_id, import_digest = digest, management_no = changed.management_no, owner_agency = agency,
        phone = changed.phone, megapixels = changed.megapixels, direction_text = direction,
        retention_days = changed.retention_days, installed_month = changed.installed_month,
        installed_year = changed.installed_year, file_purpose = word, source = ${source}, changed_at = now(),
        integration = case when ${isLeftLinked(tx)} then integration end,
        integration_reason = case when ${isLeftLinked(tx)} then integration_reason end
    from changed where camera.camera_id = changed.camera_id`;
  await tx`
    delete from site using changed
    where site.site_id = old_site_id and old_site_id <> new_site_id
      and not exists (select from camera where camera.site_id = site.site_id)`;
  return count;
}

/**
 * No file links another body's camera: one whose owner the file changes to a body that has not delegated it is linked no
 * more, and what its integration is becomes unknown (Art. 18(5), 23, 25). A new spelling that is nobody's yet takes no
 * picture from the city; of a body's camera it does.
 */
const isLeftLinked = (tx: Tx) => tx`
  (integration is null or integration = 'standalone' or owner_agency = agency
   or cardinality(link_lacks(camera.camera_id, agency, city_day())) = 0
   or (body_of_owner(owner_agency) is null and body_of_owner(agency) is null))`;

async function countChanged(tx: Tx): Promise<number> {
  const [row] = await tx<{ count: number }[]>`select count(*)::int as count from changed`;
  return row!.count;
}

async function removeSurplus(tx: Tx, who: Who): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    with gone as (
      delete from camera using stage
      where camera.import_key is not null and split_part(camera.import_key, '.', 1) = row_key
        and split_part(camera.import_key, '.', 2)::integer > cameras
      returning camera.camera_id, name
    ), history as (
      insert into camera_change (camera_id, account_id, actor, field, from_value, to_value)
      select camera_id, ${who.accountId}, ${who.personName}, 'removed', to_jsonb(name), null from gone
    )
    select count(*)::int as count from gone`;
  return row!.count;
}

/** Digest of the row that each imported camera came from, by import key. Empty before the first import. */
export async function selectImportDigests(sql: Sql | Tx): Promise<Map<string, number>> {
  const digests = new Map<string, number>();
  const rows = sql<{ key: string; digest: number }[]>`
    select import_key as key, import_digest::float8 as digest from camera where import_key is not null`;
  for await (const some of rows.cursor(5000)) for (const { key, digest } of some) digests.set(key, digest);
  return digests;
}

/** Notes that the register is real now; the version tells caches and screens apart. */
export async function noteCameraLayer(tx: Tx, source: string, title: string): Promise<void> {
  await tx`
    insert into layer_version (layer, version, source, title) values ('cameras', 1, ${source}, ${title})
    on conflict (layer) do update
      set version = layer_version.version + 1, source = excluded.source, title = excluded.title, loaded_at = now()`;
}
