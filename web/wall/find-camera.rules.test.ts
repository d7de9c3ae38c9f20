import { expect, test } from 'vitest';
import type { SearchResult } from '../../server/cameras/cameras.schema.ts';
import { cameraOfPlace, camerasFirst } from './find-camera.rules.ts';

const found = (title: string, cameraId?: number): SearchResult => ({
  ...{ kind: cameraId === undefined ? 'place' : 'camera', title, subtitle: '', lon: 128.9, lat: 37.75 },
  ...(cameraId === undefined ? {} : { cameraId }),
});

test('for a tile cameras are listed before places', () => {
  const results = [found('중앙시장'), found('중앙시장 1', 3), found('중앙동'), found('중앙시장 2', 1)];
  expect(camerasFirst(results).map(({ title }) => title)).toEqual([
    ...['중앙시장 1', '중앙시장 2', '중앙시장', '중앙동'],
  ]);
});

test('a place stands for the nearest camera that looks there and is not on the wall yet', () => {
  expect(cameraOfPlace([5, 6], [5])).toBe(6);
  expect(cameraOfPlace([5], [5])).toBe(5);
  expect(cameraOfPlace([], [5])).toBeNull();
});
