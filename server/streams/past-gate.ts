import { namesThePast } from './past-path.rules.ts';
import { anyCovers, type PastAsk, type PlaybackPermit } from './playback-permit.rules.ts';
import { StreamError } from './stream-error.rules.ts';

/**
 * The permits on record. No permit can be made yet: they come with the register of provisions, decided case by case (Art. 28, 30(2)).
 * Until then there is none for anybody, and whatever is asked the gate stays shut.
 */
const PERMITS: readonly PlaybackPermit[] = [];

/**
 * The one gate to what is past, asked before any device is called: a path that opens recordings is called for nobody without a permit that covers
 * this camera, this interval and this person now (Art. 30(2)). `asked` null asks for the live picture. Throws StreamError
 * `address-refused`.
 */
export function refusePast(path: string, asked: PastAsk | null): void {
  if (asked === null && !namesThePast(path)) return;
  if (asked !== null && anyCovers(PERMITS, asked)) return;
  throw new StreamError('address-refused', 'the path opens what is past');
}
