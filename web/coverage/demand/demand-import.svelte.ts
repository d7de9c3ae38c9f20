import type { DemandReport } from '../../../server/coverage/demand/demand.schema.ts';
import { acceptDemand, previewDemand, type DemandFile } from '../../api/demand.ts';
import { ApiFailure } from '../../api/request.ts';

export type DemandPhase = 'idle' | 'reading' | 'ready' | 'accepting' | 'done';

/** 교통사고_2025.csv is called 교통사고 2025. */
const titleOf = (fileName: string): string =>
  fileName
    .replace(/\.\w+$/u, '')
    .replaceAll(/[_\s]+/gu, ' ')
    .trim()
    .slice(0, 60);

const nothingGiven = (): DemandFile['how'] => ({
  ...{ unit: '', weight: '', cell: '', epsg: '', origin: '', asOf: '' },
});

/** One file on its way into the demands: read, shown with what is left out, and only then loaded or put aside. */
export class DemandImport {
  phase = $state<DemandPhase>('idle');
  file = $state.raw<File | null>(null);
  title = $state('');
  how = $state<DemandFile['how']>(nothingGiven());
  report = $state.raw<DemandReport | null>(null);
  failure = $state.raw<unknown>(null);
  /** What stands changed behind the report, which was made anew. */
  madeAnew = $state(false);
  #shown = $state.raw<string | null>(null);
  readonly #said = $derived(JSON.stringify([this.title.trim(), this.how]));
  /** Whether something was written since the report. */
  readonly changed = $derived(this.#shown !== this.#said);
  #turn = 0;

  async take(file: File): Promise<void> {
    this.leave();
    this.file = file;
    this.title = titleOf(file.name);
    await this.read();
  }

  /** Reads the file anew with what was written. */
  async read(): Promise<void> {
    const asked = this.#asked();
    if (asked === null) return;
    const turn = ++this.#turn;
    const said = this.#said;
    this.phase = 'reading';
    this.report = null;
    this.failure = null;
    this.madeAnew = false;
    try {
      const report = await previewDemand(asked);
      if (turn !== this.#turn) return;
      this.report = report;
    } catch (thrown) {
      if (turn !== this.#turn) return;
      this.failure = thrown;
    }
    this.#shown = said;
    this.phase = 'ready';
  }

  /** Loads what the report shows. True where it was done. */
  async accept(): Promise<boolean> {
    const [asked, report] = [this.#asked(), this.report];
    if (asked === null || report === null || this.phase !== 'ready' || this.changed) return false;
    const turn = this.#turn;
    this.phase = 'accepting';
    this.failure = null;
    try {
      const done = await acceptDemand(asked, report.fingerprint);
      if (turn !== this.#turn) return true;
      this.report = done;
      this.phase = 'done';
      return true;
    } catch (thrown) {
      if (turn !== this.#turn) return false;
      if (thrown instanceof ApiFailure && thrown.code === 'preview-stale') {
        await this.read();
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
    this.phase = 'idle';
    this.file = null;
    this.title = '';
    this.how = nothingGiven();
    this.report = null;
    this.failure = null;
    this.madeAnew = false;
    this.#shown = null;
  }

  #asked(): DemandFile | null {
    if (this.file === null) return null;
    return { file: this.file, title: this.title.trim(), how: { ...this.how } };
  }
}
