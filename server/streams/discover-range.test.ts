import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInsideNetworks, parseCameraNetwork } from './camera-address.ts';
import { MOST_ADDRESSES } from './discover-limits.rules.ts';
import { addressesOf, doorsOf } from './discover-range.rules.ts';

const NETWORKS = ['10.20.0.0/16', '127.0.0.1/32:18080', '[fd00::]/8'].map(parseCameraNetwork);
const isInside = (address: string, port: number): boolean => isInsideNetworks(address, port, NETWORKS);

test('a range is its addresses in order, without its own and its broadcast address', () => {
  expect(addressesOf('10.20.1.77/30')).toEqual(['10.20.1.77', '10.20.1.78']);
  expect(addressesOf('10.20.1.7')).toEqual(['10.20.1.7']);
  expect(addressesOf('10.20.1.6/31')).toEqual(['10.20.1.6', '10.20.1.7']);
  expect(addressesOf('[fd00::1]/127')).toEqual(['fd00::', 'fd00::1']);
  expect(addressesOf('10.20.4.0/22')).toHaveLength(MOST_ADDRESSES - 2);
});

test('what is too wide, or spelled so that it could mean another address, is refused', () => {
  expect([addressesOf('10.20.0.0/21'), addressesOf('fd00::/117'), addressesOf('0.0.0.0/0')]).toEqual([
    'too-many',
    'too-many',
    'too-many',
  ]);
  for (const text of [
    '',
    '10.20.1',
    '0x0a140101',
    '010.20.1.1',
    '2130706433',
    '10.20.1.1/33',
    'camera.local',
    '10.20.1.1-9',
  ])
    expect(addressesOf(text), text).toBe('unreadable');
});

test('SSRF: only doors inside the camera networks are asked, whatever range is given', () => {
  expect(doorsOf(['127.0.0.1', '169.254.169.254', '10.20.1.1'], [80, 18080, 80], isInside)).toEqual([
    { host: '10.20.1.1', port: 80 },
    { host: '127.0.0.1', port: 18080 },
    { host: '10.20.1.1', port: 18080 },
  ]);
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 22, max: 32 }), (address, bits) => {
      const addresses = addressesOf(`${address}/${bits}`);
      if (typeof addresses === 'string') throw new Error(addresses);
      expect(addresses.length).toBeLessThanOrEqual(MOST_ADDRESSES);
      for (const { host, port } of doorsOf(addresses, [80], isInside))
        expect(host.startsWith('10.20.') && port === 80, host).toBe(true);
    }),
  );
});
