import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PlanView } from '../../../server/coverage/siting/plan.schema.ts';
import { lonLat } from '../../../geodata/lon-lat.ts';
import * as api from '../../api/plans.ts';
import { ApiFailure } from '../../api/request.ts';
import { CitySight } from '../city-sight.svelte.ts';
import { Planner } from './planner.svelte.ts';

vi.mock('../../api/plans.ts');

const PLACE = lonLat(128.8966, 37.7537);
const unreachable = new ApiFailure(0, 'unreachable', 'no answer');

/** Plans as the server keeps them. */
let stored: Map<string, PlanView>;
let planner: Planner;
type Kept = Pick<PlanView, 'title' | 'departmentId' | 'alternatives'>;
const keep = (planId: string, body: Kept, version: number): Promise<PlanView> => {
  const { title, departmentId, alternatives } = body;
  const view: PlanView = {
    ...{ planId, title, departmentId, alternatives, version, mayKeep: true },
    ...{ department: null, owner: '이주무', changedBy: '이주무', createdAt: '2026-12-01T00:00:00Z' },
    changedAt: '2026-12-01T00:00:00Z',
  };
  stored.set(planId, view);
  return Promise.resolve(view);
};
const only = (): PlanView => {
  expect(stored.size).toBe(1);
  return [...stored.values()][0]!;
};
const quiet = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);

beforeEach(() => {
  vi.useFakeTimers();
  stored = new Map();
  vi.mocked(api.addPlan)
    .mockReset()
    .mockImplementation((body) => {
      const there = stored.get(body.planId);
      return there === undefined ? keep(body.planId, body, 1) : Promise.resolve(there);
    });
  vi.mocked(api.changePlan)
    .mockReset()
    .mockImplementation((planId, body) => {
      if (stored.get(planId)?.version !== body.version)
        return Promise.reject(new ApiFailure(409, 'changed-meanwhile', '그사이 바뀌었습니다.', 'version'));
      return keep(planId, body, body.version + 1);
    });
  vi.mocked(api.readPlan).mockImplementation((planId) => Promise.resolve(stored.get(planId)!));
  planner = new Planner(new CitySight());
  planner.startAnew('새 계획');
  planner.keeping.may = true;
});
afterEach(() => void vi.useRealTimers());

test('an empty plan is kept nowhere; the first camera is kept once it has been quiet', async () => {
  planner.rename('교2동');
  await quiet();
  expect(stored.size).toBe(0);
  planner.put(PLACE);
  expect(stored.size).toBe(0);
  await quiet();
  expect(only()).toMatchObject({ title: '교2동', version: 1, alternatives: [{ letter: 'A' }] });
  expect(planner.keeping.phase).toBe('saved');
});

test('what is changed while it is being kept is kept after it', async () => {
  planner.put(PLACE);
  let answer: () => void = () => undefined;
  vi.mocked(api.addPlan).mockImplementationOnce(
    (body) => new Promise((done) => (answer = () => void keep(body.planId, body, 1).then(done))),
  );
  await quiet();
  planner.alter('heightM', (each) => ({ ...each, heightM: 9 }));
  await quiet();
  answer();
  await quiet();
  expect(only()).toMatchObject({ version: 2, alternatives: [{ heightM: 9 }] });
  expect(planner.keeping.phase).toBe('saved');
});

test('a plan whose answer was lost is kept once, with what it has become meanwhile', async () => {
  vi.mocked(api.addPlan).mockImplementationOnce((body) =>
    keep(body.planId, body, 1).then(() => Promise.reject(unreachable)),
  );
  planner.put(PLACE);
  await quiet();
  expect(planner.keeping.phase).toBe('failed');
  planner.alter('heightM', (each) => ({ ...each, heightM: 9 }));
  await vi.advanceTimersByTimeAsync(3000);
  expect(only()).toMatchObject({ alternatives: [{ heightM: 9 }] });
  expect(planner.keeping.phase).toBe('saved');
});

test('without an answer it is tried again by itself', async () => {
  vi.mocked(api.addPlan).mockRejectedValueOnce(unreachable);
  planner.put(PLACE);
  await quiet();
  expect(planner.keeping.phase).toBe('failed');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(only().alternatives).toHaveLength(1);
});

test('what another changed is not written over; ours can become a plan of its own, or theirs be read', async () => {
  planner.put(PLACE);
  await quiet();
  const { planId } = only();
  await keep(planId, { ...only(), title: '남의 것' }, 2);
  planner.alter('heightM', (each) => ({ ...each, heightM: 9 }));
  await quiet();
  expect(planner.keeping.phase).toBe('conflict');
  planner.alter('heightM', (each) => ({ ...each, heightM: 10 }));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(only()).toMatchObject({ title: '남의 것', version: 2 });

  planner.keeping.asNew();
  await quiet();
  expect(stored.size).toBe(2);
  expect(stored.get(planner.keeping.planId!)).toMatchObject({ alternatives: [{ heightM: 10 }] });

  expect(await planner.open(planId)).toBe(true);
  expect([planner.title, planner.canUndo]).toEqual(['남의 것', false]);
});

test('whoever may not keep a plan changes nothing of it', async () => {
  planner.keeping.may = false;
  planner.put(PLACE);
  await quiet();
  expect(planner.alternatives).toHaveLength(1);
  expect(api.addPlan).not.toHaveBeenCalled();
});

test('the last changes are taken back one by one, a drawn handle as one, and done again', async () => {
  planner.put(PLACE);
  await quiet();
  await vi.advanceTimersByTimeAsync(2000);
  planner.draws(true);
  for (const lat of [37.7545, 37.7546, 37.7547]) {
    planner.draw('aim', lonLat(128.8966, lat));
    // However slowly it is drawn.
    await vi.advanceTimersByTimeAsync(3000);
  }
  planner.draws(false);
  const { rangeM } = planner.chosen!;
  expect(rangeM).toBeLessThan(130);
  planner.undo();
  expect(planner.chosen).toMatchObject({ rangeM: 130 });
  planner.undo();
  expect(planner.alternatives).toEqual([]);
  planner.redo();
  planner.redo();
  expect(planner.chosen).toMatchObject({ rangeM });
  planner.remove();
  expect(planner.letter).toBeNull();
  planner.undo();
  expect(planner.letter).toBe('A');
});

test('arrows turn what is in hand and nothing else; up lifts the picture', () => {
  planner.put(PLACE);
  planner.arrow('up', 1);
  expect(planner.chosen).toMatchObject({ tiltDeg: 12, heightM: 6.5 });
  planner.row = 'aim';
  planner.arrow('up', 1);
  planner.arrow('left', 10);
  expect(planner.chosen).toMatchObject({ tiltDeg: 11, azimuthDeg: 350 });
  planner.row = 'site';
  planner.arrow('up', 10);
  expect((planner.chosen!.lat - PLACE[1]) * 111_000).toBeCloseTo(10, 0);
});

test('a camera that is about to be put down is shown under the pointer; leaving shows the one in hand again', () => {
  planner.put(PLACE);
  planner.startPlacing();
  planner.hover(lonLat(128.9, 37.76));
  expect(planner.shown).toMatchObject({ letter: 'B', lon: 128.9 });
  expect(planner.escape()).toBe(true);
  expect(planner.shown).toMatchObject({ letter: 'A' });
  expect(planner.escape()).toBe(false);
});
