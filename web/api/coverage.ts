import type { Purpose } from '../../server/cameras/purposes.rules.ts';
import type { CityCoverageAnswer, SeeingCamera } from '../../server/coverage/coverage.schema.ts';
import { decodeDemand, type Demand, type DemandFacts } from '../../server/coverage/demand/demand.rules.ts';
import type { LonLat } from '../../geodata/lon-lat.ts';
import { languageHeader } from './client.ts';
import { download } from './download.ts';
import { reached } from './request.ts';

/** The buildings' outlines, or the ground's heights; null where they are still those of the tag. */
export async function readGround(
  what: 'footprints' | 'heights',
  etag: string | null,
): Promise<{ readonly bytes: Uint8Array; readonly etag: string | null } | null> {
  const response = await reached(fetch(`/api/coverage/${what}`, { headers: languageHeader() }));
  const next = response.headers.get('etag');
  if (etag !== null && next === etag) return null;
  return { bytes: new Uint8Array(await response.arrayBuffer()), etag: next };
}

/** Who sees a place, or may, or can be turned to it; best first. */
export async function readSeeing([lon, lat]: LonLat, signal: AbortSignal): Promise<readonly SeeingCamera[]> {
  const query = `lon=${lon.toFixed(7)}&lat=${lat.toFixed(7)}`;
  const response = await reached(
    fetch(`/api/coverage/seeing?${query}`, { headers: languageHeader(), signal }),
  );
  return ((await response.json()) as { cameras: readonly SeeingCamera[] }).cameras;
}

/** What is asked of the city's coverage: which views, when, and of which purposes (null for all). */
export interface CoverageAsk {
  readonly which: 'home' | 'live';
  readonly at: 'day' | 'night';
  readonly purposes: readonly Purpose[] | null;
}

const queryOf = ({ which, at, purposes }: CoverageAsk): string =>
  new URLSearchParams({
    which,
    at,
    ...(purposes === null ? {} : { purposes: purposes.join(',') }),
  }).toString();

/** The city's coverage by district, street, purpose and demand. */
export async function readCityCoverage(ask: CoverageAsk, signal: AbortSignal): Promise<CityCoverageAnswer> {
  const response = await reached(
    fetch(`/api/coverage/city?${queryOf(ask)}`, { headers: languageHeader(), signal }),
  );
  return (await response.json()) as CityCoverageAnswer;
}

/** Which table goes out, and how its letters are written. */
export interface CoverageFile {
  readonly table: 'districts' | 'streets';
  readonly encoding: 'utf8' | 'cp949';
}

/** A table as a file, on record with its reason. Throws ApiFailure. */
export const exportCityCoverage = (
  ask: CoverageAsk,
  { table, encoding }: CoverageFile,
  reason: string,
): Promise<void> =>
  download(
    `/api/exports/coverage?${queryOf(ask)}&table=${table}&encoding=${encoding}&reason=${encodeURIComponent(reason)}`,
  );

async function readDemand(facts: DemandFacts): Promise<Demand> {
  const response = await reached(
    fetch(`/api/coverage/demand/${facts.demandId}/points`, { headers: languageHeader() }),
  );
  return decodeDemand(facts, new Uint8Array(await response.arrayBuffer()));
}

/** What gaps and new cameras are weighed by, with every place. */
export async function readDemands(): Promise<readonly Demand[]> {
  const response = await reached(fetch('/api/coverage/demand', { headers: languageHeader() }));
  const { demands } = (await response.json()) as { demands: readonly DemandFacts[] };
  return Promise.all(demands.map(readDemand));
}
