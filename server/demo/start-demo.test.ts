import { expect, test } from 'vitest';
import { demoAccountsMayOpen } from './start-demo.ts';

const HERE = { demo: true, host: '127.0.0.1', publicUrl: null };

test('demo accounts are open on loopback, in a demo, and nowhere else', () => {
  expect(demoAccountsMayOpen(HERE)).toBe(true);
  expect(demoAccountsMayOpen({ ...HERE, demo: false }), 'DEMO=0 on the data of a former demo').toBe(false);
  expect(demoAccountsMayOpen({ ...HERE, publicUrl: 'https://map.example.go.kr' }), 'behind a proxy').toBe(
    false,
  );
  expect(demoAccountsMayOpen({ ...HERE, host: '0.0.0.0' })).toBe(false);
  expect(demoAccountsMayOpen({ ...HERE, host: '10.0.0.5' })).toBe(false);
});
