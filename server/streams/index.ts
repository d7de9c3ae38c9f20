import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Deps } from '../platform/deps.ts';
import { announce } from '../platform/events.ts';
import { auditStore } from '../platform/audit-store.ts';
import { databaseIsAway } from '../platform/http-errors.ts';
import { withPatience } from '../platform/patience.ts';
import { endDropped, proveRemembered } from '../platform/session-afterwards.ts';
import { ownLag } from '../platform/own-lag.ts';
import { actorOfUpgrade, addressOfUpgrade, originIsOwn } from '../platform/session.ts';
import {
  keepPursuitsKnown,
  mindPursuits,
  noteStep,
  type KnownPursuits,
  type PursuitOfViewing,
} from '../pursuits/index.ts';
import { CameraTargets } from './camera-targets.ts';
import { DevicePictures } from './device-pictures.ts';
import { Discovery } from './discover-devices.ts';
import { discoveryRoutes } from './discovery.routes.ts';
import { pipeUpgrade } from './forward-live.ts';
import { GatewayHosts, sessionDigest } from './gateway-hosts.ts';
import type { GatewayPlace } from './gateway-place.rules.ts';
import { Gateway } from './gateway.ts';
import { keepCertificate } from './keep-certificate.ts';
import { liveUpgrade } from './live-socket.ts';
import { probeCameras, type PicturesOnAir } from './probe-cameras.ts';
import { createPtz, type Ptz } from './ptz.ts';
import { rebootRoutes } from './reboot.routes.ts';
import { recheckViewings } from './recheck-viewings.ts';
import { resealOldSecrets } from './rotate-camera-key.ts';
import { selectSealedSecret } from './sealed-secrets.sql.ts';
import { StreamError } from './stream-error.rules.ts';
import { streamsRoutes } from './streams.routes.ts';
import { selectProtection, selectStream, type CameraStream } from './streams.sql.ts';
import { Tickets } from './tickets.ts';
import { ViewingBook } from './viewing-book.ts';
import { KnownCameras } from './viewing-cameras.ts';

export { scenesRoutes } from './scenes.routes.ts';
export { selectTurned, type TurnedRow } from './ptz.sql.ts';
export { hearsOfWatching, toldOfWatching } from './told-of-watching.ts';
export { rotateCameraKey } from './rotate-camera-key.ts';

export interface Streams {
  readonly routes: ReturnType<typeof streamsRoutes>;
  readonly ptzRoutes: Ptz['routes'];
  readonly discoveryRoutes: ReturnType<typeof discoveryRoutes>;
  readonly rebootRoutes: ReturnType<typeof rebootRoutes>;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Ends every live picture and open ticket of a session, at once. */
  readonly cutSession: (sessionId: string) => void;
  /** This program's gateway is reached by the other ones there from now on. */
  readonly serveAt: (place: GatewayPlace) => Promise<void>;
  /** Whether a session has a live picture of the camera open at this moment. */
  readonly isWatching: (sessionId: string, cameraId: number) => boolean;
  /** The cameras of the live pictures that are open at this moment, one for each picture. */
  readonly watchedNow: () => number[];
  readonly startProbing: () => void;
  readonly stop: () => Promise<void>;
}

const RECHECK_MS = 700;
/** A camera that is called waits no longer for the database than this. */
const LOCATE_PATIENCE_MS = 2000;
const PROVE_MS = 300;

/** Live video of the register's cameras: the gateway, its tickets and routes, and the probes that judge devices. */
export function createStreams(deps: Deps): Streams {
  const { config, sql } = deps;
  const known = new KnownCameras(sql);
  const book = new ViewingBook(sql, config);
  const sealedOf = (cameraId: number) =>
    toldOrKnown(
      () => selectSealedSecret(sql, cameraId),
      () => known.of(cameraId)?.sealed,
    );
  const targets = new CameraTargets(config, sealedOf, (cameraId, sha256) => {
    keepCertificate(deps, cameraId, sha256)
      .then(() => known.changed(cameraId))
      .catch((error: unknown) => console.error('certificate:', (error as Error).message));
  });
  const tickets = new Tickets();
  const pictures = new DevicePictures({
    sql,
    onvifOf: (stream) => targets.onvif(stream),
    onFound: (cameraId) => known.changed(cameraId),
  });
  const onAir: PicturesOnAir = new Map();
  /** Where each camera was last called by this gateway. */
  const located = new Map<number, string>();
  const gateway = new Gateway({
    locate: async (cameraId, quality) => {
      const stream = await toldOrKnown(
        () => selectStream(sql, cameraId),
        () => known.of(cameraId)?.stream,
      );
      if (!stream) throw new StreamError('unreachable', 'no stream registered');
      located.set(cameraId, placeOf(stream));
      return targets.rtsp(stream, quality);
    },
    instead: (cameraId, quality, error) => pictures.instead(cameraId, quality, error),
    onWatched: (cameraId) => void announceWatched(deps, cameraId),
    onPicture: (cameraId, picture) => {
      if (picture === 'moving') onAir.delete(cameraId);
      else onAir.set(cameraId, picture);
    },
  });
  const hosts = new GatewayHosts({
    sql,
    // Whoever says nothing of roles is one program that does everything.
    own: (config.roles as readonly string[] | undefined)?.includes('gateway') ?? true,
    viewings: () => gateway.viewings(),
  });
  const { rounds, papersChanged } = probeCameras(deps, targets, onAir);
  const ptz = createPtz(deps, targets, !isGatewayAlone(config));
  const pursuits = isGatewayAlone(config) ? null : mindPursuits(deps);
  const discovery = new Discovery(deps);
  /** A camera that another program connected anew is called anew here too. */
  const reconnectMoved = async (cameraId: number): Promise<void> => {
    const was = located.get(cameraId);
    if (was === undefined || !gateway.viewings().some((each) => each.cameraId === cameraId)) return;
    const stream = await selectStream(sql, cameraId);
    if (stream !== undefined && placeOf(stream) === was) return;
    located.delete(cameraId);
    gateway.reconnect(cameraId);
  };
  let checking = false;
  let checkAgain = false;
  const recheckNow = (): void => {
    checkAgain = checking;
    if (checking) return;
    checking = true;
    recheckViewings(deps, gateway, known)
      .catch((error: unknown) => console.error('live:', (error as Error).message))
      .finally(() => {
        checking = false;
        if (checkAgain) recheckNow();
      });
  };
  let proving: NodeJS.Timeout | undefined;
  const recheck = setInterval(recheckNow, RECHECK_MS);
  recheck.unref();
  const unlisten = deps.events.onRights(() => {
    recheckNow();
    papersChanged();
    // Many sign in at once when a shift begins.
    proving ??= setTimeout(() => {
      proving = undefined;
      proveRemembered(sql).catch(() => undefined);
    }, PROVE_MS).unref();
  });
  const unhook = auditStore.onChange(() => {
    if (auditStore.away === null) endDropped(sql).catch(() => undefined);
  });
  let rereading: NodeJS.Timeout | undefined;
  const unsubscribe = deps.events.subscribe(({ kind, objectId }) => {
    // Works that begin now are known before the next look at the camera.
    if (kind === 'camera')
      rereading ??= setTimeout(() => {
        rereading = undefined;
        papersChanged();
      }, PROVE_MS).unref();
    if (kind === 'camera' && objectId !== null)
      reconnectMoved(objectId).catch((error: unknown) => console.error('live:', (error as Error).message));
  });
  known.start(deps.events);
  const knownPursuits: KnownPursuits = new Map();
  const forgetPursuits = keepPursuitsKnown(deps, knownPursuits);
  const step = (pursuit: PursuitOfViewing, cameraId: number): void =>
    void noteStep(sql, pursuit, cameraId).catch((error: unknown) =>
      console.error('trail:', (error as Error).message),
    );
  book.start();
  hosts.start();
  return {
    routes: streamsRoutes(
      deps,
      hosts,
      () => [
        ...new Set([
          ...gateway.watchedCameraIds(),
          ...hosts.watchedElsewhere().map(({ cameraId }) => cameraId),
        ]),
      ],
      { sql, now: deps.now, tickets, book, known, pursuits: knownPursuits },
      {
        moved: (cameraId) => {
          gateway.reconnect(cameraId);
          known.changed(cameraId);
          pictures.forget(cameraId);
          rounds.forget(cameraId);
        },
        lacksSmall: (cameraId) => void pictures.lookForSmall(cameraId),
      },
    ),
    ptzRoutes: ptz.routes,
    discoveryRoutes: discoveryRoutes(deps, discovery),
    rebootRoutes: rebootRoutes({
      ...{ sql, now: deps.now, targets, worksChanged: papersChanged },
      watchersOf: (cameraId, sessionId) => {
        const own = sessionId === null ? null : sessionDigest(sessionId);
        const here = gateway.viewings().map((each) => ({ ...each, session: sessionDigest(each.sessionId) }));
        return [...here, ...hosts.watchedElsewhere()].filter(
          (each) => each.cameraId === cameraId && each.session !== own,
        ).length;
      },
    }),
    serveAt: (place) => hosts.serveAt(place),
    upgrade: liveUpgrade({
      gatewayId: hosts.gatewayId,
      elsewhere: (gatewayId) => {
        const place = hosts.placeOf(gatewayId);
        if (place === undefined) return null;
        return (request, socket, head) =>
          pipeUpgrade(place, request, socket, head, addressOfUpgrade(request, config.trustedProxies), () =>
            hosts.suspect(gatewayId),
          );
      },
      gateway,
      tickets,
      open: ({ cameraId, quality, sessionId, viewing }, socket) => {
        if (viewing) book.opened(viewing);
        const pursuit = viewing?.pursuit ?? null;
        gateway.addViewer(
          { cameraId, quality, sessionId, pursuit },
          socket,
          (end) => viewing && book.ended(viewing, end),
          () => pursuit !== null && viewing?.byHand === true && step(pursuit, cameraId),
        );
      },
      allowsOrigin: (origin, { headers }) =>
        config.publicUrl === null ? originIsOwn(origin, headers.host) : origin === config.publicUrl,
      sessionOf: async (request) =>
        (await actorOfUpgrade(sql, request, config.trustedProxies))?.sessionId ?? null,
    }),
    cutSession: (sessionId) => {
      tickets.cutSession(sessionId);
      gateway.cutSession(sessionId);
    },
    isWatching: (sessionId, cameraId) =>
      gateway.viewings().some((each) => each.sessionId === sessionId && each.cameraId === cameraId) ||
      hosts
        .watchedElsewhere()
        .some((each) => each.cameraId === cameraId && each.session === sessionDigest(sessionId)),
    watchedNow: () => [...gateway.viewings(), ...hosts.watchedElsewhere()].map(({ cameraId }) => cameraId),
    startProbing: () => {
      ownLag.start();
      resealOldSecrets(sql, config.secretsDir)
        .catch((error: unknown) => console.error('camera keys:', (error as Error).message))
        .finally(() => rounds.start());
    },
    stop: async () => {
      clearInterval(recheck);
      clearTimeout(proving);
      ownLag.stop();
      clearTimeout(rereading);
      unlisten();
      unhook();
      unsubscribe();
      known.stop();
      forgetPursuits();
      await hosts.stop();
      gateway.close();
      await pursuits?.stop();
      await ptz.stop();
      await discovery.stop();
      await rounds.stop();
      await book.stop();
    },
  };
}

/** Whether a program gives pictures and does nothing else. */
export const isGatewayAlone = ({ roles }: Pick<Deps['config'], 'roles'>): boolean =>
  (roles as readonly string[] | undefined)?.join() === 'gateway';

const placeOf = ({ host, rtspPort, rtspPath, subPath, secure, username }: CameraStream): string =>
  JSON.stringify([host, rtspPort, rtspPath, subPath, secure, username]);

/** What the database says, and while it is away what it said last. */
async function toldOrKnown<T>(tell: () => Promise<T>, recall: () => T): Promise<T> {
  if (auditStore.away?.part === 'database') return recall();
  try {
    return await withPatience(tell(), LOCATE_PATIENCE_MS);
  } catch (error) {
    if (!databaseIsAway(error)) throw error;
    auditStore.gone(error);
    return recall();
  }
}

async function announceWatched({ sql }: Deps, cameraId: number): Promise<void> {
  try {
    const [camera] = await selectProtection(sql, [cameraId]);
    if (!camera) return;
    const { departmentId } = camera;
    await announce(sql, { kind: 'live', objectId: cameraId, protected: camera.protected, departmentId });
  } catch (error) {
    console.error('live:', (error as Error).message);
  }
}
