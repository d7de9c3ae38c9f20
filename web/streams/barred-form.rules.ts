import type { BarredSectorBody } from '../../server/streams/ptz.schema.ts';

/** A barred sector as it is typed; an empty bound does not narrow it, an empty last day has no end. */
export interface SectorDraft {
  fromDeg: string;
  toDeg: string;
  tiltFromDeg: string;
  tiltToDeg: string;
  /** From how many times closer on it is barred. */
  zoomFromTimes: string;
  reason: string;
  fromDay: string;
  lastDay: string;
}

export const emptySector = (today: string): SectorDraft => ({
  ...{
    fromDeg: '',
    toDeg: '',
    tiltFromDeg: '',
    tiltToDeg: '',
    zoomFromTimes: '',
    reason: '',
    fromDay: today,
    lastDay: '',
  },
});

type Read = { readonly sector: Omit<BarredSectorBody, 'sectorId'> } | { readonly wrong: keyof SectorDraft };

/** A number within bounds as it is typed, in degrees or not; null where it does not read. */
export const numberIn = (text: string, least: number, most: number): number | null => {
  const trimmed = text.trim().replace(/°$/, '');
  const value = Number(trimmed);
  return trimmed !== '' && Number.isFinite(value) && value >= least && value <= most ? value : null;
};

/** A zoom as a share of its range, from how many times closer it comes; at once, as nothing narrows. */
const zoomShare = (times: number, zoomTimes: number): number | null =>
  zoomTimes <= 1 || times <= 1 ? null : (times - 1) / (zoomTimes - 1);
/** How many times closer a share of the zoom is. */
export const timesOf = (zoom: number, zoomTimes: number): number =>
  Math.round((1 + zoom * (zoomTimes - 1)) * 10) / 10;

/** What is sent, or the first field that does not read. `zoomTimes`: how much closer the model comes; null or 1 is not at all. */
export function sectorOf(draft: SectorDraft, zoomTimes: number | null): Read {
  const [fromDeg, toDeg] = [numberIn(draft.fromDeg, 0, 360), numberIn(draft.toDeg, 0, 360)];
  if (fromDeg === null) return { wrong: 'fromDeg' };
  if (toDeg === null || toDeg % 360 === fromDeg % 360) return { wrong: 'toDeg' };
  const tiltFromDeg = numberIn(draft.tiltFromDeg, -90, 90);
  if (tiltFromDeg === null && draft.tiltFromDeg.trim() !== '') return { wrong: 'tiltFromDeg' };
  const tiltToDeg = numberIn(draft.tiltToDeg, -90, 90);
  if (tiltToDeg === null && draft.tiltToDeg.trim() !== '') return { wrong: 'tiltToDeg' };
  if (tiltFromDeg !== null && tiltToDeg !== null && tiltFromDeg > tiltToDeg) return { wrong: 'tiltToDeg' };
  const times = zoomTimes === null ? null : numberIn(draft.zoomFromTimes, 1, zoomTimes);
  if (times === null && draft.zoomFromTimes.trim() !== '') return { wrong: 'zoomFromTimes' };
  const zoomFrom = times === null || zoomTimes === null ? null : zoomShare(times, zoomTimes);
  if (draft.fromDay === '') return { wrong: 'fromDay' };
  if (draft.lastDay !== '' && draft.lastDay < draft.fromDay) return { wrong: 'lastDay' };
  if (draft.reason.trim().length < 2) return { wrong: 'reason' };
  return {
    sector: {
      ...{ fromDeg: fromDeg % 360, toDeg: toDeg % 360, tiltFromDeg, tiltToDeg, zoomFrom },
      reason: draft.reason.trim(),
      fromDay: draft.fromDay,
      lastDay: draft.lastDay === '' ? null : draft.lastDay,
    },
  };
}
