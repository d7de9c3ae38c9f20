import { expect, test } from 'vitest';
import type { PtzView } from '../../server/streams/ptz.schema.ts';
import { refusalIsOver } from './refusal.rules.ts';

const aim = { bearingDeg: 359, tiltDeg: 10, zoom: 0 };
const holder = { mine: true, since: '2026-11-30T00:00:00Z' } as NonNullable<PtzView['holder']>;
const told = { aim, holder, moving: false } as PtzView;

test('what stood against a command is over when another holds the camera, or nobody', () => {
  expect(refusalIsOver(told, told)).toBe(false);
  expect(refusalIsOver(told, { ...told, holder: null })).toBe(true);
  expect(refusalIsOver(told, { ...told, holder: { ...holder, mine: false } })).toBe(true);
  expect(refusalIsOver(told, { ...told, holder: { ...holder, since: '2026-11-30T00:01:00Z' } })).toBe(true);
});

test('and when the camera looks elsewhere than where it was said, not while it comes to a stand there', () => {
  const turned = (deg: number) => ({ ...told, aim: { ...aim, bearingDeg: deg } });
  expect(refusalIsOver(told, turned(0.5))).toBe(false);
  expect(refusalIsOver(told, turned(4))).toBe(true);
  expect(refusalIsOver({ ...told, moving: true }, turned(4))).toBe(false);
  expect(refusalIsOver(told, { ...told, aim: { ...aim, tiltDeg: 20 } })).toBe(true);
  expect(refusalIsOver(told, { ...told, aim: { ...aim, zoom: 0.3 } })).toBe(true);
  expect(refusalIsOver(told, { ...told, aim: null })).toBe(true);
});
