import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { PURPOSES } from '../../server/cameras/purposes.rules.ts';
import {
  decodeSnapshot,
  DEVICE_STATES,
  INTEGRATIONS,
  KINDS,
  SIGN_STATES,
  type CameraColumns,
} from '../../server/cameras/snapshot.rules.ts';
import { aPledge } from '../../server/testing/factories.ts';
import { loadDemoCity } from '../../server/demo/index.ts';
import { createAccount } from '../../server/people/index.ts';
import { SYSTEM } from '../../server/platform/access.ts';
import { readConfig } from '../../server/platform/config.ts';
import { connect } from '../../server/platform/db.ts';
import { openInstallation } from '../../server/platform/installation.ts';
import { median, row, type Row } from './row.ts';

const CAMERAS = 20_000;
/** Eight, and three quarters of one for the night, the picture's size, and the cause and time of what is amiss. */
const BYTES_A_CAMERA = 8.75;
const ROUNDS = 7;
const REQUESTS = 480;
const CONNECTIONS = 16;
const WARM_UP_ROUNDS = 2;
const ACCOUNT = { account: 'bench', password: 'bench-4b6e-8c1d-snapshot' };

/**
 * The snapshot of 20,000 cameras: bytes beside GeoJSON of exactly the same fields, rows and order (both brotli 11), and
 * the server's CPU a request, signed in, beside plain node:http sending the same bytes, in interleaved rounds and
 * without what each process uses when nobody asks.
 */
export async function benchSnapshot(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gwanje-bench-'));
  chmodSync(dataDir, 0o711);
  const env = { ...process.env, DATA_DIR: dataDir, ROLES: 'api', DEMO: '0', PORT: '8860', HOST: '127.0.0.1' };
  const children: ChildProcess[] = [];
  const installation = await openInstallation(readConfig(env), 'bench snapshot');
  try {
    await fillCity(installation);
    const api = await started(children, 'api-server.ts', [], env);
    const base = String(api.said['url']);
    const cookie = await signIn(base);
    const best = await smallest(`${base}/api/cameras/snapshot`, cookie);
    const raw = brotliDecompressSync(best);
    const fleet = decodeSnapshot(Uint8Array.from(raw).buffer);
    const geojson = brotli11(Buffer.from(JSON.stringify(sameFieldsAsGeoJson(fleet))));

    const file = join(dataDir, 'snapshot.br');
    writeFileSync(file, best);
    const floor = await started(children, 'raw-http-server.ts', [file], env);
    const targets = {
      ours: { ...api, url: `${base}/api/cameras/snapshot`, idleCpu: await idleShare(api.child) },
      floor: {
        ...floor,
        url: `http://127.0.0.1:${Number(floor.said['port'])}/`,
        idleCpu: await idleShare(floor.child),
      },
    };
    const cpu = { ours: [] as number[], floor: [] as number[] };
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++)
      for (const side of ['ours', 'floor'] as const) {
        const { child, url, idleCpu } = targets[side];
        const before = await cpuMs(child);
        const begun = performance.now();
        for (let sent = 0; sent < REQUESTS; sent += CONNECTIONS)
          await Promise.all(Array.from({ length: CONNECTIONS }, () => get(url, cookie)));
        if (round >= WARM_UP_ROUNDS) {
          const idle = (performance.now() - begun) * idleCpu;
          cpu[side].push(((await cpuMs(child)) - before - idle) / REQUESTS);
        }
      }
    return [
      row(
        `snapshot, ${fleet.count} cameras: size beside GeoJSON, both brotli 11`,
        best.length,
        geojson.length,
        'bytes',
      ),
      row('snapshot: size a camera, brotli 11', best.length / fleet.count, BYTES_A_CAMERA, 'bytes'),
      row('snapshot: CPU a request, signed in, beside node:http', median(cpu.ours), median(cpu.floor), 'ms'),
    ];
  } finally {
    for (const child of children) {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    }
    await installation.close();
    // Run as root, the cluster lies outside DATA_DIR, which then says where.
    const cluster = join(dataDir, 'postgres.json');
    if (existsSync(cluster)) {
      const { dir } = JSON.parse(readFileSync(cluster, 'utf8')) as { dir: string };
      rmSync(dir, { recursive: true, force: true });
    }
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function fillCity({ targets }: Awaited<ReturnType<typeof openInstallation>>): Promise<void> {
  const owner = connect(targets.owner, { max: 1 });
  await loadDemoCity(owner, { seed: 365, cameras: CAMERAS, rtspPort: 554, onvifPort: 80 });
  const accountId = await createAccount(
    owner,
    SYSTEM,
    { ...ACCOUNT, role: 'operator', agency: null, departmentId: null, personName: 'bench', seat: null },
    'bench',
  );
  await aPledge(owner, accountId);
  await probeAll(owner);
  await owner`analyze`;
  await owner.end();
}

/** The fleet as probes leave it: one camera in thirty has something amiss, each for its cause and since its own time. */
const probeAll = (owner: ReturnType<typeof connect>) => owner`
  insert into camera_device (camera_id, state, cause, since, checked_at)
  select camera_id, coalesce(state, 'normal'), cause,
         timestamptz '2026-11-30' - make_interval(mins => (camera_id::bigint * 7919 % 43200)::int), now()
  from camera left join (values (0, 'fault', 'unreachable'), (31, 'fault', 'no-frames'), (62, 'caution', 'slow'),
                                (93, 'caution', 'clock-off'), (124, 'violation', 'over-retention'))
    as amiss (remainder, state, cause) on camera_id::bigint * 2654435761 % 150 = remainder`;

interface Started {
  readonly child: ChildProcess;
  readonly said: Readonly<Record<string, unknown>>;
}

async function started(
  children: ChildProcess[],
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Started> {
  const child = fork(join(import.meta.dirname, script), args, { env });
  children.push(child);
  return { child, said: await answerOf(child, script) };
}

/** The child's next message; throws where it ends instead. */
function answerOf(child: ChildProcess, what: string): Promise<Record<string, unknown>> {
  const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
  const ended = () => reject(new Error(`${what} ended`));
  child.once('exit', ended);
  child.once('message', (message) => {
    child.off('exit', ended);
    resolve(message as Record<string, unknown>);
  });
  return promise;
}

async function cpuMs(child: ChildProcess): Promise<number> {
  const answer = answerOf(child, 'the server');
  child.send('cpu');
  const { user, system } = (await answer)['cpu'] as NodeJS.CpuUsage;
  return (user + system) / 1000;
}

/** The share of a core that the process uses while nobody asks it anything: it must not count as cost of a request. */
async function idleShare(child: ChildProcess): Promise<number> {
  const before = await cpuMs(child);
  const begun = performance.now();
  await wait(5000);
  return ((await cpuMs(child)) - before) / (performance.now() - begun);
}

async function signIn(base: string): Promise<string> {
  const answer = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ACCOUNT),
  });
  if (answer.status !== 204) throw new Error(`sign-in answered ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function get(url: string, cookie: string): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const headers = { cookie, 'accept-encoding': 'gzip, deflate, br' };
  request(url, { agent, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      if (response.statusCode === 200) resolve(Buffer.concat(chunks));
      else reject(new Error(`${url} answered ${response.statusCode}`));
    });
  })
    .on('error', reject)
    .end();
  return promise;
}

/** The bytes once the slow compression has replaced the quick one. */
async function smallest(url: string, cookie: string): Promise<Buffer> {
  const quick = await get(url, cookie);
  for (let tries = 0; tries < 60; tries++) {
    await wait(500);
    const bytes = await get(url, cookie);
    if (bytes.length < quick.length) return bytes;
  }
  throw new Error('the snapshot stayed at its quick compression for 30 s');
}

const brotli11 = (bytes: Buffer): Buffer =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });

/** Every field that the snapshot carries, in its rows' order, positions as short as 0.1 m allows. */
function sameFieldsAsGeoJson(fleet: CameraColumns) {
  const known = (value: number): number | null => (Number.isNaN(value) ? null : Math.round(value * 10) / 10);
  const features = Array.from({ length: fleet.count }, (_, at) => ({
    type: 'Feature',
    geometry: {
      type: 'Point',
      coordinates: [Number(fleet.lon[at]!.toFixed(6)), Number(fleet.lat[at]!.toFixed(6))],
    },
    properties: {
      cameraId: fleet.cameraId[at],
      siteId: fleet.siteId[at],
      kind: KINDS[fleet.kind[at]!],
      azimuthDeg: known(fleet.azimuthDeg[at]!),
      hfovDeg: known(fleet.hfovDeg[at]!),
      rangeM: known(fleet.rangeM[at]!),
      heightM: known(fleet.heightM[at]!),
      tiltDeg: known(fleet.tiltDeg[at]!),
      nightRangeM: known(fleet.nightRangeM[at]!),
      megapixels: known(fleet.megapixels[at]!),
      purposes: PURPOSES.filter((_purpose, bit) => fleet.purposes[at]! & (1 << bit)),
      mainPurpose: PURPOSES[fleet.mainPurpose[at]!] ?? null,
      state: DEVICE_STATES[fleet.state[at]!],
      cause: fleet.causes[fleet.cause[at]!] ?? null,
      since: fleet.sinceMin[at] === 0 ? null : new Date(fleet.sinceMin[at]! * 60_000).toISOString(),
      signboard: SIGN_STATES[fleet.signboard[at]!],
      buildingSign: fleet.buildingSign[at] === 1,
      owner: fleet.owners[fleet.owner[at]!] ?? null,
      department: fleet.departments[fleet.department[at]!] ?? null,
      district: fleet.districts[fleet.district[at]!] ?? null,
      integration: INTEGRATIONS[fleet.integration[at]!],
      watched: fleet.watched[at] === 1,
      mobile: fleet.mobile[at] === 1,
      protected: fleet.protected[at] === 1,
    },
  }));
  return { type: 'FeatureCollection', features };
}
