import { createHash, randomUUID } from 'node:crypto';
import type { Sql } from '../platform/db.ts';
import { withPatience } from '../platform/patience.ts';
import { gatewaysFor } from './camera-owners.rules.ts';
import { isSafeToCall, type GatewayPlace } from './gateway-place.rules.ts';
import {
  beatGateway,
  deleteGateway,
  selectGateways,
  type GatewayRow,
  type WatchedThrough,
} from './gateways.sql.ts';

export interface GatewayHostsOptions {
  readonly sql: Sql;
  /** Whether this program has a gateway itself. */
  readonly own: boolean;
  /** Who watches what through this program's own gateway. */
  readonly viewings: () => readonly { readonly cameraId: number; readonly sessionId: string }[];
}

/** Where a camera's picture is had. `place` is null for this program itself. */
export interface Owner {
  readonly gatewayId: string;
  readonly place: GatewayPlace | null;
}

const BEAT_MS = 1_000;
/** A gateway that is cut off is noticed by whoever calls it; one that nobody calls may be late. */
const FRESH_MS = 3_000;
const FORGET_MS = 60_000;
const SUSPECT_MS = 10_000;
const STOP_PATIENCE_MS = 2_000;

export const sessionDigest = (sessionId: string): string =>
  createHash('sha256').update(sessionId).digest('hex').slice(0, 32);

/**
 * The gateways that there are, found through the database, and who of them has which camera. While the database is away
 * those that were there last are believed to be (Art. 18(1)); one that did not answer is passed over for ten seconds.
 */
export class GatewayHosts {
  readonly gatewayId = randomUUID();
  readonly #options: GatewayHostsOptions;
  readonly #suspectUntilMs = new Map<string, number>();
  #others: readonly GatewayRow[] = [];
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  #stopped = false;
  #place: GatewayPlace | null = null;
  readonly #refused = new Set<string>();

  constructor(options: GatewayHostsOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), BEAT_MS);
    this.#timer.unref();
    void this.look();
  }

  /** From now on the others reach this program's gateway there. */
  serveAt(place: GatewayPlace): Promise<void> {
    this.#place = place;
    return this.look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    const gone = async (): Promise<void> => {
      await this.#looking;
      if (this.#place !== null) await deleteGateway(this.#options.sql, this.gatewayId);
    };
    await withPatience(gone(), STOP_PATIENCE_MS).catch(() => undefined);
  }

  /** Says what is on a screen here, and learns of the others, by the time it resolves: one look more where one is under way. */
  look(): Promise<void> {
    if (this.#looking === null) {
      this.#looking = this.#lookOnce().finally(() => (this.#looking = null));
      return this.#looking;
    }
    this.#next ??= this.#looking.then(() => {
      this.#next = null;
      return this.#stopped ? undefined : this.look();
    });
    return this.#next;
  }

  /** Whom to ask for a camera, best first; none where there is no gateway at all. */
  ownersOf(cameraId: number): Owner[] {
    const nowMs = performance.now();
    const places = new Map<string, GatewayPlace>(this.#others.map((each) => [each.gatewayId, each]));
    const own = this.#options.own ? [this.gatewayId] : [];
    const ordered = gatewaysFor(cameraId, [...places.keys(), ...own]);
    const isSuspect = (gatewayId: string): boolean => (this.#suspectUntilMs.get(gatewayId) ?? 0) > nowMs;
    return [
      ...ordered.filter((gatewayId) => !isSuspect(gatewayId)),
      // Whoever is suspected is still better than nobody.
      ...ordered.filter(isSuspect),
    ].map((gatewayId) => ({ gatewayId, place: places.get(gatewayId) ?? null }));
  }

  placeOf(gatewayId: string): GatewayPlace | undefined {
    return this.#others.find((each) => each.gatewayId === gatewayId);
  }

  /** It did not answer: its cameras are asked of the next. */
  suspect(gatewayId: string): void {
    this.#suspectUntilMs.set(gatewayId, performance.now() + SUSPECT_MS);
  }

  /** What is on a screen through the other gateways. */
  watchedElsewhere(): WatchedThrough[] {
    return this.#others.flatMap(({ watching }) => watching);
  }

  /** A person's session goes over the network to it: says once why it does not. */
  #mayCall({ gatewayId, address, certificate }: GatewayRow): boolean {
    if (isSafeToCall({ address, certificate })) return true;
    if (!this.#refused.has(gatewayId))
      console.error(`live: no picture is taken from ${address}, which is another machine without TLS`);
    this.#refused.add(gatewayId);
    return false;
  }

  async #lookOnce(): Promise<void> {
    const { sql, viewings } = this.#options;
    const place = this.#place;
    try {
      if (place !== null) {
        const watching = viewings().map(({ cameraId, sessionId }) => ({
          ...{ cameraId, session: sessionDigest(sessionId) },
        }));
        await beatGateway(sql, { gatewayId: this.gatewayId, ...place, watching }, FORGET_MS);
      }
      const found = await selectGateways(sql, FRESH_MS);
      this.#others = found.filter((each) => each.gatewayId !== this.gatewayId && this.#mayCall(each));
    } catch {
      // The database is away: those that were there are believed to be.
    }
  }
}
