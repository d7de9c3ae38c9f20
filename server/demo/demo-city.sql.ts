import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Tx } from '../platform/db.ts';
import type { Cell, Rows } from './land-rows.rules.ts';

const escaped = (cell: Cell): string =>
  cell === null
    ? '\\N'
    : typeof cell === 'string'
      ? cell.replace(/[\\\t\n\r]/gu, (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] ?? c)
      : String(cell);

/** Streams rows into a table by COPY; identities are taken as given. */
export async function copyRows(tx: Tx, { table, columns, rows }: Rows): Promise<void> {
  const stream = await tx`copy ${tx(table)} (${tx([...columns])}) from stdin`.writable();
  const done = finished(stream);
  for (let i = 0; i < rows.length; i += 500) {
    const text = rows
      .slice(i, i + 500)
      .map((row) => `${row.map(escaped).join('\t')}\n`)
      .join('');
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await done;
}

/** Takes out whatever demo rows are there, so that a load begins from nothing of its own. People and the departments they work in stay. */
export async function removeDemoRows(tx: Tx): Promise<void> {
  for (const table of [
    'consultation',
    'demand_layer',
    'delegation',
    'link_security',
    'substitute_notice',
    'signboard',
    'security_exemption',
    'site',
    'building',
    'road',
    'green',
    'water',
    'land',
    'place',
    'district',
  ])
    await tx`delete from ${tx(table)} where source = 'demo'`;
  const { count } = await tx`delete from height_grid where source = 'demo'`;
  if (count > 0) await tx`delete from height_tile`;
}

/** Whether heights that somebody loaded lie under the city: one grid is all that there is room for. */
export async function hasRealHeights(tx: Tx): Promise<boolean> {
  const rows = await tx`select from height_grid`;
  return rows.length > 0;
}

/** Lets bodies own cameras under these names, beside those they have; what somebody wrote down stays. */
export async function nameOwners(
  tx: Tx,
  owners: readonly { readonly code: string; readonly name: string; readonly phone: string }[],
): Promise<void> {
  for (const { code, name, phone } of owners)
    await tx`
      update agency set owner_names = array_append(owner_names, ${name}), phone = coalesce(phone, ${phone})
      where code = ${code} and body_of_owner(${name}) is null`;
}

/** The city's day. */
export async function selectToday(tx: Tx): Promise<string> {
  const [row] = await tx<{ today: string }[]>`select city_day()::text as today`;
  return row!.today;
}

export interface OrganisationNumbers {
  readonly departmentId: number;
  readonly postId: number;
  readonly contractorId: number;
}

/** Where the demo's organisation begins if an earlier load left it, else null. */
export async function selectDemoOrganisation(tx: Tx): Promise<OrganisationNumbers | null> {
  const [row] = await tx<
    { departmentId: number | null; postId: number | null; contractorId: number | null }[]
  >`
    select (select min(department_id) from department where source = 'demo') as "departmentId",
           (select min(post_id) from responsible_post where source = 'demo') as "postId",
           (select min(contractor_id) from contractor where source = 'demo') as "contractorId"`;
  if (row?.departmentId == null || row.postId === null || row.contractorId === null) return null;
  return { departmentId: row.departmentId, postId: row.postId, contractorId: row.contractorId };
}

const NUMBERED = {
  departmentId: ['department', 'department_id'],
  postId: ['responsible_post', 'post_id'],
  contractorId: ['contractor', 'contractor_id'],
  contractId: ['contract', 'contract_id'],
  personId: ['person', 'person_id'],
  holdingId: ['post_holding', 'holding_id'],
  designationId: ['dedicated_department', 'designation_id'],
  districtId: ['district', 'district_id'],
  demandId: ['demand_layer', 'demand_id'],
  siteId: ['site', 'site_id'],
  cameraId: ['camera', 'camera_id'],
  signboardId: ['signboard', 'signboard_id'],
  noticeId: ['substitute_notice', 'notice_id'],
} as const;

/** The first number that no row of each numbered table holds. */
export async function firstFreeNumbers(tx: Tx): Promise<Record<keyof typeof NUMBERED, number>> {
  const found = Object.entries(NUMBERED).map(async ([key, [table, column]]) => {
    const [row] = await tx<
      { first: number }[]
    >`select coalesce(max(${tx(column)}), 0)::integer + 1 as first from ${tx(table)}`;
    return [key, row?.first ?? 1] as const;
  });
  return Object.fromEntries(await Promise.all(found)) as Record<keyof typeof NUMBERED, number>;
}

/** Lets the next row of each table get the next free number, after rows that brought their own. */
export async function advanceIdentities(tx: Tx): Promise<void> {
  for (const [table, column] of Object.values(NUMBERED))
    await tx`
      select setval(pg_get_serial_sequence(${table}, ${column}), (select coalesce(max(${tx(column)}), 0) + 1 from ${tx(table)}), false)`;
}

/** Notes what each layer now holds. The version changes with every load and is part of every tile's address. */
export async function noteLayers(tx: Tx, layers: readonly { layer: string; title: string }[]): Promise<void> {
  const rows = layers.map(({ layer, title }) => ({ layer, title, version: 1, source: 'demo' }));
  await tx`
    insert into layer_version ${tx(rows, 'layer', 'title', 'version', 'source')}
    on conflict (layer) do update
      set version = layer_version.version + 1, source = excluded.source, title = excluded.title, loaded_at = now()`;
}

/** Gives the planner its numbers at once: without them the first maps after a load are drawn by poor plans. */
export async function analyseTables(tx: Tx, tables: readonly string[]): Promise<void> {
  for (const table of tables) await tx`analyze ${tx(table)}`;
}
