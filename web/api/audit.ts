import type {
  AuditChoices,
  AuditFaults,
  AuditPage,
  MonthReview,
  ReviewSummary,
  VerificationState,
  ViewingsPage,
} from '../../server/audit/audit.schema.ts';
import { languageHeader } from './client.ts';
import { download } from './download.ts';
import { reached } from './request.ts';

type Query = Readonly<Record<string, string>>;

async function ask<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = { ...languageHeader(), ...init.headers };
  const response = await reached(fetch(`/api/audit${path}`, { ...init, headers }));
  return (await response.json()) as T;
}
const queried = (query: Query): string => new URLSearchParams(query).toString();

export const readAuditRows = (query: Query): Promise<AuditPage> => ask(`/rows?${queried(query)}`);
export const readViewings = (query: Query): Promise<ViewingsPage> => ask(`/viewings?${queried(query)}`);
export const readAuditChoices = (): Promise<AuditChoices> => ask('/choices');
export const readAuditFaults = (): Promise<AuditFaults> => ask('/faults');
export const readVerification = (): Promise<VerificationState> => ask('/verification');
/** Begins a verification, or joins the one that runs. Throws ApiFailure with the server's sentence. */
export const beginVerification = (): Promise<VerificationState> => ask('/verification', { method: 'POST' });
export const readMonths = (): Promise<readonly ReviewSummary[]> => ask('/reviews');
export const readMonth = (month: string): Promise<MonthReview> => ask(`/reviews/${month}`);

/** Hands the rows that fit to the browser as a CSV. Throws ApiFailure with the server's sentence. */
export const exportAudit = (query: Query, reason: string): Promise<void> =>
  download(`/api/audit/export?${queried({ ...query, reason })}`);

/** Signs a month with what was found. Throws ApiFailure with the server's sentence. */
export async function signMonth(month: string, findings: string): Promise<void> {
  const headers = { ...languageHeader(), 'content-type': 'application/json' };
  const body = JSON.stringify({ findings });
  await reached(fetch(`/api/audit/reviews/${month}`, { method: 'PUT', headers, body }));
}
