import { StreamError } from './stream-error.rules.ts';

export interface SdpMedia {
  readonly kind: 'video' | 'audio' | 'other';
  readonly payloadType: number;
  /** Upper case, such as `H264`; null when the camera does not say. */
  readonly encoding: string | null;
  readonly clockRateHz: number;
  readonly control: string | null;
  readonly parameters: ReadonlyMap<string, string>;
}

export interface Sdp {
  readonly control: string | null;
  readonly media: readonly SdpMedia[];
}

interface MediaDraft {
  kind: SdpMedia['kind'];
  payloadType: number;
  encoding: string | null;
  clockRateHz: number;
  control: string | null;
  parameters: Map<string, string>;
}

const MAX_SDP_CHARS = 64 * 1024;
const MAX_MEDIA = 16;
const STATIC_ENCODINGS: Readonly<Record<number, string>> = {
  0: 'PCMU',
  8: 'PCMA',
  9: 'G722',
  14: 'MPA',
  26: 'JPEG',
  32: 'MPV',
};

/**
 * Reads the session description a camera answers to DESCRIBE (RFC 8866, the parts a camera uses).
 * Unknown lines are ignored; an oversized description or more than 16 media throws StreamError.
 */
export function parseSdp(text: string): Sdp {
  if (text.length > MAX_SDP_CHARS) throw new StreamError('too-large', 'SDP too long');
  const media: MediaDraft[] = [];
  let sessionControl: string | null = null;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.startsWith('m=')) {
      if (media.length === MAX_MEDIA) throw new StreamError('too-large', 'too many media in SDP');
      media.push(readMediaLine(line.slice(2)));
    } else if (line.startsWith('a=')) {
      const current = media.at(-1);
      if (current) readMediaAttribute(current, line.slice(2));
      else sessionControl = readControl(line.slice(2)) ?? sessionControl;
    }
  }
  return { control: sessionControl, media };
}

function readMediaLine(value: string): MediaDraft {
  const [name, , , format] = value.trim().split(/\s+/);
  const payloadType = /^\d{1,3}$/.test(format ?? '') ? Number(format) : -1;
  return {
    kind: name === 'video' || name === 'audio' ? name : 'other',
    payloadType,
    encoding: STATIC_ENCODINGS[payloadType] ?? null,
    clockRateHz: 90_000,
    control: null,
    parameters: new Map(),
  };
}

function readMediaAttribute(media: MediaDraft, attribute: string): void {
  media.control = readControl(attribute) ?? media.control;
  const rtpmap = /^rtpmap:(\d{1,3})\s+([\w.-]{1,32})\/(\d{1,9})/.exec(attribute);
  if (rtpmap && Number(rtpmap[1]) === media.payloadType) {
    media.encoding = (rtpmap[2] ?? '').toUpperCase();
    media.clockRateHz = Math.max(1, Number(rtpmap[3]));
  }
  const fmtp = /^fmtp:(\d{1,3})\s+(.*)$/.exec(attribute);
  if (fmtp && Number(fmtp[1]) === media.payloadType) {
    for (const part of (fmtp[2] ?? '').split(';').slice(0, 32)) {
      const equals = part.indexOf('=');
      if (equals > 0)
        media.parameters.set(part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim());
    }
  }
}

function readControl(attribute: string): string | null {
  // A control URL goes into a request line, so nothing but printable ASCII may pass.
  const match = /^control:\s*([\x21-\x7e]{1,1024})\s*$/.exec(attribute);
  return match?.[1] ?? null;
}

/** URL to SETUP: the media's own absolute URL, or the base with the media's name appended. */
export function controlUrl(base: string, control: string | null): string {
  if (control === null || control === '*') return base;
  if (/^rtsps?:\/\//i.test(control)) return control;
  return `${base.replace(/\/+$/, '')}/${control.replace(/^\/+/, '')}`;
}

/** SPS and PPS of an H.264 media as announced in `sprop-parameter-sets`; empty when absent. */
export function announcedParameterSets(media: SdpMedia): readonly Buffer[] {
  const text = media.parameters.get('sprop-parameter-sets') ?? '';
  return text
    .split(',')
    .slice(0, 8)
    .map((part) => Buffer.from(part, 'base64'))
    .filter((nal) => nal.length >= 2 && nal.length <= 1024);
}
