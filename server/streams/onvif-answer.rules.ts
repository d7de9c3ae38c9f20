import { StreamError } from './stream-error.rules.ts';

const MAX_ELEMENTS = 8_000;
const MAX_DEPTH = 64;
const MAX_NAMESPACES = 400;

/**
 * Refuses an ONVIF answer that could hurt whoever parses it: a DOCTYPE or entity declaration, thousands of
 * elements, deep nesting, a flood of namespaces. Linear in the text; throws StreamError `too-large` or `protocol`.
 */
export function checkOnvifAnswer(xml: string): void {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw new StreamError('protocol', 'DOCTYPE refused');
  let elements = 0;
  let depth = 0;
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const end = xml.indexOf('>', at);
    if (end < 0) throw new StreamError('protocol', 'element without an end');
    const next = xml[at + 1];
    if (next !== '?' && next !== '!') {
      if (++elements > MAX_ELEMENTS) throw new StreamError('too-large', 'too many elements');
      if (next === '/') depth--;
      else if (xml[end - 1] !== '/' && ++depth > MAX_DEPTH)
        throw new StreamError('too-large', 'nested too deep');
    }
    at = end;
  }
  let namespaces = 0;
  for (let at = xml.indexOf('xmlns'); at >= 0; at = xml.indexOf('xmlns', at + 5))
    if (++namespaces > MAX_NAMESPACES) throw new StreamError('too-large', 'too many namespaces');
}

/** Text of the first element of that local name, as it stands; null when absent or empty. */
export function readElement(xml: string, name: string): string | null {
  const text = new RegExp(`<(?:[\\w.-]{1,64}:)?${name}(?:\\s[^>]{0,512})?>([^<]{1,512})<`)
    .exec(xml)?.[1]
    ?.trim();
  return text === undefined || text === '' ? null : text;
}
