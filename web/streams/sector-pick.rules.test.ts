import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lonLat } from '../../geodata/lon-lat.ts';
import { turnBetween } from '../../server/streams/ptz.rules.ts';
import { bearingTo, drawnSector, pickEdge } from './sector-pick.rules.ts';

const center = lonLat(128.9, 37.75);

test('a place lies at the bearing at which it was drawn, over ground and not over the map', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3599 }), fc.integer({ min: 10, max: 300 }), (tenths, metres) => {
      const turn = (tenths / 10) * (Math.PI / 180);
      const place = lonLat(
        128.9 + (Math.sin(turn) * metres) / (111_320 * Math.cos((37.75 * Math.PI) / 180)),
        37.75 + (Math.cos(turn) * metres) / 111_320,
      );
      expect(Math.abs(turnBetween(bearingTo(center, place), tenths / 10))).toBeLessThan(0.11);
    }),
  );
});

test('the first press is the first edge, the second the last, and then the nearer one moves, over north too', () => {
  let edges = pickEdge({ fromDeg: '', toDeg: '' }, 350);
  expect(edges).toEqual({ fromDeg: '350', toDeg: '' });
  expect(drawnSector(edges, null)).toBeNull();
  expect(drawnSector(edges, 5)).toMatchObject({ fromDeg: 350, toDeg: 5 });
  edges = pickEdge(edges, 20);
  expect(edges).toEqual({ fromDeg: '350', toDeg: '20' });
  expect(pickEdge(edges, 2)).toEqual({ fromDeg: '2', toDeg: '20' });
  expect(pickEdge(edges, 8)).toEqual({ fromDeg: '350', toDeg: '8' });
});

test('an edge that was typed wrong draws nothing, and the next press mends it', () => {
  expect(drawnSector({ fromDeg: 'x', toDeg: '20' }, 40)).toBeNull();
  expect(pickEdge({ fromDeg: 'x', toDeg: '20' }, 10)).toEqual({ fromDeg: '10', toDeg: '20' });
});
