import { parentPort, workerData } from 'node:worker_threads';
import { findBestSites, SearchTooWide, type SearchTask, type Told } from './best-sites-run.ts';

/** What the thread of a search says: how far it is, or that it cannot be done as asked. */
export type Said = { readonly told: Told } | { readonly tooWide: true };

const say = (said: Said): void => parentPort!.postMessage(said);

try {
  await findBestSites(workerData as SearchTask, (told) => say({ told }));
} catch (error) {
  if (!(error instanceof SearchTooWide)) throw error;
  say({ tooWide: true });
}
