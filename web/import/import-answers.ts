import type { ImportRows, ImportState } from '../../server/cameras/imports.schema.ts';
import { languageHeader } from '../api/client.ts';
import { reached } from '../api/request.ts';

/** What becomes of a row of the file. */
export const OUTCOMES = ['load', 'warn', 'merge', 'quarantine'] as const;

export type ImportedRow = ImportRows['rows'][number];
export type Outcome = ImportedRow['outcome'];
export type ImportReport = NonNullable<ImportState['report']>;
export type Question = NonNullable<ImportState['question']>;
export type { ImportRows, ImportState } from '../../server/cameras/imports.schema.ts';

async function asked<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await reached(
    fetch(`/api/imports/${path}`, { ...init, headers: { ...languageHeader(), ...init.headers } }),
  );
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Sends the file as it is; the server finds out its form and encoding. */
export const sendFile = (file: File, signal: AbortSignal): Promise<{ importId: string }> =>
  asked(`cameras?filename=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    body: file,
    signal,
    headers: { 'content-type': 'application/octet-stream' },
  });

export const readState = (importId: string): Promise<ImportState> => asked(importId);
export const readRows = (importId: string, after: number, limit: number): Promise<ImportRows> =>
  asked(`${importId}/rows?after=${after}&limit=${limit}`);

/** Loads the file. Where it replaces something, the question that was shown must be named. */
export const accept = (importId: string, question: Question | null): Promise<unknown> =>
  asked(`${importId}/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question === null ? {} : { question: question.code }),
  });
export const discard = (importId: string): Promise<unknown> => asked(importId, { method: 'DELETE' });
