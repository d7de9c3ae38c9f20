import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { header, requestLine, RtspReader, type RtspMessage } from '../../streams/rtsp-message.rules.ts';
import type { BehaviourOf, CameraBehaviour } from './behaviour.ts';
import { playedAt } from './pictures.rules.ts';
import { loadClip, VIDEO_PAYLOAD_TYPE } from './clip.ts';
import { LoginDoor } from './login.ts';
import { Playback } from './playback.ts';
import { Reports } from './reports.ts';

export interface RtspServerOptions {
  readonly behaviourOf: BehaviourOf;
  readonly onFrame?: (path: string, frameIndex: number, key: boolean) => void;
  /** Every request line seen, for tests that prove what was never asked for. */
  readonly onRequest?: (method: string, url: string, headerOf: (name: string) => string | null) => void;
}

/** RTSP over TCP for all simulated cameras: one port, a path for each. */
export const createRtspServer = (options: RtspServerOptions): Server =>
  createServer({ noDelay: true }, answerRtsp(options));

/** What listens to one client, over TLS as over an open link. */
export const answerRtsp =
  (options: RtspServerOptions): ((socket: Socket) => void) =>
  (socket) =>
    void new RtspClient(socket, options);

class RtspClient {
  readonly #socket: Socket;
  readonly #options: RtspServerOptions;
  readonly #sessionId = randomBytes(8).toString('hex');
  readonly #door = new LoginDoor();
  #channels = { media: 0, reports: 1 };
  #session: NodeJS.Timeout | null = null;
  #playback: Playback | null = null;
  #reports: Reports | null = null;

  constructor(socket: Socket, options: RtspServerOptions) {
    this.#socket = socket;
    this.#options = options;
    const reader = new RtspReader({
      onPacket: (channel, payload) => {
        if (channel === this.#channels.reports) this.#reports?.hear(payload);
      },
      onMessage: (message) => this.#answer(message),
    });
    socket.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        socket.destroy();
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#playback?.stop();
      this.#reports?.stop();
      if (this.#session) clearTimeout(this.#session);
    });
  }

  #answer(message: RtspMessage): void {
    const line = requestLine(message);
    if (!line) return;
    this.#options.onRequest?.(line.method, line.url, (name) => header(message, name));
    const path = cameraPath(line.url);
    const behaviour = playedAt(this.#options.behaviourOf, path);
    const reply = (status: number, headers: Record<string, string> = {}, body = ''): void =>
      this.#reply(message, status, headers, body);
    if (!behaviour) return reply(404);
    if (behaviour.refuse !== undefined) return reply(behaviour.refuse);
    if (behaviour.login && line.method !== 'OPTIONS') {
      const proof = header(message, 'authorization') ?? '';
      const verdict = this.#door.judge(behaviour.login, proof, line.method, line.url);
      if (verdict !== 'proved')
        return reply(401, { 'WWW-Authenticate': this.#door.challenge(behaviour.login, verdict === 'stale') });
    }
    const { refusesGetParameter } = behaviour;
    const isRefused = line.method === 'GET_PARAMETER' && refusesGetParameter === true;
    if (header(message, 'session') === this.#sessionId && !isRefused) this.#keepAlive(behaviour);
    switch (line.method) {
      case 'OPTIONS':
        return reply(200, { Public: 'OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER' });
      case 'DESCRIBE':
        if (behaviour.redirectTo !== undefined) return reply(302, { Location: behaviour.redirectTo });
        setTimeout(() => {
          const headers = { 'Content-Base': `${line.url}/`, 'Content-Type': 'application/sdp' };
          reply(200, headers, describe(behaviour));
        }, behaviour.describeDelayMs ?? 0);
        return;
      case 'SETUP':
        return this.#setUp(message, behaviour, reply);
      case 'PLAY':
        reply(200, { Session: this.#sessionId });
        this.#play(path, behaviour);
        return;
      case 'TEARDOWN':
        reply(200, { Session: this.#sessionId });
        this.#socket.end();
        return;
      case 'GET_PARAMETER':
        if (behaviour.refusesGetParameter) return reply(405);
        return reply(200, { Session: this.#sessionId });
      default:
        return reply(405);
    }
  }

  /** A session lives by requests that name it: what only takes its packets is forgotten. */
  #keepAlive({ sessionTimeoutS }: CameraBehaviour): void {
    if (sessionTimeoutS === undefined) return;
    if (this.#session) clearTimeout(this.#session);
    this.#session = setTimeout(() => this.#socket.destroy(), sessionTimeoutS * 1000);
  }

  #setUp(
    message: RtspMessage,
    behaviour: CameraBehaviour,
    reply: (status: number, headers?: Record<string, string>) => void,
  ): void {
    const transport = header(message, 'transport') ?? '';
    const channels = /interleaved=(\d{1,3})-(\d{1,3})/.exec(transport);
    if (!transport.startsWith('RTP/AVP/TCP') || !channels) return reply(461);
    this.#channels = { media: Number(channels[1]), reports: Number(channels[2]) };
    this.#keepAlive(behaviour);
    reply(200, {
      Session: `${this.#sessionId};timeout=${behaviour.sessionTimeoutS ?? 60}`,
      Transport: `RTP/AVP/TCP;unicast;interleaved=${channels[1]}-${channels[2]}`,
    });
  }

  #play(path: string, behaviour: CameraBehaviour): void {
    const { onFrame } = this.#options;
    this.#playback?.stop();
    this.#reports?.stop();
    this.#playback = new Playback({
      socket: this.#socket,
      channel: this.#channels.media,
      behaviour,
      ...(onFrame ? { onFrame: (frameIndex, key) => onFrame(path, frameIndex, key) } : {}),
    });
    const { endsWithoutReportsS } = behaviour;
    this.#reports = new Reports({
      ...{ socket: this.#socket, channel: this.#channels.reports, playback: this.#playback },
      ...(endsWithoutReportsS === undefined ? {} : { endsWithoutReportsS }),
    });
  }

  #reply(message: RtspMessage, status: number, headers: Record<string, string>, body: string): void {
    if (this.#socket.destroyed) return;
    const lines = [`RTSP/1.0 ${status} ${status === 200 ? 'OK' : 'Simulated'}`];
    lines.push(`CSeq: ${header(message, 'cseq') ?? '0'}`);
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
    this.#socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }
}

function cameraPath(url: string): string {
  const path = /^rtsps?:\/\/[^/]+(\/[^?]*)?/i.exec(url)?.[1] ?? '/';
  return path.replace(/\/track=\w+$/, '').replace(/\/$/, '');
}

function describe(behaviour: CameraBehaviour): string {
  const clip = loadClip(behaviour.clip);
  const profile = clip.sps.subarray(1, 4).toString('hex');
  const told = `;sprop-parameter-sets=${clip.sps.toString('base64')},${clip.pps.toString('base64')}`;
  const sets = behaviour.parameterSets === 'in-band' ? '' : told;
  const lines = [
    'v=0',
    'o=- 0 0 IN IP4 0.0.0.0',
    's=simulated camera',
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
  ];
  lines.push(`m=video 0 RTP/AVP ${VIDEO_PAYLOAD_TYPE}`);
  if (behaviour.codec === 'H265') lines.push(`a=rtpmap:${VIDEO_PAYLOAD_TYPE} H265/90000`);
  else
    lines.push(
      `a=rtpmap:${VIDEO_PAYLOAD_TYPE} H264/90000`,
      `a=fmtp:${VIDEO_PAYLOAD_TYPE} packetization-mode=1;profile-level-id=${profile}${sets}`,
    );
  lines.push('a=control:track=video');
  if (behaviour.audio) lines.push('m=audio 0 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', 'a=control:track=audio');
  return `${lines.join('\r\n')}\r\n`;
}
