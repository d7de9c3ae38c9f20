import { EFFECTIVE_STATES } from '../cameras/effective-state.rules.ts';
import { shortNumber } from '../cameras/names.svelte.ts';
import { t } from '../ui/words/index.svelte.ts';
import { spanWords } from '../ui/words/times.ts';
import type { Situation } from './situation.svelte.ts';

/** Where more than these are unknown, unknown is the rule and no exception to point at. */
const MOST_UNKNOWN = 12;

/** `0398-1 장애 2시간 11분`: what stands beside a camera that is not normal, hovered or selected. */
export function labelOf(situation: Situation, row: number, now: Date): string | null {
  const { fleet, names, hoveredRow, selectedRow } = situation;
  const unknownInView = fleet.counts.bySection.state[EFFECTIVE_STATES.indexOf('unknown')]!;
  const cameraId = fleet.columns.cameraId[row];
  const name = cameraId === undefined ? null : names.of(cameraId);
  if (name === null) return null;
  const state = EFFECTIVE_STATES[fleet.effectiveState[row]!]!;
  const unsureBearing = Number.isNaN(fleet.columns.azimuthDeg[row]) && fleet.columns.kind[row] !== 2;
  const short = name.managementNo === null ? name.name : shortNumber(name.managementNo);
  if (state === 'fault' || state === 'caution' || state === 'violation') {
    // The layers run by the minute: seconds would stand still beside a list that counts them.
    const spanMs = name.stateSince == null ? 0 : now.getTime() - Date.parse(name.stateSince);
    const since = spanMs < 60_000 ? '' : ` ${spanWords(spanMs)}`;
    return `${short} ${t(`work.state.${state}`)}${since}`;
  }
  const asked = row === hoveredRow || row === selectedRow;
  if (!asked && unknownInView > MOST_UNKNOWN && (state === 'unknown' || unsureBearing)) return null;
  if (state === 'unknown' && !unsureBearing) return `${short} ${t('state.unknown')}`;
  if (unsureBearing) return `${short} ${t('card.unknown.azimuth')}`;
  return `${short} ${name.siteName}`;
}
