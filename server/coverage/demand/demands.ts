import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Deps } from '../../platform/deps.ts';
import type { EventHub } from '../../platform/events.ts';
import { decodeDemand, encodePlaces, type Demand } from './demand.rules.ts';
import { selectPlaces, selectStandingDemands, type StandingDemand } from './demand.sql.ts';

const compress = promisify(gzip);

interface Served {
  readonly etag: string;
  readonly raw: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
}

interface Held {
  readonly of: string;
  readonly demand: Demand;
  readonly raw: Uint8Array<ArrayBuffer>;
  served: Promise<Served> | undefined;
}

/** The loaded demands in memory, read on demand and anew where one of them changed. The same arrays until it does. */
export class Demands {
  readonly #sql: Deps['sql'];
  readonly #held = new Map<number, Held>();
  #list: readonly Demand[] = [];
  #stale = true;
  #reading: Promise<void> = Promise.resolve();

  constructor({ sql, events }: Pick<Deps, 'sql' | 'events'>) {
    this.#sql = sql;
    events.subscribe(({ kind }) => {
      if (kind === 'layer') this.#stale = true;
    });
  }

  /** All of them, by number, with every change that was announced before this call. */
  async all(): Promise<readonly Demand[]> {
    const next = this.#reading.catch(() => undefined).then(() => this.#refresh());
    this.#reading = next;
    await next;
    return this.#list;
  }

  /** The places of one as bytes, as they are now, announced or not; undefined where there is none. */
  async places(demandId: number): Promise<Served | undefined> {
    this.#stale = true;
    await this.all();
    const held = this.#held.get(demandId);
    if (held === undefined) return undefined;
    held.served ??= serve(held.raw);
    held.served.catch(() => (held.served = undefined));
    return held.served;
  }

  async #refresh(): Promise<void> {
    if (!this.#stale) return;
    this.#stale = false;
    try {
      const standing = await selectStandingDemands(this.#sql);
      const gone = new Set(this.#held.keys());
      for (const each of standing) {
        gone.delete(each.demandId);
        const of = JSON.stringify(each);
        if (this.#held.get(each.demandId)?.of !== of)
          this.#held.set(each.demandId, await this.#read(each, of));
      }
      for (const demandId of gone) this.#held.delete(demandId);
      this.#list = standing.map(({ demandId }) => this.#held.get(demandId)!.demand);
    } catch (error) {
      this.#stale = true;
      throw error;
    }
  }

  async #read({ digest: _, ...facts }: StandingDemand, of: string): Promise<Held> {
    const bytes = await selectPlaces(this.#sql, facts.demandId);
    const column = (no: number): Float64Array =>
      Float64Array.from({ length: bytes.length / 24 }, (_, i) => bytes.readDoubleBE(24 * i + 8 * no));
    const raw = encodePlaces({ east: column(0), north: column(1), weight: column(2) });
    return { of, demand: decodeDemand(facts, raw), raw, served: undefined };
  }
}

async function serve(raw: Uint8Array<ArrayBuffer>): Promise<Served> {
  const etag = `W/"${createHash('sha256').update(raw).digest('base64url').slice(0, 22)}"`;
  return { etag, raw, gzip: new Uint8Array(await compress(raw, { level: 6 })) };
}

const known = new WeakMap<EventHub, Demands>();

/** The one image of the demands that a running city has. */
export function demandsOf(deps: Pick<Deps, 'sql' | 'events'>): Demands {
  const made = known.get(deps.events) ?? new Demands(deps);
  known.set(deps.events, made);
  return made;
}
