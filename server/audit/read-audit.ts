import { knows, scopeOf, type Actor } from '../platform/access.ts';
import { act, type Json } from '../platform/act.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { readSetting } from '../platform/settings.ts';
import type {
  AuditChoices,
  AuditFilter,
  AuditPage,
  AuditRow,
  ViewingRow,
  ViewingsPage,
  ViewingsQuery,
} from './audit.schema.ts';
import { findRows } from './find-rows.sql.ts';
import {
  selectCameras,
  selectCamerasByNumber,
  selectChainState,
  selectPeople,
  selectRows,
  selectViewings,
  type StoredRow,
  type StoredViewing,
} from './read-audit.sql.ts';

interface Page {
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The part of a filter that a row of the audit keeps: what somebody looked for. */
export const filterFacts = (filter: AuditFilter): { readonly [key: string]: Json } =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as {
    [key: string]: Json;
  };

export interface FilteredCameras {
  /** Null: any object. */
  readonly ids: readonly number[] | null;
  /** The question itself names a protected site, to whoever reads it in the audit later. */
  readonly protected: boolean;
}

/**
 * Cameras under the number that a filter names and this person may know of. A protected site's number is answered as
 * one that does not exist (Art. 10(4)).
 */
export async function camerasOfFilter(
  sql: Sql | Tx,
  actor: Actor,
  managementNo: string | undefined,
): Promise<FilteredCameras> {
  if (managementNo === undefined) return { ids: null, protected: false };
  const scope = scopeOf(actor);
  const cameras = (await selectCamerasByNumber(sql, managementNo)).filter((camera) => knows(scope, camera));
  return {
    ids: cameras.map(({ cameraId }) => cameraId),
    protected: cameras.some((camera) => camera.protected),
  };
}

/** Rows of the audit, newest first (접속기록; Art. 30(3)). Reading it is on record too, page by page. */
export async function readAudit(sql: Sql, actor: Actor, filter: AuditFilter, page: Page): Promise<AuditPage> {
  const { found, ...rest } = await readPage(sql, actor, 'rows', filter, page);
  return { ...rest, rows: await shownRows(sql, actor, await selectRows(sql, found)) };
}

/** Who watched which camera when and how long, newest first. */
export async function readViewings(
  sql: Sql,
  actor: Actor,
  { before, limit, ...filter }: ViewingsQuery,
): Promise<ViewingsPage> {
  const asked: AuditFilter = { ...filter, action: ['camera.watch'] };
  const { found, ...rest } = await readPage(sql, actor, 'viewings', asked, { before, limit });
  const stored = await selectViewings(sql, found);
  const shown = await shownRows(sql, actor, stored);
  return { ...rest, viewings: shown.map((row, index) => viewingOf(row, stored[index]!)) };
}

function viewingOf(row: AuditRow, { end, detail }: StoredViewing): ViewingRow {
  const { seq, at, accountId, personName, role, camera, hidden, outcome } = row;
  // Attempts of earlier versions name the function that was refused, and no camera.
  const objectId = row.objectKind === 'camera' ? row.objectId : null;
  const { seconds = null, opened = null, why = null, spooled } = end?.detail ?? {};
  const running = end === null && outcome === 'done' && typeof detail['viewing'] === 'string';
  return {
    ...{ seq, at, accountId, personName, role, camera, objectId, hidden, outcome, seconds, opened },
    end: running ? 'running' : seconds === null ? 'unknown' : 'known',
    endedAt: seconds === null ? null : new Date(spooled?.at ?? end!.at).toISOString(),
    endedWhy: why,
    spooledAt: (detail['spooled'] as { readonly at?: string } | undefined)?.at ?? null,
  };
}

/** Numbers of a page's rows, once the question itself is on record: no row is told before that. */
async function readPage(
  sql: Sql,
  actor: Actor,
  what: string,
  filter: AuditFilter,
  { before, limit }: Page,
): Promise<Omit<AuditPage, 'rows'> & { readonly found: readonly number[] }> {
  const cameras = await camerasOfFilter(sql, actor, filter.camera);
  await noteReading(sql, actor, what, { ...filterFacts(filter), ...(before ? { before } : {}) }, cameras);
  if (cameras.ids?.length === 0) return { found: [], next: null, searchedTo: null, unknownCamera: true };
  const { seqs, reached } = await findRows(sql, filter, cameras.ids, before, limit);
  const full = seqs.length === limit;
  return {
    found: seqs,
    next: full ? seqs.at(-1)! : (reached?.seq ?? null),
    searchedTo: full ? null : (reached?.at.toISOString() ?? null),
    unknownCamera: false,
  };
}

/** Puts a reading of the audit on record: what somebody looked at, and what for. */
export function noteReading(
  sql: Sql,
  actor: Actor,
  what: string,
  facts: { readonly [key: string]: Json } = {},
  cameras: FilteredCameras = { ids: null, protected: false },
): Promise<void> {
  const object = { kind: 'audit', ...ofQuestion(cameras), detail: { what, ...facts } };
  return act(sql, actor, 'audit.read', object, async () => undefined);
}

/** What a question about a protected site adds to its own row; whoever asks has been let through already. */
export const ofQuestion = (cameras: FilteredCameras): { protected?: boolean } =>
  cameras.protected ? { protected: true } : {};

/** What the screen offers to choose from, and how the chain stands. */
export async function readChoices(sql: Sql): Promise<AuditChoices> {
  const [people, chain, keepYears] = await Promise.all([
    selectPeople(sql),
    selectChainState(sql),
    readSetting(sql, 'audit.keep-years'),
  ]);
  return {
    people,
    chain: {
      headSeq: chain.headSeq,
      headHash: Buffer.from(chain.headHash).toString('hex'),
      firstAt: chain.firstAt?.toISOString() ?? null,
      lastAnchorAt: chain.lastAnchorAt?.toISOString() ?? null,
      anchoredSeq: chain.anchoredSeq,
      keepYears,
    },
  };
}

const isNumber = (value: Json): value is number => typeof value === 'number' && Number.isInteger(value);
const ownCameraId = ({ objectKind, objectId }: StoredRow): number | null =>
  objectKind === 'camera' && objectId !== null && /^\d{1,9}$/.test(objectId) ? Number(objectId) : null;

/** Cameras that facts name at any depth. A bare `cameras` is a count; a list of them is of ids. */
function camerasIn(facts: Json): number[] {
  if (typeof facts !== 'object' || facts === null) return [];
  if (Array.isArray(facts)) return (facts as readonly Json[]).flatMap(camerasIn);
  return Object.entries(facts).flatMap(([key, value]: [string, Json]) => {
    if (key === 'cameraId' && isNumber(value)) return [value];
    if ((key === 'cameraIds' || key === 'cameras') && Array.isArray(value) && value.every(isNumber))
      return [...value];
    return camerasIn(value);
  });
}
const namedCameras = (row: StoredRow): number[] => {
  const own = ownCameraId(row);
  return own === null ? camerasIn(row.detail) : [own, ...camerasIn(row.detail)];
};

/**
 * The rows as this person may see them. The audit is complete, the site is not told: a row about a protected site
 * loses its number, its name and its facts for whoever may not know of it, and keeps who, when and what (Art. 10(4)).
 */
export async function shownRows(
  sql: Sql | Tx,
  actor: Actor,
  rows: readonly StoredRow[],
): Promise<AuditRow[]> {
  const scope = scopeOf(actor);
  const ids = [...new Set(rows.flatMap(namedCameras))];
  const cameras = new Map((await selectCameras(sql, ids)).map((camera) => [camera.cameraId, camera]));
  return rows.map((row) => {
    const own = ownCameraId(row);
    const camera = own === null ? undefined : cameras.get(own);
    const hidden =
      (row.detail['protected'] === true &&
        !knows(scope, { protected: true, departmentId: camera?.departmentId ?? null })) ||
      namedCameras(row).some((cameraId) => !knows(scope, cameras.get(cameraId) ?? {}));
    return {
      ...row,
      at: row.at.toISOString(),
      hidden,
      objectId: hidden ? null : row.objectId,
      camera:
        hidden || camera === undefined ? null : { managementNo: camera.managementNo, name: camera.name },
      detail: hidden ? {} : row.detail,
    };
  });
}
