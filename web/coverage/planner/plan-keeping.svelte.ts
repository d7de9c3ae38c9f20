import type { NewPlanBody, PlanView } from '../../../server/coverage/siting/plan.schema.ts';
import { addPlan, changePlan, readPlan } from '../../api/plans.ts';
import { ApiFailure } from '../../api/request.ts';
import { isPassing } from '../../ui/come-back.rules.ts';
import { untilBack } from '../../ui/come-back.ts';

/** So long nothing may change before it is kept: a handle that is drawn is kept once, not at every move. */
const QUIET_MS = 900;

export type PlanContents = Pick<NewPlanBody, 'title' | 'departmentId' | 'alternatives'>;

/**
 * A plan on its way to the server and back. What was drawn is kept by itself; what another changed meanwhile is never
 * written over: then it is said, and the person chooses.
 */
export class PlanKeeping {
  phase = $state<'new' | 'reading' | 'waiting' | 'saving' | 'saved' | 'failed' | 'refused' | 'conflict'>(
    'new',
  );
  failure = $state.raw<unknown>(null);
  planId = $state<string | null>(null);
  savedAt = $state.raw<Date | null>(null);
  /** The plan as the server has it; null for one that was never kept. */
  kept = $state.raw<PlanView | null>(null);
  /** Whether this person keeps plans at all. */
  may = $state(false);
  readonly #contents: () => PlanContents;
  #revision = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #stopWaiting: () => void = () => undefined;

  constructor(contents: () => PlanContents) {
    this.#contents = contents;
  }

  /** Whether this plan may be changed by whoever looks at it. */
  get mayKeep(): boolean {
    return this.may && (this.kept?.mayKeep ?? true);
  }

  /** Something was changed: it is kept soon. */
  touch(): void {
    this.#revision++;
    if (!this.mayKeep || this.phase === 'conflict') return;
    this.phase = 'waiting';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), QUIET_MS);
  }

  /** Keeps at once what waits to be kept. */
  flush(): void {
    if (this.phase !== 'waiting') return;
    clearTimeout(this.#timer);
    void this.#save();
  }

  /** Tries once more, after a failure or at a press. */
  again(): void {
    void this.#save();
  }

  /** The plan as it stands becomes another one, whatever became of the first. */
  asNew(): void {
    this.startAnew();
    this.touch();
  }

  /** A plan that is not kept before something is put into it. */
  startAnew(): void {
    this.#forget();
    this.phase = 'new';
  }

  /** Reads a plan. Null where it does not exist for this person or could not be read; `failure` says why. */
  async read(planId: string): Promise<PlanView | null> {
    this.#forget();
    this.phase = 'reading';
    const revision = this.#revision;
    try {
      const view = await readPlan(planId);
      if (revision !== this.#revision) return null;
      this.#take(view);
      return view;
    } catch (failure) {
      if (revision !== this.#revision) return null;
      this.failure = failure;
      this.phase = 'new';
      return null;
    }
  }

  #take(view: PlanView): void {
    this.kept = view;
    this.planId = view.planId;
    this.savedAt = new Date(view.changedAt);
    this.failure = null;
    this.phase = 'saved';
  }

  #forget(): void {
    this.#revision++;
    clearTimeout(this.#timer);
    this.#stopWaiting();
    this.kept = null;
    this.planId = null;
    this.savedAt = null;
    this.failure = null;
  }

  async #save(): Promise<void> {
    if (this.#busy || this.phase === 'conflict' || !this.mayKeep) return;
    this.#busy = true;
    this.#stopWaiting();
    this.phase = 'saving';
    const { kept } = this;
    const revision = this.#revision;
    // A number that was given and not answered may have arrived: what is sent now need not be what stands there.
    const isSecondTry = kept === null && this.planId !== null;
    const planId = (this.planId ??= crypto.randomUUID());
    try {
      const contents = this.#contents();
      const view =
        kept === null
          ? await addPlan({ planId, ...contents })
          : await changePlan(planId, { ...contents, version: kept.version });
      if (this.planId !== planId) return;
      this.#take(view);
      if (revision !== this.#revision || isSecondTry) this.touch();
    } catch (failure) {
      if (this.planId === planId) this.#stumble(failure);
    } finally {
      this.#busy = false;
      // What became another plan meanwhile found the line taken.
      if (this.planId !== planId && this.#isWaiting()) this.touch();
    }
  }

  #isWaiting(): boolean {
    return this.phase === 'waiting';
  }

  #stumble(failure: unknown): void {
    this.failure = failure;
    if (failure instanceof ApiFailure && failure.code === 'changed-meanwhile') this.phase = 'conflict';
    else if (isPassing(failure)) {
      this.phase = 'failed';
      const stop = untilBack(() => void this.#save());
      this.#stopWaiting = () => {
        stop();
        this.#stopWaiting = () => undefined;
      };
    } else this.phase = 'refused';
  }
}
