import type { DemandLine, DemandReport } from '../../server/coverage/demand/demand.schema.ts';
import { languageHeader } from './client.ts';
import { reached } from './request.ts';

/** A file and how it is to be read; what is left empty the server finds out. */
export interface DemandFile {
  readonly file: File;
  readonly title: string;
  readonly how: Readonly<Record<'unit' | 'weight' | 'cell' | 'epsg' | 'origin' | 'asOf', string>>;
}

export async function listDemands(): Promise<readonly DemandLine[]> {
  const response = await reached(fetch('/api/coverage/demand', { headers: languageHeader() }));
  return ((await response.json()) as { demands: readonly DemandLine[] }).demands;
}

async function sent(path: string, { file, title, how }: DemandFile, more = {}): Promise<DemandReport> {
  const given = Object.fromEntries(Object.entries(how).filter(([, value]) => value.trim() !== ''));
  const query = new URLSearchParams({ filename: file.name, title, ...given, ...more }).toString();
  const response = await reached(
    fetch(`/api/coverage/demand${path}?${query}`, {
      method: 'POST',
      body: file,
      headers: { ...languageHeader(), 'content-type': 'application/octet-stream' },
    }),
  );
  return (await response.json()) as DemandReport;
}

/** What a file would do. Changes nothing. */
export const previewDemand = (file: DemandFile): Promise<DemandReport> => sent('/preview', file);
/** Loads what was shown. Throws ApiFailure `preview-stale` where it would be something else by now. */
export const acceptDemand = (file: DemandFile, fingerprint: string): Promise<DemandReport> =>
  sent('', file, { fingerprint });

export async function removeDemand(demandId: number): Promise<void> {
  await reached(fetch(`/api/coverage/demand/${demandId}`, { method: 'DELETE', headers: languageHeader() }));
}
