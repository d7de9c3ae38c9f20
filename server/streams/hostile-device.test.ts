import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startSimulator, type Simulator } from '../demo/simulator/index.ts';
import { chance, hurt, SEEDS } from '../testing/hurt-cameras.ts';
import { readDeviceTime, readOldestRecording } from './device-facts.rules.ts';
import { greetDevice } from './greet-device.ts';
import { openPtz, readOnvifDevice, readOnvifPictures, type OnvifTarget } from './onvif-device.ts';
import { StreamError } from './stream-error.rules.ts';
import { probeDatagram, readProbeMatches } from './ws-discovery.rules.ts';

vi.setConfig({ testTimeout: 120_000 });

const AT_ONCE = 90;
const LOGIN = { user: 'viewer', password: 'CANARY-pw', scheme: 'digest-md5' } as const;

let device: Simulator;
let server: Server;
const asked: string[] = [];
/** How many questions of each seed were answered, so that each of its answers is hurt once in a run. */
const answered = new Map<string, number>();

/** The kept corpus of device services: of each seed, one of its answers is hurt in the way that the seed says. */
beforeAll(async () => {
  device = await startSimulator({
    ...{ rtspPort: 0, onvifPort: 0 },
    behaviourOf: () => ({
      clip: 'harbour',
      sub: 'harbour-small',
      ptz: true,
      audio: true,
      keptDays: 9,
      login: LOGIN,
    }),
  });
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      asked.push(body.toString());
      const path = request.url ?? '/';
      const seed = Number(/\d+/.exec(path)?.[0] ?? 0);
      const random = chance(seed);
      const wounded = Math.floor(random() * 5);
      const nth = answered.get(path) ?? 0;
      answered.set(path, nth + 1);
      const onward = httpRequest(
        {
          host: '127.0.0.1',
          port: device.onvifPort,
          path,
          method: 'POST',
          headers: { host: request.headers.host },
        },
        (healthy) => {
          const parts: Buffer[] = [];
          healthy.on('data', (part: Buffer) => parts.push(part));
          healthy.on('end', () => {
            const whole = Buffer.concat(parts);
            response
              .writeHead(healthy.statusCode ?? 500)
              .end(nth % 5 === wounded ? hurt(whole, random) : whole);
          });
        },
      );
      onward.end(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await device.close();
});

const targetOf = (seed: number): OnvifTarget => ({
  ...{ host: '127.0.0.1', port: (server.address() as AddressInfo).port, path: `/seed/${seed}` },
  credentials: LOGIN,
});

/** What each question to a device comes to; an error that is not of its kind is named. */
async function wrongOf(seed: number): Promise<string[]> {
  const target = targetOf(seed);
  const questions: Readonly<Record<string, () => Promise<unknown>>> = {
    device: () => readOnvifDevice(target),
    pictures: () => readOnvifPictures(target),
    turning: async () => (await openPtz(target)).report(),
    greeting: () => greetDevice(target),
  };
  const wrong: string[] = [];
  for (const [name, ask] of Object.entries(questions))
    try {
      const told = JSON.stringify(await ask()) ?? '';
      if (told.includes('CANARY')) wrong.push(`seed ${seed} ${name} tells the password`);
    } catch (error) {
      if (!(error instanceof StreamError) || name === 'greeting')
        wrong.push(`seed ${seed} ${name}: ${String(error)}`);
      if (String(error).includes('CANARY')) wrong.push(`seed ${seed} ${name} tells the password`);
    }
  return wrong;
}

describe('a device service that is hurt anywhere', () => {
  it('ends in a value or a typed error, and never gets the password as it is', async () => {
    const thrown: unknown[] = [];
    const note = (error: unknown): void => void thrown.push(error);
    process.on('uncaughtException', note).on('unhandledRejection', note);
    const wrong: string[] = [];
    for (let at = 0; at < SEEDS.length; at += AT_ONCE)
      wrong.push(...(await Promise.all(SEEDS.slice(at, at + AT_ONCE).map(wrongOf))).flat());
    process.off('uncaughtException', note).off('unhandledRejection', note);
    expect([wrong, thrown]).toEqual([[], []]);
    expect(asked.filter((body) => body.includes('GetProfiles')).length).toBeGreaterThan(SEEDS.length / 2);
    expect(asked.filter((body) => body.includes('CANARY'))).toEqual([]);
  });

  it('tells no time that is none, and no recording before there were recorders', () => {
    const time = Buffer.from(
      '<tt:UTCDateTime><tt:Time><tt:Hour>9</tt:Hour><tt:Minute>8</tt:Minute><tt:Second>7</tt:Second></tt:Time><tt:Date><tt:Year>2026</tt:Year><tt:Month>11</tt:Month><tt:Day>30</tt:Day></tt:Date></tt:UTCDateTime>',
    );
    const recorded = Buffer.from(
      '<tt:DataFrom>2026-11-01T00:00:00Z</tt:DataFrom><tt:NumberRecordings>1</tt:NumberRecordings>',
    );
    const nowMs = Date.parse('2026-11-30T09:08:07Z');
    for (const seed of SEEDS) {
      const at = readDeviceTime(hurt(time, chance(seed)).toString());
      expect(at === null || Number.isFinite(at)).toBe(true);
      const oldest = readOldestRecording(hurt(recorded, chance(seed)).toString(), nowMs);
      expect(
        oldest === null || (Date.parse(oldest) > Date.UTC(2000, 0, 1) && Date.parse(oldest) <= nowMs),
      ).toBe(true);
    }
  });

  it('announces nothing that is not an IP address and a path, however its datagram is hurt', () => {
    const ID = '7d1f3c52-95a5-4f0e-8c57-0d2a54f3a111';
    const answer = Buffer.from(
      `<s:Envelope><s:Header><a:RelatesTo>urn:uuid:${ID}</a:RelatesTo></s:Header><s:Body><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:abcdef12-0000</a:Address></a:EndpointReference><d:Scopes>onvif://www.onvif.org/name/A</d:Scopes><d:XAddrs>http://10.20.1.5/onvif/device_service http://[fd00::5]:8000/x</d:XAddrs></d:ProbeMatch></s:Body></s:Envelope>`,
    );
    let read = 0;
    for (const healthy of [answer, Buffer.from(probeDatagram(ID))])
      for (const seed of SEEDS)
        for (const { doors } of readProbeMatches(hurt(healthy, chance(seed)), ID)) {
          read++;
          for (const { host, port, path } of doors)
            expect([host, port, path]).toEqual([
              expect.stringMatching(/^[\d.a-f:]+$/) as string,
              expect.any(Number) as number,
              expect.stringMatching(/^\/[\x21-\x7e]*$/) as string,
            ]);
        }
    expect(read).toBeGreaterThan(10);
  });
});
