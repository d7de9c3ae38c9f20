import { HIDDEN_LETTER } from '../platform/hidden-letters.rules.ts';
import { aimOf, planMove, type Aim, type BarredSector } from './ptz.rules.ts';
import type { Calibration, DevicePosition } from './ptz.rules.ts';
import { readPtzReport } from './ptz-report.rules.ts';

/** A position that a device remembers under a name; null where it does not tell which. */
export interface DevicePreset {
  readonly token: string;
  readonly name: string;
  readonly position: DevicePosition | null;
}

export type PresetStanding<Sector extends BarredSector = BarredSector> =
  | { readonly standing: 'allowed'; readonly aim: Aim }
  | { readonly standing: 'barred'; readonly aim: Aim; readonly barred: Sector }
  /** Nobody knows where it looks, and nothing is barred. */
  | { readonly standing: 'blind'; readonly aim: null }
  /** Nobody knows where it looks, and something is barred. */
  | { readonly standing: 'unknown'; readonly aim: null };

const MOST_PRESETS = 128;
const MOST_CHARS = 128 * 1024;
const PRESET = /<(?:[\w.-]{1,64}:)?Preset\s([^>]{0,512})>([\s\S]{0,4096}?)<\/(?:[\w.-]{1,64}:)?Preset>/g;
const MARKS: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const letterOf = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '');
/** Text of XML as it was meant: names and tokens are compared with what was sent. */
const unmarked = (text: string): string =>
  text.replace(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (_, mark, decimal, hex) =>
    mark !== undefined
      ? MARKS[String(mark).toLowerCase()]!
      : letterOf(decimal === undefined ? parseInt(String(hex), 16) : Number(decimal)),
  );

/** Reads an answer to GetPresets. One without a token, or with one that nobody could send back, is left out. */
export function readPresets(answer: string): DevicePreset[] {
  const found: DevicePreset[] = [];
  for (const [, attributes, inner] of answer.slice(0, MOST_CHARS).matchAll(PRESET)) {
    const token = unmarked(/(?:^|\s)token\s{0,4}=\s{0,4}["']([^"']{1,64})["']/.exec(attributes!)?.[1] ?? '');
    if (token === '' || HIDDEN_LETTER.test(token) || found.length >= MOST_PRESETS) continue;
    const said = /<(?:[\w.-]{1,64}:)?Name(?:\s[^>]{0,128})?>([^<]{0,128})</.exec(inner!)?.[1] ?? '';
    const name = unmarked(said).replace(new RegExp(HIDDEN_LETTER, 'gu'), '').trim().slice(0, 60);
    const at = inner!.replaceAll('PTZPosition', 'Position');
    found.push({ token, name: name === '' ? token : name, position: readPtzReport(at).position });
  }
  return found;
}

/**
 * Whether a preset may be gone to (Art. 11(1)): not where its picture would show any part of a barred sector, and not where that
 * is unknown while something is barred.
 */
export function standingOf<Sector extends BarredSector>(
  { position }: DevicePreset,
  barred: readonly Sector[],
  calibration: Calibration | null,
): PresetStanding<Sector> {
  if (position === null || calibration === null || (barred.length > 0 && calibration.hfovDeg === null))
    return { standing: barred.length > 0 ? 'unknown' : 'blind', aim: null };
  const aim = aimOf(position, calibration);
  // As a target of a move is judged: a little off the edges.
  const plan = planMove(aim, aim, barred, calibration);
  return 'barred' in plan ? { standing: 'barred', aim, barred: plan.barred } : { standing: 'allowed', aim };
}

/** Whether a device says that one of its own preset tours runs; one that knows no tours runs none. Null where it says neither. */
export function readTourRuns(answer: string): boolean | null {
  const states = [
    ...answer
      .slice(0, MOST_CHARS)
      .matchAll(/<(?:[\w.-]{1,64}:)?State(?:\s[^>]{0,128})?>\s{0,16}(\w{1,32})\s{0,16}</g),
  ].map(([, state]) => state);
  if (/\bActionNotSupported\b/.test(answer)) return false;
  if (!answer.includes('GetPresetToursResponse')) return null;
  return states.includes('Touring');
}
