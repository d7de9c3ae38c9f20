import { expect, test } from 'vitest';
import { isSafeToCall } from './gateway-place.rules.ts';

const certificate = '-----BEGIN CERTIFICATE-----';

test.each([
  ['http://127.0.0.1:8788', null, true],
  ['http://127.9.0.1:8788', null, true],
  ['http://localhost:8788', null, true],
  ['http://[::1]:8788', null, true],
  ['https://10.0.0.7:8788', certificate, true],
  ['https://127.0.0.1:8788', certificate, true],
  ['https://10.0.0.7:8788', null, false],
  ['http://10.0.0.7:8788', certificate, false],
  ['http://127.0.0.1.example.kr:8788', null, false],
  ['http://localhost.example.kr', null, false],
  ['http://127.0.0.1@10.0.0.7', null, false],
  ['ftp://127.0.0.1', null, false],
  ['127.0.0.1', null, false],
])('a session is taken to %s with the certificate %s: %s', (address, held, expected) => {
  expect(isSafeToCall({ address, certificate: held })).toBe(expected);
});
