import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { isIP } from 'node:net';
import type { Config } from '../../platform/config.ts';
import type { PasskeyAnswer } from './login.schema.ts';
import type { KnownPasskey } from './login.sql.ts';
import type { LoginAccount } from './proof.ts';

/** The site that passkeys belong to: a name of its own, never an address (WebAuthn takes none). */
export interface PasskeySite {
  readonly origin: string;
  readonly rpId: string;
}

/** The site of this installation, or null where it has no name: then no passkey can be made or used. */
export function passkeySite(
  { publicUrl }: Pick<Config, 'publicUrl'>,
  host: string | undefined,
): PasskeySite | null {
  if (publicUrl !== null) {
    const { hostname, origin } = new URL(publicUrl);
    return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { origin, rpId: hostname } : null;
  }
  return host !== undefined && /^localhost(?::\d+)?$/.test(host)
    ? { origin: `http://${host}`, rpId: 'localhost' }
    : null;
}

export const optionsToMake = (site: PasskeySite, { account, personName, accountId }: LoginAccount) =>
  generateRegistrationOptions({
    rpName: '관제지도',
    rpID: site.rpId,
    userName: account,
    userDisplayName: personName,
    userID: new TextEncoder().encode(`account-${accountId}`),
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
  });

const idsOf = (keys: readonly KnownPasskey[]) =>
  keys.map(({ credentialId, transports }) => ({ id: credentialId, transports: [...transports] }));

export const optionsToUse = (site: PasskeySite, keys: readonly KnownPasskey[]) =>
  generateAuthenticationOptions({
    rpID: site.rpId,
    allowCredentials: idsOf(keys),
    userVerification: 'preferred',
  });

/** The key that a browser made for our challenge, or null where the answer does not hold. */
export async function madePasskey(
  { origin, rpId }: PasskeySite,
  challenge: string,
  answer: PasskeyAnswer,
): Promise<KnownPasskey | null> {
  const made = await verifyRegistrationResponse({
    response: answer as unknown as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: false,
  }).catch(() => null);
  if (made?.verified !== true) return null;
  const { id, publicKey, counter } = made.registrationInfo.credential;
  return { credentialId: id, publicKey, useCount: counter, transports: answer.response.transports ?? [] };
}

/** The new count of the key that signed our challenge, or null where the signature does not hold. */
export async function usedPasskey(
  { origin, rpId }: PasskeySite,
  challenge: string,
  answer: PasskeyAnswer,
  key: KnownPasskey,
): Promise<number | null> {
  const used = await verifyAuthenticationResponse({
    response: answer as unknown as AuthenticationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    credential: { id: key.credentialId, publicKey: Uint8Array.from(key.publicKey), counter: key.useCount },
    requireUserVerification: false,
  }).catch(() => null);
  return used?.verified === true ? used.authenticationInfo.newCounter : null;
}
