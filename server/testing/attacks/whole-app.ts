import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../app.ts';
import type { Role } from '../../platform/access.ts';
import { readConfig } from '../../platform/config.ts';
import type { Deps } from '../../platform/deps.ts';
import { EventHub } from '../../platform/events.ts';
import { policyOf, type Policy } from '../../platform/policed.ts';
import { createStreams } from '../../streams/index.ts';
import { aDatabase, type TestDatabase } from '../database.ts';
import { aSignedInPerson, type SignedIn } from '../factories.ts';

export interface Route {
  readonly method: string;
  /** With its parameters, such as `/api/cameras/:cameraId`. */
  readonly path: string;
  readonly policy: Policy | undefined;
}

export interface WholeApp {
  readonly db: TestDatabase;
  readonly app: ReturnType<typeof buildApp>;
  readonly events: EventHub;
  readonly streams: ReturnType<typeof createStreams>;
  /** The route table as it is served, so that a new route is attacked like every other. */
  readonly routes: readonly Route[];
  readonly personOf: (role: Role, over?: Parameters<typeof aSignedInPerson>[2]) => Promise<SignedIn>;
  readonly stop: () => Promise<void>;
}

/** The console as it runs, on a database of its own, without a socket. */
export async function aWholeApp(): Promise<WholeApp> {
  const folder = mkdtempSync(join(tmpdir(), 'gwanje-attacks-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>console</title>');
  const db = await aDatabase();
  const events = new EventHub(db.app);
  await events.start();
  const config = readConfig({ DATA_DIR: folder, CAMERA_NETWORKS: '10.20.0.0/16' });
  const deps: Deps = { config, sql: db.app, events, now: () => new Date() };
  const streams = createStreams(deps);
  const app = buildApp(deps, streams, folder);
  const routes = new Map<string, Route>();
  for (const { method, path, handler } of app.routes) {
    // Middleware carries the method ALL.
    if (method === 'ALL') continue;
    const key = `${method} ${path}`;
    routes.set(key, { method, path, policy: routes.get(key)?.policy ?? policyOf(handler) });
  }
  return {
    db,
    app,
    events,
    streams,
    routes: [...routes.values()],
    personOf: (role, over) => aSignedInPerson(db.owner, role, over),
    stop: async () => {
      await streams.stop();
      await events.stop();
      await db.drop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The address of a route with every parameter given, `1` unless said otherwise. */
export const addressOf = (path: string, values: Readonly<Record<string, string>> = {}): string =>
  path.replace(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => values[name] ?? '1');
