import type { DeviceFacts } from './device-facts.rules.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { certificateDifferences, type CertificateDifference } from './certificate.rules.ts';
import { findingsOf, type DeviceFinding, type KnownOfDevice } from './device-findings.rules.ts';

/** Of one camera, with what it last said of a sound encoder. */
export interface KnownRow extends KnownOfDevice {
  readonly cameraId: number;
  readonly audioConfigured: boolean | null;
}

interface Told {
  readonly facts: DeviceFacts;
  readonly at: Date;
}

/** By then what was told is written, and what is read holds it. */
const WRITTEN_AFTER_MS = 5 * 60_000;

/** What devices told of themselves and what the register says of them, as of the last reading and since. */
export class KnownDevices {
  #known: ReadonlyMap<number, KnownRow> = new Map();
  #mustEncrypt = false;
  readonly #told = new Map<number, Told>();

  /** Takes what was read. What was told shortly before may not have been written yet, so it stands until then. */
  take(rows: readonly KnownRow[], { mustEncrypt }: { readonly mustEncrypt: boolean }, now: Date): void {
    this.#known = new Map(rows.map((row) => [row.cameraId, row]));
    this.#mustEncrypt = mustEncrypt;
    for (const [cameraId, { at }] of this.#told)
      if (now.getTime() - at.getTime() > WRITTEN_AFTER_MS) this.#told.delete(cameraId);
  }

  tell(cameraId: number, facts: DeviceFacts, at: Date): void {
    this.#told.set(cameraId, { facts, at });
  }

  /** What is wrong with a camera's device, the worst first; nothing where nobody knows. */
  findingsOf(cameraId: number, now: Date): readonly DeviceFinding[] {
    const known = this.#knownOf(cameraId);
    if (known === undefined) return [];
    return findingsOf(known, { mustEncrypt: this.#mustEncrypt, today: cityDay(now) });
  }

  /** In what it is not the device that was certified. */
  differencesOf(cameraId: number, now: Date): readonly CertificateDifference[] {
    const known = this.#knownOf(cameraId);
    return known === undefined ? [] : certificateDifferences(known.certificates, known, cityDay(now));
  }

  /** Whether it has a sound encoder set up, as it last said; null where it never did. */
  audioConfiguredOf(cameraId: number): boolean | null {
    return this.#knownOf(cameraId)?.audioConfigured ?? null;
  }

  /** Whether it is asked at each look until that is over: a sound encoder (Art. 11(2)) or a tour of its own (Art. 11(1)). */
  isSuspect(cameraId: number): boolean {
    const known = this.#knownOf(cameraId);
    return known?.audioConfigured === true || known?.touring === true;
  }

  #knownOf(cameraId: number): KnownRow | undefined {
    const known = this.#known.get(cameraId);
    return known && withTold(known, this.#told.get(cameraId));
  }
}

function withTold(known: KnownRow, told: Told | undefined): KnownRow {
  if (told === undefined) return known;
  const { clock, model, firmware, oldestRecordingAt, audioConfigured, touring } = told.facts;
  return {
    ...known,
    clock: clock ?? known.clock,
    model: model ?? known.model,
    firmware: firmware ?? known.firmware,
    audioConfigured: audioConfigured ?? known.audioConfigured,
    touring: touring ?? known.touring,
    ...(oldestRecordingAt === null ? {} : { oldestRecordingAt, oldestToldAt: told.at.toISOString() }),
  };
}
