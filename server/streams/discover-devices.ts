import { knows, scopeOf, SYSTEM, type Actor } from '../platform/access.ts';
import { act, permit } from '../platform/act.ts';
import type { Deps } from '../platform/deps.ts';
import { ApiError, invalid } from '../platform/http-errors.ts';
import { isInsideNetworks, parseCameraNetwork } from './camera-address.ts';
import { MOST_ADDRESSES } from './discover-limits.rules.ts';
import { addressesOf, doorsOf, type Door } from './discover-range.rules.ts';
import type { DiscoveryBody, DiscoveryRun, DiscoveryView, FoundDevice } from './discovery.schema.ts';
import { selectRegisteredAt, type RegisteredAt } from './discovery.sql.ts';
import { greetDevice, type Greeting } from './greet-device.ts';

const AT_ONCE = 32;
/** Cameras named of one device; a recorder may stand for a hundred. */
const NAMED = 3;

type Found = Door & Greeting;
type Run = Omit<DiscoveryRun, 'found' | 'asked' | 'endedAt'> & {
  asked: number;
  endedAt: string | null;
  readonly found: Found[];
};

/**
 * Looks for ONVIF devices inside the camera networks and nowhere else, one address after another as a person asked (Art. 30(3)):
 * one run at a time in this program. Nothing is registered by it.
 */
export class Discovery {
  readonly #deps: Pick<Deps, 'sql' | 'config' | 'now'>;
  readonly #greet: typeof greetDevice;
  #run: Run | null = null;
  #isBusy = false;
  #working: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(deps: Pick<Deps, 'sql' | 'config' | 'now'>, greet = greetDevice) {
    this.#deps = deps;
    this.#greet = greet;
  }

  /**
   * Begins a run. A second press with the same `runId` changes nothing. Throws 400 naming the field, 409 `discovery-runs`
   * while another goes on.
   */
  async start(actor: Actor, { runId, range, ports, reason }: DiscoveryBody): Promise<void> {
    const { sql, now } = this.#deps;
    permit(actor, 'camera.discover', {});
    const doors = this.#doorsOf(range, ports);
    if (this.#run?.runId === runId) return;
    if (this.#isBusy) throw alreadyRuns(this.#run?.by ?? '');
    const run: Run = {
      ...{ runId, range, ports, by: actor.personName, startedAt: now().toISOString(), endedAt: null },
      ...{ asked: 0, total: doors.length, found: [] },
    };
    this.#isBusy = true;
    try {
      const detail = { runId, range, ports, doors: doors.length, reason };
      await act(sql, actor, 'camera.discover', { kind: 'camera-network', detail }, async () => undefined);
    } catch (error) {
      this.#isBusy = false;
      throw error;
    }
    this.#run = run;
    this.#working = this.#ask(run, doors).finally(() => (this.#isBusy = false));
  }

  /** What was found, with the cameras there that this person may know of. */
  async read(actor: Actor): Promise<DiscoveryView> {
    permit(actor, 'camera.discover', {});
    const networks = this.#deps.config.cameraNetworks;
    const run = this.#run;
    if (run === null) return { networks, run: null };
    const { found, ...rest } = run;
    return { networks, run: { ...rest, found: await this.#known(actor, found) } };
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#working;
  }

  #doorsOf(range: string, ports: readonly number[]): Door[] {
    const addresses = addressesOf(range);
    if (addresses === 'unreadable')
      throw invalid(
        'range',
        `'${range}'은(는) 주소나 대역이 아닙니다. 10.20.1.0/24처럼 적어 주십시오.`,
        `'${range}' is neither an address nor a network. Write it like 10.20.1.0/24.`,
      );
    if (addresses === 'too-many')
      throw invalid(
        'range',
        `한 번에 주소 ${MOST_ADDRESSES}개까지 찾습니다. /22나 더 좁은 대역으로 나누어 주십시오.`,
        `One run asks ${MOST_ADDRESSES} addresses at most. Split it into /22 or narrower.`,
      );
    const networks = this.#deps.config.cameraNetworks.map(parseCameraNetwork);
    const doors = doorsOf(addresses, ports, (host, port) => isInsideNetworks(host, port, networks));
    if (doors.length > 0) return doors;
    throw invalid(
      'range',
      `${range}은(는) 카메라망(CAMERA_NETWORKS) 밖이거나 그 포트가 허용되지 않아 찾지 않습니다. 목록의 망에서 골라 주십시오.`,
      `${range} lies outside the camera networks (CAMERA_NETWORKS), or at a port that is not allowed. Choose one of the networks listed.`,
    );
  }

  async #ask(run: Run, doors: readonly Door[]): Promise<void> {
    let next = 0;
    const one = async (): Promise<void> => {
      for (let door = doors[next++]; door !== undefined && !this.#isStopped; door = doors[next++]) {
        const greeting = await this.#greet(door);
        run.asked++;
        if (greeting !== null) run.found.push({ ...door, ...greeting });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    run.endedAt = this.#deps.now().toISOString();
    const detail = { runId: run.runId, asked: run.asked, found: run.found.length };
    await act(
      this.#deps.sql,
      SYSTEM,
      'camera.discover',
      { kind: 'camera-network', detail },
      async () => undefined,
    ).catch((error: unknown) => console.error('discovery:', (error as Error).message));
  }

  /** A device of a camera that this person may not know of is not there (Art. 10(4)). */
  async #known(actor: Actor, found: readonly Found[]): Promise<FoundDevice[]> {
    const registered = Map.groupBy(await selectRegisteredAt(this.#deps.sql, found), doorKey);
    const scope = scopeOf(actor);
    return found.flatMap((device) => {
      const cameras = registered.get(doorKey(device)) ?? [];
      const seen = cameras.filter((camera) => knows(scope, camera));
      if (cameras.length > 0 && seen.length === 0) return [];
      return [{ ...device, cameras: seen.slice(0, NAMED).map(named), cameraCount: seen.length }];
    });
  }
}

const doorKey = ({ host, port }: Door): string => `${host} ${port}`;
const named = ({ cameraId, managementNo, name }: RegisteredAt) => ({ cameraId, managementNo, name });

const alreadyRuns = (by: string): ApiError =>
  new ApiError(409, 'discovery-runs', {
    ko: `${by}님이 시작한 찾기가 돌고 있습니다. 끝난 뒤에 다시 눌러 주십시오.`,
    en: `A search begun by ${by} goes on. Try again when it is over.`,
  });
