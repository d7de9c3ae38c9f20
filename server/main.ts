import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { buildWeb } from './platform/build-web.ts';
import { claimRoles } from './platform/claim.ts';
import { readConfig, type Config } from './platform/config.ts';
import { openInstallation } from './platform/installation.ts';
import { startRoles } from './roles.ts';

class StartError extends Error {}

const refusePortInUse = async ({ host, port }: Config): Promise<void> => {
  const error = await new Promise<NodeJS.ErrnoException | null>((done) => {
    const probe = createServer();
    probe.once('error', done);
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => done(null)));
  });
  if (error === null) return;
  if (error.code === 'EADDRINUSE') {
    throw new StartError(
      `${port}번 포트를 다른 프로그램이 쓰고 있습니다. 다른 포트로 시작하십시오: PORT=${port + 1} npm start\n` +
        `Port ${port} is used by another program. Choose another: PORT=${port + 1} npm start`,
    );
  }
  throw new StartError(
    `${host}:${port}을(를) 열 수 없습니다. HOST와 PORT를 확인하십시오.\n` +
      `${host}:${port} cannot be opened (${error.code ?? error.message}). Check HOST and PORT.`,
  );
};

/** What to undo, in reverse order. */
const undo: (() => Promise<unknown>)[] = [];
let interrupted = false;

const stop = async (): Promise<void> => {
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
    await step().catch((error: unknown) => console.error(error));
  }
};

const goOn = (): void => {
  if (interrupted) throw new StartError('시작을 중단했습니다. The start was interrupted.');
};

const start = async (): Promise<void> => {
  const config = readConfig();
  // Where a cluster may already run, whoever runs it is the better answer than a port in use.
  if (!existsSync(join(config.dataDir, 'postgres.json'))) await refusePortInUse(config);
  const name = `npm start, pid ${process.pid}, http://${config.host}:${config.port}`;
  const building = buildWeb();
  building.catch(() => undefined);
  const installation = await openInstallation(config, name, async (maintenance) => {
    goOn();
    const claim = await claimRoles(maintenance, config.roles, name);
    undo.push(claim.release);
    await refusePortInUse(config);
  });
  undo.unshift(installation.close);
  await building;
  goOn();
  const running = await startRoles(installation);
  undo.push(running.stop);
  console.log(`ready ${running.url}`);
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A start that is under way is undone at its next step; what it began is stopped either way.
    interrupted = true;
    void starting.then(stop).then(() => process.exit());
  });
}

const starting = start().catch(async (error: unknown) => {
  const known = error instanceof Error && (error instanceof StartError || error.name !== 'Error');
  console.error(known ? error.message : error);
  await stop();
  process.exitCode = 1;
});
