import ipaddr from 'ipaddr.js';
import { checkOnvifAnswer, readElement } from './onvif-answer.rules.ts';
import { devicePath } from './connection.schema.ts';

/** The group and port of WS-Discovery (OASIS, 2005/04 as ONVIF has it). */
export const GROUP = { address: '239.255.255.250', port: 3702 } as const;
/** An answer is one datagram; what is longer is none of ours. */
const MOST_BYTES = 16 * 1024;
const MOST_MATCHES = 8;
const MOST_SCOPES = 40;
const MOST_ADDRESSES = 16;

/** Whoever calls: is there a video transmitter? `messageId` is repeated by who answers. */
export const probeDatagram = (messageId: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Header><a:MessageID>urn:uuid:${messageId}</a:MessageID><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To><a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action></s:Header><s:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></s:Body></s:Envelope>`;

/** What a device announces of itself: where its service is, by IP address, and in which scopes it stands. */
export interface Announced {
  readonly endpoint: string | null;
  readonly scopes: readonly string[];
  readonly doors: readonly { readonly host: string; readonly port: number; readonly path: string }[];
}

const block = (name: string): RegExp =>
  new RegExp(`<(?:[\\w.-]{1,64}:)?${name}(?:\\s[^>]{0,512})?>([^]*?)</(?:[\\w.-]{1,64}:)?${name}>`, 'g');
const MATCH = block('ProbeMatch');
const REFERENCE = block('EndpointReference');
const LISTED = { XAddrs: block('XAddrs'), Scopes: block('Scopes') } as const;

/**
 * What an answer to our call announces; nothing where it answers another's call, is longer than a datagram of ours may be,
 * or could hurt whoever reads it. Addresses count as IP addresses over plain HTTP only: a name is never looked up.
 */
export function readProbeMatches(datagram: Buffer, messageId: string): Announced[] {
  if (datagram.length > MOST_BYTES) return [];
  const xml = datagram.toString('utf8');
  try {
    checkOnvifAnswer(xml);
  } catch {
    return [];
  }
  if (!isOurs(readElement(xml, 'RelatesTo'), messageId)) return [];
  return [...xml.matchAll(MATCH)].slice(0, MOST_MATCHES).map(([, match = '']) => ({
    endpoint: endpointIn(match),
    scopes: listed(match, 'Scopes')
      .slice(0, MOST_SCOPES)
      .flatMap((scope) => (/^onvif:\/\/www\.onvif\.org\/[\x21-\x7e]{1,180}$/i.test(scope) ? [scope] : [])),
    doors: listed(match, 'XAddrs').slice(0, MOST_ADDRESSES).flatMap(doorAt),
  }));
}

const isOurs = (relatesTo: string | null, messageId: string): boolean =>
  relatesTo?.toLowerCase().replace(/^(?:urn:)?uuid:/, '') === messageId;

function endpointIn(match: string): string | null {
  const reference = [...match.matchAll(REFERENCE)][0]?.[1] ?? '';
  const address = readElement(reference, 'Address')?.toLowerCase() ?? '';
  return /^(?:urn:)?uuid:[\da-f-]{8,64}$/.test(address) ? address.replace(/^(?:urn:)?uuid:/, '') : null;
}

const listed = (match: string, name: keyof typeof LISTED): string[] =>
  ([...match.matchAll(LISTED[name])][0]?.[1] ?? '').split(/\s+/).filter((each) => each !== '');

function doorAt(address: string): Announced['doors'] {
  if (!/^http:\/\/[^@\s]{1,300}$/i.test(address) || !URL.canParse(address)) return [];
  const { hostname, port, pathname } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  const path = devicePath.safeParse(pathname);
  if (!(ipaddr.IPv4.isValidFourPartDecimal(host) || ipaddr.IPv6.isValid(host)) || !path.success) return [];
  return [{ host, port: port === '' ? 80 : Number(port), path: path.data }];
}
