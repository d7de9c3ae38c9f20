import type { DevicePosition } from './ptz.rules.ts';

/** What a turning head says of itself, in its own generic numbers; null is what it does not say. */
export interface PtzReport {
  readonly position: DevicePosition | null;
  readonly moving: boolean | null;
}

const MAX_CHARS = 64 * 1024;

/** Reads an answer to GetStatus. What is missing or no number is unknown, and never nought: nought is a bearing. */
export function readPtzReport(answer: string): PtzReport {
  const xml = answer.slice(0, MAX_CHARS);
  const position =
    /<(?:[\w.-]{1,64}:)?Position(?:\s[^>]{0,512})?>([\s\S]{0,2048}?)<\/(?:[\w.-]{1,64}:)?Position>/.exec(
      xml,
    )?.[1];
  const pan = numberIn(position, 'PanTilt', 'x');
  const tilt = numberIn(position, 'PanTilt', 'y');
  const zoom = numberIn(position, 'Zoom', 'x');
  const states = [...xml.matchAll(/<(?:[\w.-]{1,64}:)?(?:PanTilt|Zoom)>(IDLE|MOVING|UNKNOWN)</g)].map(
    ([, word]) => word,
  );
  return {
    // A head without a zoom says nothing of it.
    position: pan === null || tilt === null ? null : { pan, tilt, zoom: zoom ?? 0 },
    moving: states.includes('MOVING') ? true : states.includes('IDLE') ? false : null,
  };
}

function numberIn(xml: string | undefined, element: string, attribute: string): number | null {
  const tag = new RegExp(`<(?:[\\w.-]{1,64}:)?${element}\\s([^>]{0,512})>`).exec(xml ?? '')?.[1];
  const text = new RegExp(
    `(?:^|\\s)${attribute}\\s{0,4}=\\s{0,4}["'](-?\\d{0,8}(?:\\.\\d{1,24})?(?:[eE]-?\\d{1,3})?)["']`,
  ).exec(tag ?? '')?.[1];
  const value = Number(text);
  return text === undefined || text === '' || text === '-' || Math.abs(value) > 1.0001 ? null : value;
}
