import type { Serves } from '../../server/streams/ptz-purpose.rules.ts';
import { wholeBearing } from '../../server/streams/ptz.rules.ts';
import type { PtzView } from '../../server/streams/ptz.schema.ts';
import { named, number, t } from '../ui/words/index.svelte.ts';

/** What a hold serves, as a person reads it. */
export const servesWords = (serves: Serves): string =>
  'purpose' in serves
    ? named('purpose', serves.purpose)
    : `${named('ptz.statute', serves.statute)} ${serves.citation}`.trim();

/** Where the camera looks and how wide: what is not known is said so. */
export function aimWords({ aim, widthDeg }: Pick<PtzView, 'aim' | 'widthDeg'>): string {
  if (aim === null) return t('ptz.unknown');
  const tilt = Math.round(aim.tiltDeg);
  const words = t(tilt < 0 ? 'ptz.aim.up' : 'ptz.aim', {
    deg: wholeBearing(aim.bearingDeg),
    tilt: Math.abs(tilt),
  });
  if (widthDeg === null) return words;
  const width = widthDeg < 10 ? Math.round(widthDeg * 10) / 10 : Math.round(widthDeg);
  return `${words} · ${t('ptz.width', { deg: number(width) })}`;
}
