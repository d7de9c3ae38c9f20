import { SYSTEM, type Actor } from '../platform/access.ts';
import { act, permit } from '../platform/act.ts';
import type { Deps } from '../platform/deps.ts';
import { ApiError, invalid } from '../platform/http-errors.ts';
import { callDevices, type CalledDevice } from './call-devices.ts';
import { isInsideNetworks, parseCameraNetwork } from './camera-address.ts';
import { MOST_ADDRESSES } from './discover-limits.rules.ts';
import { addressesOf, doorsOf, type Door } from './discover-range.rules.ts';
import type { DiscoveryBody } from './discovery.schema.ts';
import {
  findRun,
  insertRun,
  joinMoved,
  lockRuns,
  markGone,
  markUnheard,
  selectLastRun,
  selectSinceWhen,
  updateRun,
  type RunRow,
} from './discovery.sql.ts';
import { movedSince } from './found-devices.rules.ts';
import { greetDevice, USUAL_PATH, type Greeting } from './greet-device.ts';
import { keepSighting } from './keep-sighting.ts';

const AT_ONCE = 32;
const TOUCH_MS = 1_000;
/** A run without a sign of life for so long has lost its program. */
export const LOST_AFTER_MS = 30_000;

export type DiscoveryDeps = Pick<Deps, 'sql' | 'config' | 'now'>;

interface Run {
  readonly runId: string;
  readonly startedAt: Date;
  asked: number;
  found: number;
  dropped: number;
}

/** Whether a run goes on, in whatever program. */
export const goesOn = ({ endedAt, touchedAt }: RunRow, now: Date): boolean =>
  endedAt === null && now.getTime() - Date.parse(touchedAt) < LOST_AFTER_MS;

interface Means {
  readonly greet?: typeof greetDevice;
  readonly call?: typeof callDevices;
}

/**
 * Looks for ONVIF devices inside the camera networks and nowhere else, as a person asked (Art. 30(3)): one run at a time.
 * What answers is kept (`found_device`); nothing is registered by it.
 */
export class Discovery {
  readonly #deps: DiscoveryDeps;
  readonly #greet: typeof greetDevice;
  readonly #call: typeof callDevices;
  #working: Promise<void> = Promise.resolve();
  #keeping: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(deps: DiscoveryDeps, { greet = greetDevice, call = callDevices }: Means = {}) {
    this.#deps = deps;
    this.#greet = greet;
    this.#call = call;
  }

  /**
   * Begins a run. A second press with the same `runId` changes nothing. Throws 400 naming the field, 409 `discovery-runs`
   * while another goes on.
   */
  async start(actor: Actor, body: DiscoveryBody): Promise<void> {
    const { sql, now } = this.#deps;
    const { runId, way, range, ports, reason } = body;
    permit(actor, 'camera.discover', {});
    const doors = way === 'probe' ? this.#doorsOf(range, ports) : [];
    if (way === 'multicast') this.#refuseInterface(range);
    const startedAt = now();
    const total = way === 'probe' ? doors.length : 1;
    const detail = { runId, way, range, ports, doors: total, reason };
    const object = { kind: 'camera-network', detail };
    if ((await findRun(sql, runId)) !== undefined) return;
    await act(sql, actor, 'camera.discover', object, async (tx) => {
      await lockRuns(tx);
      const last = await selectLastRun(tx);
      if (last !== undefined && goesOn(last, startedAt)) throw alreadyRuns(last.by);
      await insertRun(tx, { runId, way, by: actor.personName, range, ports, total, at: startedAt });
    });
    const run: Run = { runId, startedAt, asked: 0, found: 0, dropped: 0 };
    this.#working = (way === 'probe' ? this.#ask(run, doors) : this.#callInto(run, range)).catch(
      (error: unknown) => console.error('discovery:', (error as Error).message),
    );
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

  #refuseInterface(address: string): void {
    if (this.#deps.config.discoveryInterfaces.includes(address)) return;
    throw invalid(
      'range',
      `'${address}'에서는 멀티캐스트로 부르지 않습니다. 서버 설정(DISCOVERY_INTERFACES)에 있는 주소를 골라 주십시오.`,
      `No network is called by multicast from '${address}'. Choose an address of the server's DISCOVERY_INTERFACES.`,
    );
  }

  async #ask(run: Run, doors: readonly Door[]): Promise<void> {
    const silent: Door[] = [];
    let next = 0;
    const one = async (): Promise<void> => {
      for (let door = doors[next++]; door !== undefined && !this.#isStopped; door = doors[next++]) {
        const greeting = await this.#greet(door);
        run.asked++;
        if (greeting === null) silent.push(door);
        else this.#keep(run, { ...door, path: USUAL_PATH, endpoint: null, scopes: [] }, greeting, 'probe');
      }
    };
    await this.#whileTouched(run, () => Promise.all(Array.from({ length: AT_ONCE }, one)));
    if (this.#isStopped) return;
    await this.#end(run, (at) => markGone(this.#deps.sql, silent, { since: run.startedAt, at }));
  }

  async #callInto(run: Run, from: string): Promise<void> {
    const { sql, config } = this.#deps;
    const networks = config.cameraNetworks.map(parseCameraNetwork);
    let heard = true;
    await this.#whileTouched(run, async () => {
      try {
        const { devices, dropped } = await this.#call({ messageId: run.runId, from, networks });
        run.dropped = dropped;
        for (const device of devices) {
          const greeting = await this.#greet(device);
          this.#keep(run, device, greeting ?? SILENT, 'multicast');
        }
      } catch (error) {
        heard = false;
        console.error('discovery:', (error as Error).message);
      }
    });
    run.asked = 1;
    // Those of the network that the address lies in; a call that failed proves nothing of anybody.
    const called = config.cameraNetworks.filter((each) => holds(each, from));
    await this.#end(run, (at) =>
      heard ? markUnheard(sql, called, { since: run.startedAt, at }) : Promise.resolve(),
    );
  }

  #keep(run: Run, door: CalledDevice, greeting: Greeting, answeredBy: 'probe' | 'multicast'): void {
    const { sql, config, now } = this.#deps;
    const { host, port, path, endpoint, scopes } = door;
    const network =
      config.cameraNetworks.find((each) => isInsideNetworks(host, port, [parseCameraNetwork(each)])) ?? '';
    const sighting = { host, port, path, endpoint, scopes, ...greeting, network, answeredBy };
    run.found++;
    this.#keeping = this.#keeping
      .then(() => keepSighting(sql, sighting, now()))
      .catch((error: unknown) => console.error('discovery:', (error as Error).message));
  }

  async #whileTouched(run: Run, work: () => Promise<unknown>): Promise<void> {
    const { sql, now } = this.#deps;
    const timer = setInterval(() => {
      updateRun(sql, run.runId, { ...run, at: now(), ended: false }).catch(() => undefined);
    }, TOUCH_MS);
    try {
      await work();
      await this.#keeping;
    } finally {
      clearInterval(timer);
    }
  }

  async #end(run: Run, markSilent: (at: Date) => Promise<void>): Promise<void> {
    const { sql, now } = this.#deps;
    const at = now();
    await markSilent(at);
    const { runId, asked, found, dropped } = run;
    const detail = { runId, asked, found, dropped };
    await act(sql, SYSTEM, 'camera.discover', { kind: 'camera-network', detail }, async (tx) => {
      const known = await selectSinceWhen(tx, run.startedAt);
      for (const move of movedSince(known)) await joinMoved(tx, move);
      await updateRun(tx, runId, { asked, found, dropped, at, ended: true });
    });
  }
}

const SILENT: Greeting = {
  ...{ manufacturer: null, model: null, firmware: null, serialNo: null },
  asksLogin: false,
};

const holds = (network: string, address: string): boolean => {
  const { range } = parseCameraNetwork(network);
  return isInsideNetworks(address, 1, [{ range, port: null }]);
};

const alreadyRuns = (by: string): ApiError =>
  new ApiError(409, 'discovery-runs', {
    ko: `${by}님이 시작한 찾기가 돌고 있습니다. 끝난 뒤에 다시 눌러 주십시오.`,
    en: `A search begun by ${by} goes on. Try again when it is over.`,
  });
