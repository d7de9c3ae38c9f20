import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

export interface RunningCity {
  readonly url: string;
  readonly dataDir: string;
  /** Everything it has written to its two outputs. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
};

/** Takes an installation's folders away, the private database's too. */
export const removeData = (dataDir: string): void => {
  const note = join(dataDir, 'postgres.json');
  if (existsSync(note)) {
    const { dir } = JSON.parse(readFileSync(note, 'utf8')) as { dir: string };
    rmSync(dir, { recursive: true, force: true });
  }
  rmSync(dataDir, { recursive: true, force: true });
};

/** Starts a whole city as `npm start` does, on a free port with an empty DATA_DIR, which goes when it stops. */
export async function runCity(settings: Readonly<Record<string, string>> = {}): Promise<RunningCity> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gwanje-e2e-'));
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(root, 'server/main.ts')], {
    cwd: root,
    // Nothing else of this environment: a DATABASE_URL in it is somebody's real city.
    env: { PATH, HOME, PORT: String(await freePort()), DATA_DIR: dataDir, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const ended = new Promise<void>((done) => child.on('close', () => done()));
  const url = await new Promise<string>((done, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => {
        // What the city could not finish explains a page's 500.
        if (/^ready /mu.test(said) && text.includes('Error')) process.stderr.write(text);
        said += text.toString();
        const ready = /^ready (\S+)$/mu.exec(said)?.[1];
        if (ready !== undefined) done(ready);
      });
    }
    void ended.then(() => failed(new Error(`The city did not start.\n${said}`)));
  });
  return {
    url,
    dataDir,
    said: () => said,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      removeData(dataDir);
    },
  };
}
