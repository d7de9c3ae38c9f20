import { ScatterplotLayer } from '@deck.gl/layers';
import { expect, it } from 'vitest';
import { inLayerOrder } from './layer-order.ts';

const layer = (id: string) => new ScatterplotLayer({ id, data: [] });

it('draws bottom up whatever order the features come in', () => {
  const ids = inLayerOrder([layer('notes/a'), layer('glyphs/a'), layer('fields/a')], 'names').map(
    ({ id }) => id,
  );
  expect(ids).toEqual(['fields/a', 'glyphs/a', 'notes/a']);
});

it('keeps fields under the names of the map and glyphs over them', () => {
  const [fields, glyphs] = inLayerOrder([layer('fields/a'), layer('glyphs/a')], 'names');
  expect((fields?.props as { beforeId?: string }).beforeId).toBe('names');
  expect((glyphs?.props as { beforeId?: string }).beforeId).toBeUndefined();
});

it('throws for a layer nobody gave a place, and for two of one name', () => {
  expect(() => inLayerOrder([layer('surprise')], 'names')).toThrow('surprise');
  expect(() => inLayerOrder([layer('notes'), layer('notes')], 'names')).toThrow('notes');
});
