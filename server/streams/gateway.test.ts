import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startSimulator, type CameraBehaviour, type Simulator } from '../demo/simulator/index.ts';
import { readTag } from './flv.rules.ts';
import { Gateway } from './gateway.ts';
import { liveUpgrade } from './live-socket.ts';
import type { LiveQuality } from './live-quality.schema.ts';
import { LiveMessageSchema, type LiveMessage } from './live-status.schema.ts';
import { Tickets } from './tickets.ts';
import type { ViewingEnd } from './viewing-end.rules.ts';

// Real sockets on a machine that may be busy: what is waited for comes, but not at once.
vi.setConfig({ testTimeout: 30_000 });

let behaviour: Partial<CameraBehaviour>;
let simulator: Simulator;
let gateway: Gateway;
let tickets: Tickets;
let server: Server;
let plays = 0;
const watched: [number, boolean][] = [];
const pictures: [number, string][] = [];
const ends: ViewingEnd[] = [];

beforeEach(async () => {
  behaviour = {};
  plays = 0;
  watched.length = 0;
  pictures.length = 0;
  ends.length = 0;
  simulator = await startSimulator({
    rtspPort: 0,
    onvifPort: 0,
    behaviourOf: (path) =>
      path.endsWith('/sub') ? null : { clip: 'crossing-night', sub: 'crossing-night-small', ...behaviour },
    onRequest: (method) => {
      if (method === 'PLAY') plays++;
    },
  });
  gateway = new Gateway({
    locate: async (cameraId, quality) => ({
      host: simulator.host,
      port: simulator.rtspPort,
      path: quality === 'sub' ? `/cam/${cameraId}/sub` : `/cam/${cameraId}`,
      credentials: null,
      secure: false,
    }),
    lingerMs: 300,
    silenceMs: 400,
    viewerLimits: { maxUnprovedBytes: 256 * 1024, maxSilentMs: 3_000 },
    onWatched: (cameraId, on) => watched.push([cameraId, on]),
    onPicture: (cameraId, picture) => pictures.push([cameraId, picture]),
  });
  tickets = new Tickets();
  server = createServer();
  server.on(
    'upgrade',
    liveUpgrade({
      gatewayId: '',
      elsewhere: () => null,
      gateway,
      tickets,
      open: (ticket, socket) => gateway.addViewer(ticket, socket, (end) => ends.push(end)),
      allowsOrigin: (origin) => origin === 'http://console.test',
      sessionOf: async ({ headers }) => /session=(\w+)/.exec(headers.cookie ?? '')?.[1] ?? null,
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  gateway.close();
  server.closeAllConnections();
  server.close();
  await simulator.close();
});

const port = (): number => (server.address() as AddressInfo).port;

interface Watching {
  readonly socket: WebSocket;
  readonly messages: LiveMessage[];
  readonly times: number[];
  readonly keys: boolean[];
  readonly shown: number[];
  readonly closed: Promise<number>;
}

function watch(cameraId: number, sessionId = 'a', quality: LiveQuality = 'main'): Watching {
  const code = tickets.issue({ sessionId, cameraId, quality });
  const socket = new WebSocket(`ws://127.0.0.1:${port()}/api/live/${code}`, {
    headers: { cookie: `session=${sessionId}`, origin: 'http://console.test' },
  });
  const watching = {
    ...{ socket, messages: [] as LiveMessage[] },
    ...{ times: [] as number[], keys: [] as boolean[], shown: [] as number[] },
  };
  let head = true;
  socket.on('message', (data: Buffer, binary) => {
    if (!binary) {
      watching.messages.push(LiveMessageSchema.parse(JSON.parse(data.toString())));
      return;
    }
    for (let at = head ? 13 : 0; at < data.length;) {
      const tag = readTag(data, at);
      if (!tag) break;
      if (tag.frame) {
        watching.times.push(tag.mediaMs);
        watching.keys.push(tag.key);
        watching.shown.push(tag.mediaMs + tag.shownAfterMs);
      }
      at += tag.bytes;
    }
    head = false;
  });
  const closed = new Promise<number>((resolve) => {
    socket.on('close', resolve);
    socket.on('error', () => resolve(-1));
  });
  return { ...watching, closed };
}

const frames = ({ times }: Watching, count: number): Promise<void> =>
  vi.waitFor(() => expect(times.length).toBeGreaterThanOrEqual(count), { timeout: 25_000, interval: 20 });

const states = ({ messages }: Watching): string[] =>
  messages.flatMap((message) => (message.type === 'state' ? [message.state.state] : []));

describe('gateway', () => {
  it('sends FLV that begins with a key frame, and says in words what goes on', async () => {
    const viewer = watch(1);
    await frames(viewer, 5);
    expect(viewer.keys[0]).toBe(true);
    expect(states(viewer)).toEqual(['connecting', 'playing']);
    expect(viewer.messages).toContainEqual({ type: 'picture', widthPx: 1280, heightPx: 720, fps: 25 });
    expect(viewer.messages).toContainEqual({ type: 'audio', offered: false });
    expect(viewer.messages.some(({ type }) => type === 'clock')).toBe(true);
  });

  it('takes one stream from the camera for many viewers, and lets go after the last (Art. 26)', async () => {
    const first = watch(1);
    await frames(first, 12);
    const had = [...first.times];
    const second = watch(1);
    await frames(second, 5);
    // What came since the last key frame is there at once: nobody waits for the next one.
    expect([second.keys[0], had.includes(second.times[0]!)]).toEqual([true, true]);
    expect(plays).toBe(1);
    first.socket.close();
    second.socket.close();
    await vi.waitFor(() => expect(gateway.stats()).toEqual({ cameras: 0, viewers: 0, upstreams: 0 }), 25_000);
    expect(watched).toEqual([
      [1, true],
      [1, false],
    ]);
  });

  it('takes the small picture beside the main one, each once, and knows the camera as watched once', async () => {
    const large = watch(1);
    const small = watch(1, 'b', 'sub');
    const other = watch(1, 'c', 'sub');
    await Promise.all([frames(large, 3), frames(small, 3), frames(other, 3)]);
    expect(small.messages).toContainEqual({ type: 'picture', widthPx: 640, heightPx: 360, fps: 15 });
    expect(large.messages).toContainEqual({ type: 'picture', widthPx: 1280, heightPx: 720, fps: 25 });
    expect(plays).toBe(2);
    expect(gateway.stats()).toEqual({ cameras: 1, viewers: 3, upstreams: 2 });
    large.socket.close();
    await vi.waitFor(() => expect(gateway.stats()).toMatchObject({ cameras: 1, upstreams: 1 }), 25_000);
    expect(watched).toEqual([[1, true]]);
    gateway.cutViewing(1, 'b', 4403, 'right-removed');
    expect(await small.closed).toBe(4403);
    expect(other.socket.readyState).toBe(WebSocket.OPEN);
    other.socket.close();
    await vi.waitFor(() => expect(watched.at(-1)).toEqual([1, false]), 25_000);
    expect(watched).toHaveLength(2);
  });

  it('tells an open picture that does not move, or that stops coming, from one that does (Art. 18(1))', async () => {
    behaviour = { frozen: true };
    const viewer = watch(1);
    await vi.waitFor(() => expect(pictures).toContainEqual([1, 'frozen']), 25_000);
    expect(pictures[0]).toEqual([1, 'moving']);
    const told = viewer.messages.filter(({ type }) => type === 'frozen');
    expect(told.at(-1)).toMatchObject({ forMs: expect.closeTo(10_000, -3) as number });
    viewer.socket.close();
    behaviour = { stallAfterS: 0.3 };
    pictures.length = 0;
    watch(2);
    await vi.waitFor(() => expect(pictures).toContainEqual([2, 'no-frames']), 25_000);
  });

  it('Art. 20: waiting for a camera that never answers is not watching it', async () => {
    behaviour = { refuse: 503 };
    const viewer = watch(1);
    await vi.waitFor(() => expect(states(viewer)).toContain('reconnecting'), 25_000);
    // So that a page knows a camera without a picture from a connection without a gateway.
    await vi.waitFor(() => expect(viewer.messages).toContainEqual({ type: 'alive' }), 25_000);
    expect(gateway.stats().viewers).toBe(1);
    expect(gateway.watchedCameraIds()).toEqual([]);
    expect(watched).toEqual([]);
    behaviour = {};
    await frames(viewer, 3);
    expect(gateway.watchedCameraIds()).toEqual([1]);
    expect(watched).toEqual([[1, true]]);
  });

  it('goes on after the camera drops, with time that only goes forward', async () => {
    behaviour = { dropAfterS: 0.5 };
    const viewer = watch(1);
    await frames(viewer, 40);
    expect(states(viewer)).toContain('reconnecting');
    expect(plays).toBeGreaterThan(1);
    expect(viewer.times.every((ms, index) => index === 0 || ms > (viewer.times[index - 1] ?? 0))).toBe(true);
    expect(viewer.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('notices a silent camera and asks it again', async () => {
    behaviour = { stallAfterS: 0.3 };
    const viewer = watch(1);
    await vi.waitFor(() => expect(plays).toBeGreaterThan(1), 25_000);
    const reconnecting = viewer.messages.find((m) => m.type === 'state' && m.state.state === 'reconnecting');
    expect(reconnecting).toMatchObject({ state: { attempt: 1, cause: 'silent' } });
  });

  it('passes on a change of resolution with new parameter sets', async () => {
    behaviour = { changeClip: { afterS: 0.3, clip: 'alley-night-small' } };
    const viewer = watch(1);
    await vi.waitFor(
      () => expect(viewer.messages).toContainEqual({ type: 'picture', widthPx: 640, heightPx: 360, fps: 15 }),
      25_000,
    );
    expect(viewer.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('shows frames in their order where they come in another one, over the end of the 32-bit time too', async () => {
    behaviour = { clip: 'reordered', firstTimestamp: 0xffffffff - 90_000 };
    const viewer = watch(1);
    await frames(viewer, 40);
    const shown = viewer.shown.slice(0, 36);
    expect(viewer.times.every((ms, index) => index === 0 || ms > (viewer.times[index - 1] ?? 0))).toBe(true);
    expect(shown.some((ms, index) => ms < (shown[index - 1] ?? 0))).toBe(true);
    const inOrder = [...shown].sort((a, b) => a - b);
    const steps = inOrder.slice(1).map((ms, index) => ms - (inOrder[index] ?? 0));
    expect(Math.max(...steps.slice(0, 30).map((ms) => Math.abs(ms - 1000 / 15)))).toBeLessThan(2);
  });

  it('says that a camera has no picture a browser plays, and that it offers sound (Art. 11(2))', async () => {
    behaviour = { codec: 'H265', audio: true };
    const viewer = watch(1);
    await vi.waitFor(() => expect(states(viewer)).toContain('codec-unsupported'), 25_000);
    expect(viewer.messages).toContainEqual({ type: 'audio', offered: true });
    expect(viewer.times).toEqual([]);
  });

  it('skips for a viewer that does not read, cuts it, and leaves the others alone', async () => {
    const good = watch(1);
    await frames(good, 1);
    const slow = await neverReads(1);
    const gone = once(slow, 'close');
    await vi.waitFor(() => expect(gateway.stats().viewers).toBe(2), 25_000);
    // It never answers a ping, so what it was sent stays unproved and is bounded by the limit.
    await vi.waitFor(() => expect(gateway.stats().viewers).toBe(1), { timeout: 25_000, interval: 100 });
    slow.resume();
    await gone;
    const seen = good.times.length;
    await frames(good, seen + 5);
  });

  it('cuts a session and no other', async () => {
    const mine = watch(1, 'a');
    const other = watch(1, 'b');
    await Promise.all([frames(mine, 3), frames(other, 3)]);
    gateway.cutSession('a');
    expect(await mine.closed).toBe(4403);
    const seen = other.times.length;
    await frames(other, seen + 3);
  });
});

/** A viewer on a raw socket that takes the handshake and then reads no more. */
async function neverReads(cameraId: number): Promise<Socket> {
  const code = tickets.issue({ sessionId: 'a', cameraId, quality: 'main' });
  const socket = connect(port(), '127.0.0.1');
  socket.write(
    [
      `GET /api/live/${code} HTTP/1.1`,
      'Host: x',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      'Cookie: session=a',
      '\r\n',
    ].join('\r\n'),
  );
  await once(socket, 'readable');
  socket.pause();
  return socket;
}

describe('who may open a live socket', () => {
  const knock = async (path: string, headers: Record<string, string>): Promise<number | undefined> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port()}${path}`, { headers });
    socket.on('error', () => {});
    return new Promise((resolve) => {
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode));
      socket.on('open', () => resolve(101));
    });
  };
  const good = { cookie: 'session=a', origin: 'http://console.test' };
  const ticket = (): string => `/api/live/${tickets.issue({ sessionId: 'a', cameraId: 1, quality: 'main' })}`;

  it('takes no more than 400 viewers, and says that it is full for now', async () => {
    const full = vi.spyOn(gateway, 'stats').mockReturnValue({ cameras: 1, viewers: 400, upstreams: 1 });
    expect(await knock(ticket(), good)).toBe(503);
    full.mockRestore();
    expect(await knock(ticket(), good)).toBe(101);
  });

  it('asks for the right page, a session and a ticket that nobody used', async () => {
    expect(await knock(ticket(), { ...good, origin: 'http://elsewhere.test' })).toBe(403);
    expect(await knock(ticket(), { origin: good.origin })).toBe(401);
    expect(await knock('/api/live/guess', good)).toBe(403);
    expect(await knock('/api/live', good)).toBe(404);
    expect(await knock('/elsewhere', good)).toBe(404);
    const path = ticket();
    expect(await knock(path, { ...good, cookie: 'session=b' })).toBe(403);
    expect(await knock(path, good)).toBe(403);
    const fresh = ticket();
    expect(await knock(fresh, good)).toBe(101);
    expect(await knock(fresh, good)).toBe(403);
  });
});
