import type { SeeingCamera } from '../../server/coverage/coverage.schema.ts';
import type { LonLat } from '../../geodata/lon-lat.ts';
import { languageHeader } from './client.ts';
import { reached } from './request.ts';

/** The city's outlines; null where they are still those of the tag. */
export async function readFootprints(
  etag: string | null,
): Promise<{ readonly bytes: Uint8Array; readonly etag: string | null } | null> {
  const response = await reached(fetch('/api/coverage/footprints', { headers: languageHeader() }));
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
