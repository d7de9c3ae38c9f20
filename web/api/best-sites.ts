import type {
  BestSitesBody,
  BestSitesChoices,
  BestSitesView,
} from '../../server/coverage/siting/best-sites.schema.ts';
import { languageHeader } from './client.ts';
import { reached } from './request.ts';

const ROOT = '/api/coverage/best-sites';

/** What can be chosen for a search, and the number of the person's last one. */
export async function readSearchChoices(): Promise<BestSitesChoices> {
  const response = await reached(fetch(ROOT, { headers: languageHeader() }));
  return (await response.json()) as BestSitesChoices;
}

/** A second time with the same number begins no second search. Throws ApiFailure with the field that is wrong. */
export async function beginSearch(body: BestSitesBody): Promise<void> {
  const headers = { ...languageHeader(), 'content-type': 'application/json' };
  await reached(fetch(ROOT, { method: 'POST', headers, body: JSON.stringify(body) }));
}

/** How far a search is and what it found. Throws ApiFailure `not-found` for one that is over and forgotten. */
export async function readSearch(searchId: string): Promise<BestSitesView> {
  const response = await reached(fetch(`${ROOT}/${searchId}`, { headers: languageHeader() }));
  return (await response.json()) as BestSitesView;
}

export async function cancelSearch(searchId: string): Promise<void> {
  await reached(fetch(`${ROOT}/${searchId}`, { method: 'DELETE', headers: languageHeader() }));
}
