import { knows, type Scope } from '../platform/access.ts';
import type { SearchResult } from './cameras.schema.ts';
import type { FleetCamera, FleetImage } from './fleet.ts';
import { closeness, searchField, searchPattern, type SearchField } from './hangul-search.rules.ts';

interface Entry {
  readonly result: SearchResult;
  /** Places in `Index.fields`, by weight: what stands under 0 counts most. */
  readonly fields: readonly (readonly number[])[];
  /** The cameras whose being known makes this known; none for what is no secret. */
  readonly cameras: readonly FleetCamera[];
}

interface Index {
  readonly entries: readonly Entry[];
  /** Every text once, however many cameras share it. */
  readonly fields: readonly SearchField[];
}

const NOT_FOUND = 255;
const CLOSENESSES = 4;
const indexes = new WeakMap<readonly FleetCamera[], Index>();

/**
 * Places, districts, sites and cameras that answer what was typed, best first: a whole management number or name before
 * its beginning, names before addresses. Sites and cameras the scope may not know of are left out (Art. 10(4)).
 */
export function searchRegister(
  image: FleetImage,
  scope: Scope,
  typed: string,
  limit: number,
): SearchResult[] {
  const pattern = searchPattern(typed);
  if (pattern === null) return [];
  const { entries, fields } = indexOf(image);
  const close = new Uint8Array(fields.length);
  fields.forEach((field, at) => (close[at] = closeness(pattern, field) ?? NOT_FOUND));
  const found: { entry: Entry; score: number }[] = [];
  for (const entry of entries) {
    const score = scoreOf(entry, close);
    if (score === null) continue;
    if (entry.cameras.length > 0 && !entry.cameras.some((camera) => knows(scope, camera))) continue;
    found.push({ entry, score });
  }
  // The sort is stable: of equal answers places come first, then districts, sites and cameras.
  found.sort((a, b) => a.score - b.score);
  return found.slice(0, limit).map(({ entry }) => entry.result);
}

function scoreOf({ fields }: Entry, close: Uint8Array): number | null {
  for (let weight = 0; weight < fields.length; weight++) {
    let best = NOT_FOUND;
    for (const at of fields[weight]!) if (close[at]! < best) best = close[at]!;
    if (best !== NOT_FOUND) return weight * CLOSENESSES + best;
  }
  return null;
}

/** Builds the index of an image unless it is there already. */
export const prepareSearch = (image: FleetImage): void => void indexOf(image);

/** The index outlives changes of device states, which no search asks about. */
function indexOf(image: FleetImage): Index {
  let index = indexes.get(image.cameras);
  if (index === undefined) {
    index = built(image);
    indexes.set(image.cameras, index);
  }
  return index;
}

/** GN-0420-1 said as people say it: GN-420-1. */
const unpadded = (managementNo: string | null): string | null =>
  managementNo?.replace(/(?<=\D|^)0+(?=\d)/gu, '') ?? null;

function built(image: FleetImage): Index {
  const fields: SearchField[] = [];
  const placeOf = new Map<string, number>();
  const entry = (
    result: SearchResult,
    cameras: readonly FleetCamera[],
    ...weights: readonly (readonly (string | null)[])[]
  ): Entry => ({
    result,
    cameras,
    fields: weights.map((texts) =>
      texts.flatMap((text) => {
        if (text === null || text === '') return [];
        let at = placeOf.get(text);
        if (at === undefined) placeOf.set(text, (at = fields.push(searchField(text)) - 1));
        return [at];
      }),
    ),
  });
  const entries = [
    ...image.places.map(({ name, detail, lon, lat }) =>
      entry({ kind: 'place', title: name, subtitle: detail ?? '', lon, lat }, [], [name]),
    ),
    ...image.districts.map(({ name, lon, lat }) =>
      entry({ kind: 'district', title: name, subtitle: '', lon, lat }, [], [name]),
    ),
    ...[...Map.groupBy(image.cameras, ({ siteId }) => siteId).values()].flatMap((cameras) => {
      const [first] = cameras;
      if (first === undefined) return [];
      const { siteName, address, district, lon, lat } = first;
      const subtitle = address ?? district ?? '';
      return entry({ kind: 'site', title: siteName, subtitle, lon, lat }, cameras, [siteName], [], [address]);
    }),
    ...image.cameras.map((camera) => {
      const { cameraId, managementNo, name, siteName, address, district, lon, lat } = camera;
      const subtitle = [managementNo, address ?? siteName].filter((part) => part !== null).join(' · ');
      const result = { kind: 'camera' as const, cameraId, title: name, subtitle, lon, lat };
      return entry(
        result,
        [camera],
        [managementNo, name],
        [siteName, unpadded(managementNo)],
        [address],
        [district],
      );
    }),
  ];
  return { entries, fields };
}
