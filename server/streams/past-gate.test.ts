import fc from 'fast-check';
import { expect, test } from 'vitest';
import { refusePast } from './past-gate.ts';

const ms = fc.integer({ min: 0, max: 2_000_000_000_000 });
const asks = fc.record({
  ...{ cameraId: fc.nat(), personId: fc.nat(), atMs: ms },
  interval: fc.record({ fromMs: ms, toMs: ms }),
});

test('Art. 30(2): until permits can be made the gate answers no to everybody, whatever the path', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('/live', '/cam/1', '/playback/1', '/cam?starttime=1'),
      asks,
      (path, asked) => {
        expect(() => refusePast(path, asked)).toThrow('what is past');
      },
    ),
  );
});

test('Art. 30(2): the live picture passes, and no path that opens recordings does', () => {
  expect(() => refusePast('/cam/1', null)).not.toThrow();
  for (const path of ['/playback/1', '/cam?starttime=20260101', '/Streaming/tracks/101'])
    expect(() => refusePast(path, null)).toThrow('what is past');
});
