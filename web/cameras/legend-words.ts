import type { CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import { isWordKey, t } from '../ui/words/index.svelte.ts';
import { UNKNOWN_VALUE, valuesOf, type Section } from './filter.rules.ts';

const PREFIX = { state: 'state', kind: 'kind', purpose: 'purpose', signboard: 'sign' } as const;

/** What a legend value is called: fixed values by the catalogue, owners, districts and departments by their own name. */
export function valueWords(section: Section, value: string): string {
  if (value === UNKNOWN_VALUE) return t('unknown');
  if (section === 'owner' || section === 'district' || section === 'department') return value;
  if (section === 'state' && isWordKey(`legendState.${value}`))
    return t(`legendState.${value}` as 'legendState.live');
  const key = `${PREFIX[section]}.${value}`;
  return isWordKey(key) ? t(key) : value;
}

/** The legend goes from calm to urgent, and ends with what nobody knows. */
const LISTED_STATES = ['normal', 'live', 'caution', 'fault', 'violation', 'unknown'];

export const sectionWords = (section: Section): string => t(`section.${section}`);

/** Values that the legend lists: rows that never occur in this city and mean nothing without occurring are left out. */
export function listedValues(section: Section, columns: CameraColumns, counts: Uint32Array): string[] {
  const values = valuesOf(section, columns);
  const inOrder = section === 'state' ? LISTED_STATES : values;
  return inOrder.filter(
    (value) =>
      counts[values.indexOf(value)]! > 0 ||
      !(
        value === UNKNOWN_VALUE ||
        (section === 'kind' && value === 'unknown') ||
        value === 'statute' ||
        value === 'exempt'
      ),
  );
}
