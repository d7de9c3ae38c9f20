import type { Layer } from '@deck.gl/core';

/**
 * Every slot of the map above the ground, bottom up. A layer's id is its slot, or `slot/owner` where several features
 * draw in one. 'under' lies beneath the map's own labels, 'over' above everything of the base map.
 */
const SLOTS = [
  ['gaps', 'under'],
  ['fields', 'under'],
  ['fields-raised', 'under'],
  ['rings', 'under'],
  ['sight-lines', 'under'],
  ['stems', 'over'],
  ['points', 'over'],
  ['glyphs', 'over'],
  ['marks', 'over'],
  ['discs', 'over'],
  ['pings', 'over'],
  ['trail', 'over'],
  ['trail-ahead', 'over'],
  ['measure-area', 'over'],
  ['measure-line', 'over'],
  ['measure-points', 'over'],
  ['pins', 'over'],
  ['notes', 'over'],
] as const satisfies readonly (readonly [string, 'under' | 'over'])[];

export type Slot = (typeof SLOTS)[number][0];

const PLACE = new Map<string, number>(SLOTS.map(([slot], place) => [slot, place]));

const slotPlace = (layerId: string): number => {
  const [slot = ''] = layerId.split('/');
  const place = PLACE.get(slot);
  if (place === undefined) throw new Error(`The layer "${layerId}" has no slot in layer-order.ts.`);
  return place;
};

/**
 * The layers in drawing order, each told which label layer it stays under. Layers of one slot keep their given order.
 * Throws for a layer whose slot is not listed and for two layers of one id.
 */
export function inLayerOrder(layers: readonly Layer[], firstLabelId: string): Layer[] {
  const seen = new Set<string>();
  for (const { id } of layers) {
    if (seen.has(id)) throw new Error(`Two layers are called "${id}".`);
    seen.add(id);
  }
  return layers
    .map((layer) => ({ layer, place: slotPlace(layer.id) }))
    .sort((a, b) => a.place - b.place)
    .map(({ layer, place }) =>
      // `beforeId` is what MapLibreOverlay reads; the core's layer props do not know it.
      SLOTS[place]?.[1] === 'under' ? (layer.clone({ beforeId: firstLabelId } as object) as Layer) : layer,
    );
}
