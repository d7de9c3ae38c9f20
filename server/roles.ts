import { hostname } from 'node:os';
import { join } from 'node:path';
import { tellNewDays } from './agencies/index.ts';
import { buildApp, buildGatewayApp } from './app.ts';
import { startDemo } from './demo/index.ts';
import { startTakingOver, TAKE_OVER } from './organisation/index.ts';
import { refusalsOf } from './platform/audit-refusals.ts';
import { ANCHOR, signAtStop, startWatchingAudit } from './platform/audit-watch.ts';
import { connect } from './platform/db.ts';
import type { Deps } from './platform/deps.ts';
import { EventHub } from './platform/events.ts';
import { openDoor } from './platform/http-door.ts';
import type { Installation } from './platform/installation.ts';
import { startJobs } from './platform/jobs.ts';
import { ownCertificate } from './platform/own-certificate.ts';
import { refuseOwner } from './platform/runtime-role.ts';
import { TIDY, startTidying } from './platform/tidy.ts';
import { isLoopbackHost } from './streams/gateway-place.rules.ts';
import { createStreams, isGatewayAlone } from './streams/index.ts';

const WEB_FOLDER = join(import.meta.dirname, '../dist/web');

/** Where other machines reach what listens on every address of this one. */
const reachableHost = (host: string): string => {
  if (host === '0.0.0.0' || host === '::') return hostname();
  return host.includes(':') ? `[${host}]` : host;
};

export interface Running {
  /** The address that people open. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the roles that the configuration asks for and resolves when each of them answers. What was begun is undone
 * in reverse order, on stop as on a failing start.
 */
export async function startRoles(installation: Installation): Promise<Running> {
  const { config, targets } = installation;
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step().catch(console.error);
  };
  let { port } = config;
  try {
    const sql = connect(targets.app, { max: 10, name: 'gwanje-map' });
    undo.push(() => sql.end({ timeout: 5 }));
    await refuseOwner(sql);
    const demo = isGatewayAlone(config) ? null : await startDemo(sql, installation);
    if (demo) undo.push(demo.stop);
    const events = new EventHub(sql);
    await events.start();
    undo.push(() => events.stop());
    const cameraNetworks = [...config.cameraNetworks, ...(demo?.cameraNetworks ?? [])];
    // Beside the API on one machine a gateway hears of a person's address from it.
    const own = isGatewayAlone(config) && config.host === '127.0.0.1' ? ['127.0.0.1/32'] : [];
    const trustedProxies = [...config.trustedProxies, ...own];
    const deps: Deps = {
      config: { ...config, cameraNetworks, trustedProxies },
      ...{ sql, events, now: () => new Date() },
    };
    // The last rows, of viewings that end with this process, are signed too.
    if (config.roles.includes('jobs')) undo.push(() => signAtStop(sql, config));
    undo.push(() => refusalsOf(sql).end());
    const streams = createStreams(deps);
    undo.push(streams.stop);
    if (config.roles.includes('jobs')) {
      const onError = (error: Error) => console.error('jobs:', error.message);
      const jobs = await startJobs(targets.app, [TIDY, ANCHOR, TAKE_OVER], { works: true, onError });
      undo.push(jobs.stop);
      await startTidying(jobs, sql);
      await startWatchingAudit(jobs, sql, config);
      await startTakingOver(jobs, sql);
      undo.push(tellNewDays(deps));
      streams.startProbing();
    }
    if (config.roles.includes('api') || isGatewayAlone(config)) {
      const app = isGatewayAlone(config)
        ? buildGatewayApp(deps, streams)
        : buildApp(deps, streams, WEB_FOLDER);
      const answering = { fetch: app.fetch, upgrade: streams.upgrade };
      const isGateway = config.roles.includes('gateway');
      const { host } = config;
      // Other programs bring a person's session: where they may be on other machines, they come over TLS.
      const certificate = isGateway && !isLoopbackHost(host) ? ownCertificate('gwanje-map gateway') : null;
      const ownDoor = isGatewayAlone(config) ? certificate : null;
      const door = await openDoor(answering, { host, port: config.port, certificate: ownDoor });
      undo.push(door.close);
      ({ port } = door);
      if (isGateway) {
        // The console itself stands behind a proxy that ends TLS, so it speaks plainly and has a second door for programs.
        const hasOneDoor = certificate === ownDoor;
        const gatewayDoor = hasOneDoor ? door : await openDoor(answering, { host, port: 0, certificate });
        if (!hasOneDoor) undo.push(gatewayDoor.close);
        const scheme = certificate === null ? 'http' : 'https';
        const address = `${scheme}://${reachableHost(host)}:${gatewayDoor.port}`;
        await streams.serveAt({ address, certificate: certificate?.cert ?? null });
      }
    }
    return { url: config.publicUrl ?? `http://${config.host}:${port}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
