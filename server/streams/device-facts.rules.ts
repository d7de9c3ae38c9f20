import { readElement } from './onvif-answer.rules.ts';

/** How far a device's clock is from ours, in seconds: more than nought is ahead. It is that, give or take the doubt. */
export interface ClockReading {
  readonly offS: number;
  readonly doubtS: number;
}

/** One picture that a device offers, as it says. */
export interface ToldProfile {
  readonly token: string;
  readonly encoding: string | null;
  readonly encoder: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly fps: number | null;
  readonly hasAudio: boolean;
}

/** What a device told of itself this time; null where it told nothing, which proves nothing. */
export interface DeviceFacts {
  readonly clock: ClockReading | null;
  readonly model: string | null;
  readonly firmware: string | null;
  /** The pictures that it offers, with whether sound goes with them (Art. 11(2)). */
  readonly profiles: readonly ToldProfile[] | null;
  /** Whether it has a sound encoder set up. */
  readonly audioConfigured: boolean | null;
  /** Whether a preset tour of its own runs. */
  readonly touring: boolean | null;
  /** ISO instant of the oldest recording that the device, or the recorder behind it, holds. */
  readonly oldestRecordingAt: string | null;
}

const UTC =
  /<(?:[\w.-]{1,64}:)?UTCDateTime(?:\s[^>]{0,512})?>([^]{0,2000}?)<\/(?:[\w.-]{1,64}:)?UTCDateTime>/;
const ANSWERED_WITHIN_MS = 4_000;
const DAY_MS = 86_400_000;
/** Before this no recorder of a network camera held anything: such a time stands for none. */
const NO_RECORDING_BEFORE_MS = Date.UTC(2000, 0, 1);

/** The UTC time in an answer to GetSystemDateAndTime, in ms; null where it holds none that can be a time. */
export function readDeviceTime(xml: string): number | null {
  const utc = UTC.exec(xml)?.[1];
  if (utc === undefined) return null;
  const part = (name: string, least: number, most: number): number | null => {
    const text = readElement(utc, name);
    const value = text === null || !/^\d{1,4}$/.test(text) ? NaN : Number(text);
    return value >= least && value <= most ? value : null;
  };
  const parts = [
    ...[part('Year', 1970, 2199), part('Month', 1, 12), part('Day', 1, 31)],
    ...[part('Hour', 0, 23), part('Minute', 0, 59), part('Second', 0, 61)],
  ];
  const [year, month, day, hour, minute, second] = parts.filter((each) => each !== null);
  return second === undefined ? null : Date.UTC(year!, month! - 1, day, hour, minute, second);
}

/**
 * How far off a clock is that told whole seconds somewhere between our question and its answer. Null where the answer took
 * so long that it says nothing of seconds.
 */
export function clockReading(
  deviceMs: number,
  { sentAtMs, answeredAtMs }: { readonly sentAtMs: number; readonly answeredAtMs: number },
): ClockReading | null {
  const tripMs = answeredAtMs - sentAtMs;
  if (tripMs < 0 || tripMs > ANSWERED_WITHIN_MS) return null;
  const tenths = (ms: number): number => Math.round(ms / 100) / 10;
  return {
    offS: tenths(deviceMs + 500 - (sentAtMs + answeredAtMs) / 2),
    doubtS: tenths(500 + tripMs / 2),
  };
}

/**
 * The oldest recording in an answer to GetRecordingSummary; null where it holds none, or a time that is none: without its
 * zone, before there were recorders, or to come.
 */
export function readOldestRecording(xml: string, nowMs: number): string | null {
  if (readElement(xml, 'NumberRecordings') === '0') return null;
  const text = readElement(xml, 'DataFrom');
  if (text === null || !/^\d{4}-\d\d-\d\dT[\d:.]{5,16}(?:Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  const atMs = Date.parse(text);
  const isOne = atMs >= NO_RECORDING_BEFORE_MS && atMs <= nowMs + DAY_MS;
  return isOne ? new Date(Math.min(atMs, nowMs)).toISOString() : null;
}
