import type { DeviceFacts } from './device-facts.rules.ts';
import { findingsOf, type DeviceFinding, type KnownOfDevice } from './device-findings.rules.ts';

interface Told {
  readonly facts: DeviceFacts;
  readonly at: Date;
}

/** By then what was told is written, and what is read holds it. */
const WRITTEN_AFTER_MS = 5 * 60_000;

/** What devices told of themselves and what the register says of them, as of the last reading and since. */
export class KnownDevices {
  #known: ReadonlyMap<number, KnownOfDevice> = new Map();
  #mustEncrypt = false;
  readonly #told = new Map<number, Told>();

  /** Takes what was read. What was told shortly before may not have been written yet, so it stands until then. */
  take(
    rows: readonly (KnownOfDevice & { readonly cameraId: number })[],
    { mustEncrypt }: { readonly mustEncrypt: boolean },
    now: Date,
  ): void {
    this.#known = new Map(rows.map((row) => [row.cameraId, row]));
    this.#mustEncrypt = mustEncrypt;
    for (const [cameraId, { at }] of this.#told)
      if (now.getTime() - at.getTime() > WRITTEN_AFTER_MS) this.#told.delete(cameraId);
  }

  tell(cameraId: number, facts: DeviceFacts, at: Date): void {
    this.#told.set(cameraId, { facts, at });
  }

  /** What is wrong with a camera's device, the worst first; nothing where nobody knows. */
  findingsOf(cameraId: number): readonly DeviceFinding[] {
    const known = this.#known.get(cameraId);
    if (known === undefined) return [];
    return findingsOf(withTold(known, this.#told.get(cameraId)), { mustEncrypt: this.#mustEncrypt });
  }
}

function withTold(known: KnownOfDevice, told: Told | undefined): KnownOfDevice {
  if (told === undefined) return known;
  const { clock, firmware, oldestRecordingAt } = told.facts;
  return {
    ...known,
    clock: clock ?? known.clock,
    firmware: firmware ?? known.firmware,
    ...(oldestRecordingAt === null ? {} : { oldestRecordingAt, oldestToldAt: told.at.toISOString() }),
  };
}
