import type { NewPlanBody, PlanBody, PlanLine, PlanView } from '../../server/coverage/siting/plan.schema.ts';
import { languageHeader } from './client.ts';
import { reached } from './request.ts';

async function asked<T>(path: string, method = 'GET', body?: object): Promise<T> {
  const response = await reached(
    fetch(`/api/coverage/plans${path}`, {
      method,
      headers: { ...languageHeader(), ...(body && { 'content-type': 'application/json' }) },
      // What was changed last still goes out when the page is closed.
      keepalive: method !== 'GET',
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
  return (response.status === 204 ? undefined : await response.json()) as T;
}

/** Plans that this person may read, the last changed first. */
export const readPlans = async (): Promise<readonly PlanLine[]> =>
  (await asked<{ plans: readonly PlanLine[] }>('')).plans;
export const readPlan = (planId: string): Promise<PlanView> => asked(`/${planId}`);

/** A second time with the same number changes nothing. */
export const addPlan = (body: NewPlanBody): Promise<PlanView> => asked('', 'POST', body);
/** Throws ApiFailure `changed-meanwhile` where another version stands. */
export const changePlan = (planId: string, body: PlanBody): Promise<PlanView> =>
  asked(`/${planId}`, 'PUT', body);
export const removePlan = (planId: string): Promise<void> => asked(`/${planId}`, 'DELETE');
