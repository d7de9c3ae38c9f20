import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, type TestDatabase } from '../testing/database.ts';
import { SYSTEM, scopeOf } from './access.ts';
import { EventHub, announce, visibleTo, type PublishedEvent } from './events.ts';

let db: TestDatabase;
let hub: EventHub;
const heard: PublishedEvent[] = [];
beforeAll(async () => {
  db = await aDatabase();
  hub = new EventHub(db.app);
  hub.subscribe((event) => heard.push(event));
  await hub.start();
});
afterAll(async () => {
  await hub.stop();
  await db.drop();
});

const heardOf = async (objectId: number) => {
  for (let waited = 0; waited < 5000; waited += 20) {
    const found = heard.find((event) => event.objectId === objectId);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`event ${objectId} was not heard`);
};

test('a change is told once, after its commit and never before', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const slow = db.owner.begin(async (tx) => {
    await announce(tx, { kind: 'camera', objectId: 1 });
    await held;
  });
  await announce(db.app, { kind: 'camera', objectId: 2 });
  const second = await heardOf(2);
  expect(heard.some((event) => event.objectId === 1)).toBe(false);
  release();
  await slow;
  const first = await heardOf(1);
  expect(first.seq, 'the late commit is numbered after what was already told').toBeGreaterThan(second.seq);
  expect(heard.filter((event) => event.objectId === 1)).toHaveLength(1);
});

test('a reader resumes without loss or repetition, and is told when that is impossible', async () => {
  await announce(db.app, { kind: 'device', objectId: 11 }, { kind: 'device', objectId: 12 });
  const eleven = await heardOf(11);
  await heardOf(12);
  expect((await hub.since(eleven.seq))?.map((event) => event.objectId)).toEqual([12]);
  expect(await hub.since(hub.lastSeq)).toEqual([]);
  expect(await hub.since(hub.lastSeq + 1000), 'a number from another life of the database').toBeNull();
  await db.owner`delete from event where seq <= ${eleven.seq}`;
  expect(await hub.since(eleven.seq - 1), 'what was missed is no longer kept').toBeNull();
});

test('two hundred writers at once are all heard, in rising order', async () => {
  const from = heard.length;
  await Promise.all(
    Array.from({ length: 200 }, (_, i) => announce(db.app, { kind: 'camera', objectId: 1000 + i })),
  );
  await Promise.all(Array.from({ length: 200 }, (_, i) => heardOf(1000 + i)));
  const seqs = heard.slice(from).map((event) => event.seq);
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
});

test('Art. 10(4): numbers rise by uneven steps, so a missing one tells of nothing', async () => {
  const from = hub.lastSeq;
  for (let i = 0; i < 60; i++) await announce(db.app, { kind: 'camera', objectId: 3000 + i });
  await heardOf(3059);
  const seqs = heard.map(({ seq }) => seq).filter((seq) => seq > from);
  const steps = seqs.map((seq, i) => seq - (i === 0 ? from : seqs[i - 1]!));
  expect(Math.min(...steps)).toBeGreaterThan(0);
  expect(new Set(steps).size).toBeGreaterThan(4);
});

test('two sequencers at once lose nothing and number nothing twice', async () => {
  const second = new EventHub(db.app);
  const also: PublishedEvent[] = [];
  second.subscribe((event) => also.push(event));
  await second.start();
  await Promise.all(
    Array.from({ length: 100 }, (_, i) => announce(db.app, { kind: 'device', objectId: 4000 + i })),
  );
  await Promise.all(Array.from({ length: 100 }, (_, i) => heardOf(4000 + i)));
  await expect.poll(() => also.filter(({ objectId }) => objectId! >= 4000).length).toBe(100);
  expect(also.map(({ seq }) => seq)).toEqual(heard.slice(-also.length).map(({ seq }) => seq));
  await second.stop();
});

test('Art. 10(4): an event of a protected camera is told only to those who may know of it', () => {
  const event: PublishedEvent = { seq: 1, kind: 'camera', objectId: 5, protected: true, departmentId: 7 };
  expect(visibleTo(scopeOf({ ...SYSTEM, role: 'operator' }), event)).toBe(true);
  expect(visibleTo(scopeOf({ ...SYSTEM, role: 'liaison' }), event)).toBe(false);
  expect(visibleTo(scopeOf({ ...SYSTEM, role: 'department', departmentId: 7 }), event)).toBe(true);
  expect(visibleTo(scopeOf({ ...SYSTEM, role: 'department', departmentId: 8 }), event)).toBe(false);
});
