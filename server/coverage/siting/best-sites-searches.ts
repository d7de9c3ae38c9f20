import { Worker } from 'node:worker_threads';
import { ApiError, notFound } from '../../platform/http-errors.ts';
import type { Sentence } from '../../platform/sentence.ts';
import type { SearchTask, Told } from './best-sites-run.ts';
import type { BestSitesBody, BestSitesView } from './best-sites.schema.ts';
import type { Said } from './best-sites-worker.ts';

/** A search is over and forgotten after this, whether or not anybody fetched it. */
const LIVES_MS = 30 * 60_000;
/** The machine's other work goes on beside so many. */
const AT_ONCE = 2;
const HEAP_MB = 1024;

export interface Asked {
  readonly asked: BestSitesBody;
  readonly task: SearchTask;
  readonly demand: BestSitesView['demand'];
}

interface Search extends Asked {
  readonly accountId: number;
  readonly begun: number;
  readonly worker: Worker;
  readonly forget: NodeJS.Timeout;
  told: Told;
  ended: BestSitesView['ended'];
  endedAt: number | null;
  failure: Sentence | null;
}

const TOO_WIDE: Sentence = {
  ko: '견줄 자리와 방향이 너무 많아 계산을 그만두었습니다. 범위를 좁히거나 자리 간격을 넓히거나 카메라 종류를 줄여 다시 찾아 주십시오.',
  en: 'There are too many sites and bearings to compare. Narrow the area, widen the spacing or take fewer kinds of camera, and search again.',
};
const BROKEN: Sentence = {
  ko: '계산이 도중에 끊겼습니다. 다시 찾아 주십시오. 거듭되면 범위를 좁혀 주십시오.',
  en: 'The search broke off. Search again; if it happens again, narrow the area.',
};

/** The searches that run or have ended, each in a thread of its own and at most one of an account. Nobody else sees it. */
export class BestSiteSearches {
  readonly #now: () => number;
  readonly #searches = new Map<number, Search>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Throws 409 while another one of the account runs, 429 while the machine has enough of them. */
  mayBegin(accountId: number, searchId: string): void {
    const own = this.#searches.get(accountId);
    if (own?.ended === null && own.asked.searchId !== searchId)
      throw new ApiError(409, 'search-running', {
        ko: '이미 좋은 자리를 찾고 있습니다. 끝나기를 기다리거나 그만둔 뒤 다시 찾아 주십시오.',
        en: 'A search of yours is running. Wait for its end or stop it, then search again.',
      });
    const running = [...this.#searches.values()].filter(({ ended }) => ended === null).length;
    if (own?.ended !== null && running >= AT_ONCE)
      throw new ApiError(
        429,
        'searches-busy',
        {
          ko: `다른 사람의 찾기가 ${AT_ONCE}건 돌고 있습니다. 1분쯤 뒤 다시 찾아 주십시오.`,
          en: `${AT_ONCE} searches of others are running. Search again in about a minute.`,
        },
        undefined,
        60,
      );
  }

  isOf(accountId: number, searchId: string): boolean {
    return this.#searches.get(accountId)?.asked.searchId === searchId;
  }

  start(accountId: number, asked: Asked): void {
    this.#forget(accountId);
    const worker = new Worker(new URL('./best-sites-worker.ts', import.meta.url), {
      workerData: asked.task,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    worker.unref();
    const search: Search = {
      ...asked,
      ...{ accountId, worker, begun: this.#now(), told: {}, ended: null, endedAt: null, failure: null },
      forget: setTimeout(() => this.#forget(accountId), LIVES_MS).unref(),
    };
    this.#searches.set(accountId, search);
    worker.on('message', (said: Said) => {
      if ('tooWide' in said) this.#end(search, 'failed', TOO_WIDE);
      else search.told = { ...search.told, ...said.told };
    });
    worker.on('error', (error) => {
      console.error(error);
      this.#end(search, 'failed', BROKEN);
    });
    worker.on('exit', (code) =>
      this.#end(search, code === 0 ? 'finished' : 'failed', code === 0 ? null : BROKEN),
    );
  }

  #end(search: Search, ended: NonNullable<BestSitesView['ended']>, failure: Sentence | null): void {
    if (search.ended !== null) return;
    Object.assign(search, { ended, failure, endedAt: this.#now() });
  }

  /** What it found so far stays to be read. */
  cancel(accountId: number, searchId: string): void {
    const search = this.#of(accountId, searchId);
    this.#end(search, 'cancelled', null);
    void search.worker.terminate();
  }

  #forget(accountId: number): void {
    const search = this.#searches.get(accountId);
    if (search === undefined) return;
    this.#searches.delete(accountId);
    clearTimeout(search.forget);
    void search.worker.terminate();
  }

  #of(accountId: number, searchId: string): Search {
    const search = this.#searches.get(accountId);
    if (search?.asked.searchId !== searchId) throw notFound();
    return search;
  }

  /** The account's last search; null where there is none. */
  last(accountId: number): string | null {
    return this.#searches.get(accountId)?.asked.searchId ?? null;
  }

  view(accountId: number, searchId: string, english: boolean): BestSitesView {
    const { told, asked, demand, begun, ended, endedAt, failure } = this.#of(accountId, searchId);
    const { value = 0, bound = null, proved = false } = told;
    return {
      ...{ searchId, asked, demand, ended, proved, value, bound, standing: told.standing ?? null },
      ...{ phase: told.phase ?? 'views', done: told.done ?? null },
      seconds: Math.round(((endedAt ?? this.#now()) - begun) / 1000),
      failure: failure === null ? null : english ? failure.en : failure.ko,
      ...{ sites: told.sites ?? 0, choices: told.choices ?? 0 },
      gap: bound === null || bound <= 0 ? null : Math.max(0, (bound - value) / bound),
      ...{ boundOnly: told.boundOnly ?? null, best: told.best ?? [] },
    };
  }
}
