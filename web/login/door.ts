import type { DisplaysView, NewDisplay, PairingCode } from '../../server/people/login/displays.schema.ts';
import type { PasskeyAnswer, PledgeView, SecondStep } from '../../server/people/login/login.schema.ts';
import type { SessionView } from '../../server/people/people.schema.ts';
import { languageHeader } from '../api/client.ts';
import { reached } from '../api/request.ts';

function send(method: string, path: string, body?: unknown): Promise<Response> {
  const written = body === undefined ? {} : { 'content-type': 'application/json' };
  return reached(
    fetch(`/api/${path}`, {
      method,
      headers: { ...languageHeader(), ...written },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
}

/** The first step; what comes after the password, or null where somebody is in. Throws ApiFailure otherwise. */
export async function enter(account: string, password: string): Promise<SecondStep | null> {
  const response = await send('POST', 'session', { account, password });
  return response.status === 202 ? ((await response.json()) as SecondStep) : null;
}

export type Proof = { readonly code: string } | { readonly passkey: PasskeyAnswer };

export const prove = async (step: string, proof: Proof): Promise<void> =>
  void (await send('POST', 'session/second', { step, ...proof }));

export const pair = async (code: string): Promise<void> =>
  void (await send('POST', 'session/display', { code }));

/** Tells that somebody is there; when the session would end now. */
export async function tellSeen(): Promise<SessionView['idle']> {
  return ((await (await send('POST', 'session/seen')).json()) as Pick<SessionView, 'idle'>).idle;
}

export const changeOwnPassword = async (password: string, next: string): Promise<void> =>
  void (await send('PUT', 'session/password', { password, next }));
/** Everything up to this notice was read. */
export const readNotices = async (upTo: number): Promise<void> =>
  void (await send('POST', 'session/notices/read', { upTo }));

export const readPledge = async (): Promise<PledgeView> =>
  (await (await send('GET', 'pledge')).json()) as PledgeView;
export const signPledge = async (version: string): Promise<void> =>
  void (await send('POST', 'pledge', { version }));

export const readDisplays = async (): Promise<DisplaysView> =>
  (await (await send('GET', 'displays')).json()) as DisplaysView;
export const registerDisplay = async (display: NewDisplay): Promise<PairingCode> =>
  (await (await send('POST', 'displays', display)).json()) as PairingCode;
export const renewDisplayCode = async (displayId: number): Promise<PairingCode> =>
  (await (await send('POST', `displays/${displayId}/code`)).json()) as PairingCode;
export const endDisplay = async (displayId: number): Promise<void> =>
  void (await send('DELETE', `displays/${displayId}`));
