import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { probeCamera } from '../../server/streams/light-probe.ts';
import { ProbeRounds } from '../../server/streams/probe-rounds.ts';

/**
 * The light probes alone, in a process of its own: `rounds` or `raw` (the same two questions over bare sockets) of so many
 * cameras behind one port. Started by fork; tells when it begins, and for any message its CPU and how many were answered.
 */
const [kind, port, cameras] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const PERIOD_MS = 60_000;
const targets = Array.from({ length: cameras }, (_, i) => ({ cameraId: i + 1, path: `/cam/${i + 1}` }));
let answered = 0;

function bareExchange(path: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const url = `rtsp://127.0.0.1:${port}${path}`;
    let answers = 0;
    socket.on('connect', () => socket.write(`OPTIONS ${url} RTSP/1.0\r\nCSeq: 1\r\n\r\n`));
    socket.on('data', () => {
      if (++answers === 1)
        socket.write(`DESCRIBE ${url} RTSP/1.0\r\nCSeq: 2\r\nAccept: application/sdp\r\n\r\n`);
      else socket.destroy();
    });
    socket.on('error', () => resolve());
    socket.on('close', () => {
      answered++;
      resolve();
    });
  });
}

async function raw(): Promise<void> {
  const startedAtMs = performance.now();
  for (const [i, { path }] of targets.entries()) {
    await wait(Math.max(0, startedAtMs + (i * PERIOD_MS) / targets.length - performance.now()));
    void bareExchange(path);
  }
}

const rounds = new ProbeRounds({
  periodMs: PERIOD_MS,
  firstRoundMs: PERIOD_MS,
  list: async () => targets,
  probe: async ({ path }) => {
    const target = { host: '127.0.0.1', port, path, credentials: null, secure: false };
    const result = await probeCamera({ rtsp: async () => target, onvif: null });
    if (result.state === 'normal') answered++;
    return result;
  },
  onChanges: async () => undefined,
});

process.on('message', () => process.send?.({ cpu: process.cpuUsage(), answered }));
process.on('disconnect', () => process.exit());
process.send?.({});
if (kind === 'raw') await raw();
else rounds.start();
