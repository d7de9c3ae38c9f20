import { REASON_LETTERS } from '../../server/platform/export-reason.schema.ts';
import { fillIn, tooShort } from '../ui/words/fill-in.ts';
import { t } from '../ui/words/index.svelte.ts';
import { lonLatOf, wrongPorts } from './discovery-form.rules.ts';

/** The sentence about the ports as they are typed; null where they are ports, or none is typed. */
function portsTrouble(typed: string): string | null {
  const wrong = wrongPorts(typed);
  if (wrong === null) return null;
  return 'word' in wrong ? t('discovery.ports.wrong', wrong) : t('discovery.ports.many', wrong);
}

/** What a search still wants: fields to be filled in, then what a field that is filled in does not take; or null. */
export function searchTrouble({
  range,
  ports,
  reason,
}: {
  /** Null where an interface is called and no address is asked. */
  readonly range: string | null;
  readonly ports: string | null;
  readonly reason: string;
}): string | null {
  const empty = [
    range?.trim() === '' ? t('discovery.range') : null,
    // Commas alone are no port either.
    ports?.replace(/[\s,]/g, '') === '' ? t('discovery.ports') : null,
    reason.trim() === '' ? t('discovery.reason') : null,
  ];
  return (
    fillIn(empty.filter((each) => each !== null)) ??
    (ports === null ? null : portsTrouble(ports)) ??
    tooShort(t('discovery.reason'), reason, REASON_LETTERS.least)
  );
}

/** The sentence about a place that is typed and is none; null where it is one, or nothing is typed. */
export const placeTrouble = (typed: string): string | null =>
  typed.trim() === '' || lonLatOf(typed) !== null ? null : t('discovery.add.lonLat.wrong');
