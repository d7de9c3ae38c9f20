import { expect, test } from 'vitest';
import { Arrivals } from './arrivals.rules.ts';

const send = (arrivals: Arrivals, fromMs: number, toMs: number, fps: number): void => {
  for (let at = fromMs; at < toMs; at += 1000 / fps) arrivals.hear(at);
};

test('a picture starves where far fewer than its frames come, not before four seconds of it, and until nearly all come again', () => {
  const arrivals = new Arrivals();
  expect(arrivals.starves(60_000, 15)).toBe(false);
  send(arrivals, 0, 3000, 2);
  expect(arrivals.starves(3000, 15)).toBe(false);
  send(arrivals, 3000, 5000, 2);
  expect(arrivals.starves(5000, 15)).toBe(true);
  send(arrivals, 5000, 9000, 11);
  expect(arrivals.starves(9000, 15)).toBe(true);
  send(arrivals, 9000, 13_000, 15);
  expect(arrivals.starves(13_000, 15)).toBe(false);
  send(arrivals, 13_000, 17_000, 11);
  expect(arrivals.starves(17_000, 15)).toBe(false);
});

test('a line that lets nothing through starves too; a camera that broke off does not', () => {
  const arrivals = new Arrivals();
  send(arrivals, 0, 5000, 15);
  expect(arrivals.starves(9100, 15)).toBe(true);
  arrivals.forget();
  expect(arrivals.starves(9200, 15)).toBe(false);
});
