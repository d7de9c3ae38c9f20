import type { AuditFaults } from '../../server/audit/audit.schema.ts';
import { readAuditFaults } from '../api/audit.ts';

const AGAIN_MS = 60_000;
const NONE: AuditFaults = { faults: [], ask: null };

let onScreen = $state.raw(NONE);
/** What the lines under the bar say of this page; nothing where they are told to nobody here. */
export const faultsOnScreen = (): AuditFaults['faults'] => onScreen.faults;

/** What of the audit does not hold, for as long as it does not; what could not be asked about stands as it stood. */
export class StandingFaults {
  shown = $state.raw(NONE);
  /** Height of the lines on the screen, in px. */
  heightPx = $state(0);
  readonly standing = $derived(this.shown.faults.length > 0);
  #asked = 0;

  read = async (): Promise<void> => {
    const asked = ++this.#asked;
    const shown = await readAuditFaults().catch(() => null);
    if (shown !== null && asked === this.#asked) onScreen = this.shown = shown;
  };

  /** Asks at once and every minute, beside what the server tells. Returns the function that ends the asking. */
  open(): () => void {
    void this.read();
    const timer = setInterval(() => void this.read(), AGAIN_MS);
    return () => {
      clearInterval(timer);
      this.#asked++;
      onScreen = NONE;
    };
  }
}
