import { cityDay } from '../cameras/city-day.rules.ts';
import { retentionCeilingOn } from '../cameras/retention.law.ts';
import { certificateDifferences, type Certificate } from './certificate.rules.ts';
import type { ClockReading } from './device-facts.rules.ts';

/** What a device tells of itself that is a breach of law, or that somebody has to look into; the worst first. */
export const DEVICE_FINDINGS = [
  'over-retention',
  'device-tour',
  'certificate-differs',
  'clock-off',
  'firmware-differs',
  'plain-transport',
] as const;
export type DeviceFinding = (typeof DEVICE_FINDINGS)[number];

/** What is known of a device and of what the register says it should be; null where nobody told. */
export interface KnownOfDevice {
  readonly clock: ClockReading | null;
  readonly model: string | null;
  readonly firmware: string | null;
  /** Of the cameras in use on record that have one. */
  readonly certificates: readonly Certificate[];
  /** Of the cameras in use on record; empty where the record names none. */
  readonly firmwareOnRecord: readonly string[];
  readonly oldestRecordingAt: string | null;
  /** When it told of its oldest recording. */
  readonly oldestToldAt: string | null;
  readonly declaredDays: number | null;
  /** Whether an exception on record lets it be kept longer today (Art. 31(1) 1-3). */
  readonly keptLonger?: boolean;
  /** Whether it says that a preset tour of its own runs. */
  readonly touring: boolean | null;
  /** Whether its picture comes over TLS. */
  readonly isEncrypted: boolean;
}

/** A recording's time is evidence: a clock further off than this makes it say the wrong thing. */
export const CLOCK_TOLERANCE_S = 5;
const DAY_MS = 86_400_000;

/** For how many days recordings are kept, the day of the recording not counted (민법 제157조). At least one: none is unknown. */
export function keptDays(oldestRecordingAt: string, toldAt: string): number {
  const dayOf = (instant: string): number => Date.parse(cityDay(new Date(instant)));
  return Math.max(1, Math.round((dayOf(toldAt) - dayOf(oldestRecordingAt)) / DAY_MS));
}

/** The most days for which this camera's recordings may be kept: as declared, and never over the ceiling (Art. 31(1)). */
export const mostDays = (declaredDays: number | null, day: string): number =>
  Math.min(declaredDays ?? Infinity, retentionCeilingOn(day).days);

/**
 * What is wrong with a device by what it told, the worst first. What nobody told is no finding. `mustEncrypt`: whether the
 * city demands that pictures come encrypted (Art. 30(3)); shown as it is where it does not.
 */
export function findingsOf(
  known: KnownOfDevice,
  { mustEncrypt, today }: { readonly mustEncrypt: boolean; readonly today: string },
): DeviceFinding[] {
  const is: Record<DeviceFinding, boolean> = {
    'over-retention': isOverKept(known),
    // A tour of the device's own serves no purpose that anybody named, and looks into barred sectors (Art. 11(1)).
    'device-tour': known.touring === true,
    'certificate-differs': certificateDifferences(known.certificates, known, today).length > 0,
    'clock-off': isOff(known.clock),
    'firmware-differs': isOtherFirmware(known),
    'plain-transport': mustEncrypt && !known.isEncrypted,
  };
  return DEVICE_FINDINGS.filter((finding) => is[finding]);
}

function isOverKept({ oldestRecordingAt, oldestToldAt, declaredDays, keptLonger }: KnownOfDevice): boolean {
  if (oldestRecordingAt === null || oldestToldAt === null || keptLonger === true) return false;
  const most = mostDays(declaredDays, cityDay(new Date(oldestToldAt)));
  return keptDays(oldestRecordingAt, oldestToldAt) > most;
}

/** Only where it is off beyond every doubt. */
const isOff = (clock: ClockReading | null): boolean =>
  clock !== null && Math.abs(clock.offS) - clock.doubtS > CLOCK_TOLERANCE_S;

function isOtherFirmware({ firmware, firmwareOnRecord }: KnownOfDevice): boolean {
  if (firmware === null || firmwareOnRecord.length === 0) return false;
  const plain = (text: string): string => text.trim().toLowerCase();
  return !firmwareOnRecord.some((each) => plain(each) === plain(firmware));
}
