import { createHash, randomBytes } from 'node:crypto';
import type { Credentials } from './rtsp-credentials.ts';

const SECURITY = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';

/**
 * A question in its envelope, with the login as a digest where there is one. `deviceMs` is the time by the device's own
 * clock, by which it judges whether the question is a fresh one.
 */
export function soapEnvelope(content: string, credentials: Credentials | null, deviceMs: number): string {
  const header = credentials === null ? '' : `<s:Header>${usernameToken(credentials, deviceMs)}</s:Header>`;
  return `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">${header}<s:Body>${content}</s:Body></s:Envelope>`;
}

function usernameToken({ user, password }: Credentials, deviceMs: number): string {
  const nonce = randomBytes(16);
  const created = new Date(deviceMs).toISOString();
  const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  return [
    `<Security s:mustUnderstand="1" xmlns="${SECURITY}-wssecurity-secext-1.0.xsd"><UsernameToken>`,
    `<Username>${escaped(user)}</Username>`,
    `<Password Type="${SECURITY}-username-token-profile-1.0#PasswordDigest">${digest}</Password>`,
    `<Nonce EncodingType="${SECURITY}-soap-message-security-1.0#Base64Binary">${nonce.toString('base64')}</Nonce>`,
    `<Created xmlns="${SECURITY}-wssecurity-utility-1.0.xsd">${created}</Created>`,
    '</UsernameToken></Security>',
  ].join('');
}

/** Text as it stands inside an element. */
export const escaped = (text: string): string =>
  text.replace(/[<>&"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
