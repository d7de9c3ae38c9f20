import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { EventHub } from '../platform/events.ts';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { aCamera } from '../testing/factories.ts';
import type * as streamsSql from './streams.sql.ts';
import { KnownCameras } from './viewing-cameras.ts';

const readings = vi.hoisted(() => ({ now: 0, most: 0, all: 0, hold: Promise.resolve() }));
vi.mock('./streams.sql.ts', async (original) => {
  const real = await original<typeof streamsSql>();
  return {
    ...real,
    selectStreams: async (...given: Parameters<typeof real.selectStreams>) => {
      readings.all++;
      readings.most = Math.max(readings.most, ++readings.now);
      const streams = await real.selectStreams(...given);
      await readings.hold;
      readings.now--;
      return streams;
    },
  };
});

let db: TestDatabase;
beforeAll(async () => {
  db = await aDatabase();
});
afterAll(() => db.drop());
beforeEach(() => Object.assign(readings, { now: 0, most: 0, all: 0, hold: Promise.resolve() }));

const aStream = async (): Promise<number> => {
  const cameraId = await aCamera(db.owner);
  await db.owner`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path) values (${cameraId}, '10.20.0.1', 554, '/1')`;
  return cameraId;
};

test('Art. 18(1): readings of all do not overlap, and what changed during one is known after it', async () => {
  const first = await aStream();
  let release = (): void => undefined;
  readings.hold = new Promise((resolve) => (release = () => resolve()));
  const known = new KnownCameras(db.app);
  known.start(new EventHub(db.app));
  await vi.waitFor(() => expect(readings.now).toBe(1));
  // Read before this one was there, and held back.
  const second = await aStream();
  for (let i = 0; i < 3; i++) {
    known.changed(i === 1 ? second : null);
    await sleep(450);
  }
  expect(readings.most).toBe(1);
  release();
  await vi.waitFor(() => expect(known.of(second)).toBeDefined());
  expect(known.of(first)).toBeDefined();
  expect(readings.most).toBe(1);
  expect(readings.all).toBeLessThanOrEqual(3);
  known.stop();
});

test('a camera that was read alone during a reading of all is not what the older reading says', async () => {
  const cameraId = await aStream();
  let release = (): void => undefined;
  const known = new KnownCameras(db.app);
  known.start(new EventHub(db.app));
  await vi.waitFor(() => expect(known.of(cameraId)).toBeDefined());
  readings.hold = new Promise((resolve) => (release = () => resolve()));
  known.changed(null);
  await vi.waitFor(() => expect(readings.now).toBe(1));
  const late = await aStream();
  expect(await known.read(late)).toBeDefined();
  release();
  await vi.waitFor(() => expect(readings.now).toBe(0));
  await vi.waitFor(() => expect(known.of(late)).toBeDefined());
  known.stop();
});
