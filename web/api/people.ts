import type { ReviewSummary, ReviewView } from '../../server/people/access-review.schema.ts';
import type { AccountsPage, RightChoices, RightView } from '../../server/people/accounts.schema.ts';
import type {
  AccountRequestView,
  AskBody,
  Confirmed,
} from '../../server/people/requests/account-requests.schema.ts';
import type { SettingView } from '../../server/people/city-settings.schema.ts';
import { languageHeader } from './client.ts';
import { reached } from './request.ts';

/** Reads one of the registers of people and rights. Throws ApiFailure. */
async function read<T>(path: string): Promise<T> {
  const response = await reached(fetch(`/api${path}`, { headers: languageHeader() }));
  return (await response.json()) as T;
}

/** Does one act on people and rights. Throws ApiFailure with the field it blames. */
export async function doOnPeople(method: 'POST' | 'PUT', path: string, body: object): Promise<void> {
  await reached(
    fetch(`/api${path}`, {
      method,
      headers: { ...languageHeader(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

/** Asks for an act on an overseer's account. Throws ApiFailure. */
export const askForAct = (body: AskBody): Promise<void> => doOnPeople('POST', '/account-requests', body);

export const readRequests = (): Promise<readonly AccountRequestView[]> =>
  read<{ requests: readonly AccountRequestView[] }>('/account-requests').then(({ requests }) => requests);

/** Confirms a request; what it leaves in the confirmer's hand is in no later answer. */
export async function confirmRequest(requestId: string, reason: string): Promise<Confirmed> {
  const response = await reached(
    fetch(`/api/account-requests/${requestId}/confirm`, {
      method: 'POST',
      headers: { ...languageHeader(), 'content-type': 'application/json' },
      body: JSON.stringify({ reason }),
    }),
  );
  return (await response.json()) as Confirmed;
}

export const endRequest = (requestId: string, how: 'refuse' | 'withdraw', reason: string): Promise<void> =>
  doOnPeople('POST', `/account-requests/${requestId}/${how}`, { reason });

export const readAccounts = (query: Readonly<Record<string, string>>): Promise<AccountsPage> =>
  read(`/accounts?${new URLSearchParams(query).toString()}`);

export const readRights = (account: string): Promise<readonly RightView[]> =>
  read<{ rights: readonly RightView[] }>(`/accounts/${account}/grants`).then(({ rights }) => rights);

export const readChoices = (): Promise<RightChoices> => read('/rights/choices');

export const readReviews = (): Promise<readonly ReviewSummary[]> =>
  read<{ reviews: readonly ReviewSummary[] }>('/rights/reviews').then(({ reviews }) => reviews);

export const readReview = (quarter: string): Promise<ReviewView> => read(`/rights/reviews/${quarter}`);

export const readSettings = (): Promise<readonly SettingView[]> =>
  read<{ settings: readonly SettingView[] }>('/settings').then(({ settings }) => settings);
