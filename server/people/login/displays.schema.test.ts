import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsed, type ApiError } from '../../platform/http-errors.ts';
import { newDisplayBody } from './displays.schema.ts';

const aBody = (network: string) => ({
  ...{ requestId: '00000000-0000-4000-8000-000000000001', name: '비디오월 1', account: 'wall' },
  network,
});
const refusal = (network: string): ApiError | null => {
  try {
    parsed(newDisplayBody, aBody(network));
    return null;
  } catch (error) {
    return error as ApiError;
  }
};

test.each([
  '10.1.50.0/24',
  '10.1.50.7/32',
  '127.0.0.0/8',
  'fd00:1:2::/64',
  '2001:db8::/32',
  '::1/128',
  '::ffff:10.1.50.0/120',
])('a screen may stand in %s', (network) => {
  expect(refusal(network)).toBeNull();
});

test.each([
  ...[':::::/64', '1::2::3/64', '12345::/64', '::/', 'fe80::1%eth0/64', '1:2:3:4:5:6:7:8:9/64', 'fd00::/129'],
  ...['10.1.50.0', '10.1.50/24', '10.1.50.256/24', '10.1.50.0/33', '10.1.50.0/024', '10.1.50.0/24/8', '/24'],
])('%s is no network, and the field and the way out are told', (network) => {
  expect(refusal(network)).toMatchObject({
    ...{ status: 400, field: 'network' },
    sentence: { ko: expect.stringContaining('10.1.50.0/24처럼') as string },
  });
});

test('Art. 30(3): what is nearly every address is no network of a room', () => {
  const wide = fc.oneof(
    fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 7 })),
    fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 31 })),
  );
  fc.assert(
    fc.property(wide, ([address, bits]) => {
      expect(refusal(`${address}/${bits}`)).toMatchObject({
        ...{ status: 400, field: 'network' },
        sentence: { ko: expect.stringContaining('너무 넓습니다') as string },
      });
    }),
  );
});
