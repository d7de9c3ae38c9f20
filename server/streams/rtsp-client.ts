import { randomBytes, randomUUID } from 'node:crypto';
import { H264Depacketizer, type AccessUnit } from './h264-depacketize.rules.ts';
import { Reception, reportAfterMs } from './rtcp.rules.ts';
import { parseRtp } from './rtp.rules.ts';
import { RtspConnection, rtspUrl, type RtspTarget } from './rtsp-connection.ts';
import { header, interleavedChannels, parseSession, type RtspMessage } from './rtsp-message.rules.ts';
import { announcedParameterSets, controlUrl, parseSdp, type Sdp, type SdpMedia } from './sdp.rules.ts';
import { asStreamError, StreamError } from './stream-error.rules.ts';

export interface StreamDescription {
  readonly sdp: Sdp;
  /** Art. 11(2): a camera that offers sound is a finding; the track itself is never set up. */
  readonly audioOffered: boolean;
  readonly videoEncodings: readonly string[];
}

export interface RtspSessionHandlers {
  onDescribed?(description: StreamDescription): void;
  onUnit(unit: AccessUnit, arrivedAtMs: number): void;
  /** Exactly once, also after `close()` (then with code `closed`). */
  onEnd(error: StreamError): void;
}

const SILENCE_MS = 5_000;
/** In one session timeout, so that one may be lost. */
const KEEP_ALIVES = 3;

/**
 * Opens the camera's H.264 track and plays it until it ends, is closed, or sends nothing of its picture for 5 s.
 * Sound is never asked for (Art. 11(2), 제11조제2항 녹음기능 사용 금지): only one video track is SET UP.
 */
export function openRtspSession(
  target: RtspTarget,
  handlers: RtspSessionHandlers,
  silenceMs = SILENCE_MS,
): { close(): void } {
  let lastHeardAtMs = performance.now();
  let channels = { media: 0, reports: 1 };
  let reception: Reception | null = null;
  let isPlaying = false;
  let payloadType = -1;
  let keepAlive: NodeJS.Timeout | null = null;
  let reporting: NodeJS.Timeout | null = null;
  let sessionHeaders: Record<string, string> = {};
  const depacketizer = new H264Depacketizer((unit) => {
    if (!ended) handlers.onUnit(unit, performance.now());
  });
  let ended = false;
  const finish = (error: StreamError): void => {
    if (ended) return;
    ended = true;
    clearInterval(watchdog);
    if (keepAlive) clearInterval(keepAlive);
    if (reporting) clearTimeout(reporting);
    handlers.onEnd(error);
  };
  const watchdog = setInterval(
    () => {
      if (performance.now() - lastHeardAtMs > silenceMs)
        connection.end(new StreamError('silent', `nothing for ${silenceMs} ms`));
    },
    Math.min(500, silenceMs / 2),
  );
  const connection = new RtspConnection(target, {
    onPacket(channel, payload) {
      if (reception === null) return;
      if (channel === channels.reports) reception.heardReport(payload, performance.now());
      if (channel !== channels.media) return;
      const packet = parseRtp(payload);
      if (packet?.payloadType !== payloadType) return;
      lastHeardAtMs = performance.now();
      reception.heard(packet, lastHeardAtMs);
      depacketizer.push(packet);
    },
    onBytes() {
      // Once it plays, only its picture counts: a camera may go on saying nothing for ever.
      if (!isPlaying) lastHeardAtMs = performance.now();
    },
    onEnd: finish,
  });
  const url = rtspUrl(target);
  const report = (of: Reception): void => {
    if (ended) return;
    connection.sendPacket(channels.reports, of.report(performance.now()));
    reporting = setTimeout(() => report(of), reportAfterMs(Math.random()));
  };

  const play = async (): Promise<void> => {
    const { description, base, methods } = await describe(connection, url);
    handlers.onDescribed?.(description);
    const media = chooseVideo(description);
    const setup = await connection.request('SETUP', controlUrl(base, media.control), {
      Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1',
    });
    const session = parseSession(header(setup, 'session') ?? '');
    if (!session) throw new StreamError('protocol', 'SETUP without a session');
    sessionHeaders = { Session: session.sessionId };
    channels = interleavedChannels(header(setup, 'transport') ?? '') ?? channels;
    payloadType = media.payloadType;
    reception = new Reception(
      { ssrc: randomBytes(4).readUInt32BE(), cname: randomUUID() },
      media.clockRateHz,
    );
    for (const nal of announcedParameterSets(media)) depacketizer.announce(nal);
    await connection.request('PLAY', controlUrl(base, description.sdp.control), {
      ...sessionHeaders,
      Range: 'npt=0.000-',
    });
    isPlaying = true;
    report(reception);
    let method = methods.includes('GET_PARAMETER') ? 'GET_PARAMETER' : 'OPTIONS';
    keepAlive = setInterval(
      () => {
        // What a camera answers while it plays proves nothing: only its packets and its silence do.
        connection.request(method, url, sessionHeaders).catch((error: StreamError) => {
          if (error.code === 'refused' && method !== 'OPTIONS') {
            method = 'OPTIONS';
            connection.tell(method, url, sessionHeaders);
          }
        });
      },
      (session.timeoutS * 1000) / KEEP_ALIVES,
    );
  };
  play().catch((error: unknown) => connection.end(asStreamError(error)));

  return {
    close() {
      if (sessionHeaders['Session'] !== undefined) connection.tell('TEARDOWN', url, sessionHeaders);
      connection.end(new StreamError('closed', 'closed by us'));
    },
  };
}

/** OPTIONS and DESCRIBE only: what the camera offers and how long it took, without watching anything. */
export async function describeCamera(
  target: RtspTarget,
): Promise<StreamDescription & { readonly answeredInMs: number; readonly authenticated: boolean }> {
  const startedAtMs = performance.now();
  const connection = new RtspConnection(target, { onPacket() {}, onBytes() {}, onEnd() {} });
  try {
    const { description } = await describe(connection, rtspUrl(target));
    const answeredInMs = Math.round(performance.now() - startedAtMs);
    return { ...description, answeredInMs, authenticated: connection.authenticated };
  } finally {
    connection.end(new StreamError('closed', 'probe done'));
  }
}

async function describe(
  connection: RtspConnection,
  url: string,
): Promise<{ description: StreamDescription; base: string; methods: readonly string[] }> {
  const options = await connection.request('OPTIONS', url);
  const methods = (header(options, 'public') ?? '').split(',').map((method) => method.trim());
  const answer = await connection.request('DESCRIBE', url, { Accept: 'application/sdp' });
  const sdp = parseSdp(answer.body);
  const encodings = sdp.media.filter(({ kind }) => kind === 'video').map(({ encoding }) => encoding ?? '?');
  const audioOffered = sdp.media.some(({ kind }) => kind === 'audio');
  return {
    description: { sdp, audioOffered, videoEncodings: encodings },
    base: contentBase(answer) ?? url,
    methods,
  };
}

const contentBase = (answer: RtspMessage): string | null => {
  const base = header(answer, 'content-base');
  return base !== null && /^rtsps?:\/\/[\x21-\x7e]{1,1024}$/i.test(base) ? base : null;
};

function chooseVideo({ sdp, videoEncodings }: StreamDescription): SdpMedia {
  const media = sdp.media.find(({ kind, encoding }) => kind === 'video' && encoding === 'H264');
  if (media) return media;
  const [offered] = videoEncodings;
  if (offered === undefined) throw new StreamError('no-video', 'no video track offered');
  throw new StreamError('codec-unsupported', offered);
}
