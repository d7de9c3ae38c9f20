import { can, knows, scopeOf, type Actor, type Scope } from '../platform/access.ts';
import { permit } from '../platform/act.ts';
import { goesOn, type DiscoveryDeps } from './discover-devices.ts';
import type { DiscoveryRun, DiscoveryView, FoundDevice } from './discovery.schema.ts';
import {
  selectFoundDevices,
  selectLastRun,
  selectOwnerNames,
  type FoundRow,
  type RegisteredAt,
  type RunRow,
} from './discovery.sql.ts';
import { FOUND_STATES, foundState, type FoundState } from './found-devices.rules.ts';

/** Cameras named of one device; a recorder may stand for a hundred. */
const NAMED = 3;
const MOST_ON_LIST = 300;

/** Which devices were found and how they stand, with the cameras there that this person may know of (Art. 30(3)). */
export async function readDiscovery(
  { sql, config, now }: DiscoveryDeps,
  actor: Actor,
  show: FoundState,
): Promise<DiscoveryView> {
  permit(actor, 'camera.discover', {});
  const [run, rows, ownerNames] = await Promise.all([
    selectLastRun(sql),
    selectFoundDevices(sql),
    selectOwnerNames(sql),
  ]);
  const scope = scopeOf(actor, now());
  const all = rows.flatMap((row) => seenBy(scope, row) ?? []);
  const counts = Object.fromEntries(
    FOUND_STATES.map((state) => [state, all.filter((device) => device.state === state).length]),
  ) as Record<FoundState, number>;
  return {
    networks: config.cameraNetworks,
    interfaces: config.discoveryInterfaces,
    run: run === undefined ? null : runView(run, now()),
    show,
    counts,
    devices: all.filter(({ state }) => state === show).slice(0, MOST_ON_LIST),
    may: { addCamera: can(actor, 'camera.add', {}) },
    ownerNames,
  };
}

/** A device of a camera that this person may not know of is not there (Art. 10(4)). */
export function seenBy(scope: Scope, row: FoundRow): FoundDevice | null {
  const seen = row.cameras.filter((camera) => knows(scope, camera));
  if (row.cameras.length > 0 && seen.length === 0) return null;
  return {
    ...row,
    state: foundState({ ...row, isRegistered: seen.length > 0 }),
    cameras: seen.slice(0, NAMED).map(named),
    cameraCount: seen.length,
  };
}

function runView({ touchedAt, ...run }: RunRow, now: Date): DiscoveryRun {
  const brokenOff = run.endedAt === null && !goesOn({ ...run, touchedAt }, now);
  return { ...run, endedAt: brokenOff ? touchedAt : run.endedAt, brokenOff };
}

const named = ({ cameraId, managementNo, name }: RegisteredAt) => ({ cameraId, managementNo, name });
