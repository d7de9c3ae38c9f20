import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { signDemoMonth } from '../audit/index.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { DEMO_ACCOUNTS_FILE, makeDemoAccounts, openDemoAccounts } from '../people/index.ts';
import type { Config } from '../platform/config.ts';
import { connect, type Sql } from '../platform/db.ts';
import type { Installation } from '../platform/installation.ts';
import { DEMO_AUDITOR, DEMO_FINDINGS, DEMO_MONTH, demoMonthOf } from './audit-month.rules.ts';
import {
  calibrateDemoHeads,
  demoStreamsExist,
  isEmptyInstallation,
  pointDemoStreams,
  selectDemoDevices,
} from './demo.sql.ts';
import { loadDemoCity } from './load-demo-city.ts';
import { simulatedBehaviourOf } from './simulated-behaviour.rules.ts';
import { startSimulator, type CameraBehaviour } from './simulator/index.ts';

export interface RunningDemo {
  /** The simulator's own address and ports: all that a demo may call. */
  readonly cameraNetworks: readonly string[];
  readonly stop: () => Promise<void>;
}

const SEED = 365;
/** About as many as the city had in 2022. */
const CAMERAS = 1500;

/** A device that stands in the camera network and in no register yet. */
const strayBehaviourOf = (path: string): CameraBehaviour | null =>
  path === '/onvif/device_service' ? { clip: 'harbour', model: 'SIM-NEW' } : null;

/**
 * Demo accounts log in by password alone, so they are open only where nobody else can come: a demo, on loopback, with
 * no public address behind a proxy.
 */
export function demoAccountsMayOpen({
  demo,
  host,
  publicUrl,
}: Pick<Config, 'demo' | 'host' | 'publicUrl'>): boolean {
  return demo && publicUrl === null && (host === 'localhost' || host === '::1' || host.startsWith('127.'));
}

/**
 * Loads the demo city into an installation that holds nothing yet, and starts its simulated cameras while any are in
 * the register. Demo accounts are open only while the console listens on loopback. Null where there is no demo left.
 */
export async function startDemo(sql: Sql, { config, targets }: Installation): Promise<RunningDemo | null> {
  const open = demoAccountsMayOpen(config);
  if (config.demo && (await isEmptyInstallation(sql))) {
    console.error('시연용 도시를 만드는 중입니다. Making the demo city.');
    const owner = connect(targets.owner, { max: 1, name: 'gwanje-map demo' });
    try {
      await loadDemoCity(owner, { seed: SEED, cameras: CAMERAS, rtspPort: 554, onvifPort: 80 });
    } finally {
      await owner.end({ timeout: 5 });
    }
  }
  const accounts = join(config.dataDir, DEMO_ACCOUNTS_FILE);
  // Also after a start that was killed between the city and its accounts, or a list that was lost.
  if (open && !existsSync(accounts) && (await demoStreamsExist(sql))) {
    await signDemoMonth(sql, config, {
      ...demoMonthOf(cityDay(new Date())),
      figures: DEMO_MONTH,
      findings: DEMO_FINDINGS,
      signedBy: DEMO_AUDITOR,
    });
    await makeDemoAccounts(sql, config.dataDir, '교통과');
  }
  await openDemoAccounts(sql, open);
  if (open && existsSync(accounts))
    console.error(`시연 계정과 비밀번호는 여기 있습니다. Demo accounts: ${accounts}`);
  if (!config.demo || !(await demoStreamsExist(sql))) return null;
  const devices = await selectDemoDevices(sql);
  const behaviourOf = (path: string): CameraBehaviour | null => simulatedBehaviourOf(path, devices.get(path));
  const simulator = await startSimulator({ rtspPort: 0, onvifPort: 0, behaviourOf });
  const stray = await startSimulator({ rtspPort: 0, onvifPort: 0, behaviourOf: strayBehaviourOf });
  await pointDemoStreams(sql, simulator.rtspPort, simulator.onvifPort);
  await calibrateDemoHeads(sql);
  const { host, rtspPort, onvifPort } = simulator;
  return {
    cameraNetworks: [stray.onvifPort, onvifPort, rtspPort, stray.rtspPort].map(
      (port) => `${host}/32:${port}`,
    ),
    stop: async () => {
      await Promise.all([simulator.close(), stray.close()]);
    },
  };
}
