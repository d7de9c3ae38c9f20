import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gatewaysFor } from './camera-owners.rules.ts';

const gateways = fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 8 });
const cameraIds = Array.from({ length: 400 }, (_, index) => index + 1);

test('all agree on the owner, in whatever order they learnt of the gateways', () => {
  fc.assert(
    fc.property(gateways, fc.nat(100_000), (ids, cameraId) => {
      expect(gatewaysFor(cameraId, [...ids].reverse())).toEqual(gatewaysFor(cameraId, ids));
      expect([...gatewaysFor(cameraId, ids)].sort()).toEqual([...ids].sort());
    }),
  );
});

test('a gateway that goes moves its own cameras only, to whom they were to go next', () => {
  fc.assert(
    fc.property(gateways, fc.nat(7), fc.nat(100_000), (ids, at, cameraId) => {
      const gone = ids[at % ids.length]!;
      const left = ids.filter((id) => id !== gone);
      expect(gatewaysFor(cameraId, left)).toEqual(gatewaysFor(cameraId, ids).filter((id) => id !== gone));
    }),
  );
});

test('each takes its share', () => {
  fc.assert(
    fc.property(gateways, (ids) => {
      const shares = new Map<string, number>();
      for (const cameraId of cameraIds) {
        const [owner] = gatewaysFor(cameraId, ids);
        shares.set(owner!, (shares.get(owner!) ?? 0) + 1);
      }
      for (const id of ids) expect(shares.get(id) ?? 0).toBeGreaterThan(400 / ids.length / 3);
    }),
    { seed: 4, numRuns: 50 },
  );
});
