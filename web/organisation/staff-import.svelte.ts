import type { StaffReport } from '../../server/organisation/staff.schema.ts';
import { acceptStaff, previewStaff } from '../api/organisation.ts';
import { ApiFailure } from '../api/request.ts';

export type StaffPhase = 'idle' | 'reading' | 'ready' | 'accepting' | 'done';

/** One staff list on its way into the register: read, shown row by row, and only then accepted or put aside. */
export class StaffImport {
  phase = $state<StaffPhase>('idle');
  fileName = $state('');
  report = $state.raw<StaffReport | null>(null);
  failure = $state.raw<unknown>(null);
  /** The register changed behind the report, which was made anew. */
  madeAnew = $state(false);
  #file: File | null = null;
  #turn = 0;

  async read(file: File): Promise<void> {
    const turn = ++this.#turn;
    this.#file = file;
    this.fileName = file.name;
    this.phase = 'reading';
    this.report = null;
    this.failure = null;
    this.madeAnew = false;
    try {
      const report = await previewStaff(file);
      if (turn !== this.#turn) return;
      this.report = report;
      this.phase = 'ready';
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.failure = thrown;
      this.phase = 'idle';
    }
  }

  /** Takes in what the report shows; `leaveOut` without the rows that are faulty. True where it was done. */
  async accept(leaveOut: boolean): Promise<boolean> {
    const [file, report] = [this.#file, this.report];
    if (file === null || report === null || this.phase !== 'ready') return false;
    const turn = this.#turn;
    this.phase = 'accepting';
    this.failure = null;
    try {
      const done = await acceptStaff(file, report.fingerprint, leaveOut);
      if (turn !== this.#turn) return true;
      this.report = done;
      this.phase = 'done';
      return true;
    } catch (thrown) {
      if (turn !== this.#turn) return false;
      if (thrown instanceof ApiFailure && thrown.code === 'preview-stale') {
        await this.read(file);
        this.madeAnew = this.report !== null;
        return false;
      }
      this.failure = thrown;
      this.phase = 'ready';
      return false;
    }
  }

  leave(): void {
    this.#turn++;
    this.#file = null;
    this.phase = 'idle';
    this.report = null;
    this.failure = null;
    this.madeAnew = false;
  }
}
