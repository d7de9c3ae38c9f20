import type { ExpressionSpecification, SymbolLayerSpecification } from 'maplibre-gl';
import { tokens, type Theme } from '../ui/tokens.ts';

const MEDIUM = ['Pretendard Medium'];
const SEMI_BOLD = ['Pretendard SemiBold'];
const NAME: ExpressionSpecification = ['get', 'name'];

const lastSyllableIn = (...syllables: string[]): ExpressionSpecification => [
  'in',
  ['slice', NAME, ['-', ['length', NAME], 1]],
  ['literal', syllables],
];
const rankUpTo = (rank: number): ExpressionSpecification => ['<=', ['coalesce', ['get', 'rank'], 9], rank];

/**
 * Names of the ground, lowest first. Units (읍, 면) are larger than 동; a street's name follows its line; the sea's is
 * spaced wide.
 */
export function labelLayers(theme: Theme, source: string): SymbolLayerSpecification[] {
  const { ground } = tokens[theme];
  const halo = { 'text-halo-color': ground.labelHalo, 'text-halo-width': 1.5 };
  const place = (
    id: string,
    minzoom: number,
    rank: number,
    sizePx: number,
    tone: string,
  ): SymbolLayerSpecification => ({
    id,
    type: 'symbol',
    source,
    'source-layer': 'label_place',
    minzoom,
    filter: ['all', ['!', ['in', ['get', 'kind'], ['literal', ['sea', 'unit']]]], rankUpTo(rank)],
    layout: {
      'text-field': NAME,
      'text-font': MEDIUM,
      'text-size': sizePx,
      'text-max-width': 9,
      'text-padding': 6,
      'symbol-sort-key': ['coalesce', ['get', 'rank'], 9],
    },
    paint: { 'text-color': tone, ...halo },
  });
  return [
    {
      id: 'label-road',
      type: 'symbol',
      source,
      'source-layer': 'road',
      minzoom: 14.5,
      filter: [
        'all',
        ['has', 'name'],
        ['in', ['get', 'class'], ['literal', ['motorway', 'trunk', 'main', 'street']]],
      ],
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 420,
        'text-field': NAME,
        'text-font': MEDIUM,
        'text-size': 11.5,
        'text-padding': 8,
        'text-max-angle': 30,
      },
      paint: { 'text-color': ground.labelMinor, ...halo },
    },
    {
      id: 'label-water',
      type: 'symbol',
      source,
      'source-layer': 'water',
      minzoom: 11,
      filter: ['has', 'name'],
      layout: {
        'text-field': NAME,
        'text-font': MEDIUM,
        'text-size': ['interpolate', ['linear'], ['zoom'], 11, 11, 16, 14],
        'text-letter-spacing': ['interpolate', ['linear'], ['zoom'], 11, 0.05, 16, 0.5],
        'text-padding': 20,
      },
      paint: { 'text-color': ground.labelMinor, 'text-halo-color': ground.sea, 'text-halo-width': 1.5 },
    },
    { ...place('label-place-near', 15, 9, 11.5, ground.labelMinor), maxzoom: 24 },
    { ...place('label-place-mid', 12.5, 5, 11.5, ground.labelMinor), maxzoom: 15 },
    { ...place('label-place-far', 10.5, 2, 11.5, ground.labelMinor), maxzoom: 12.5 },
    {
      id: 'label-dong',
      type: 'symbol',
      source,
      'source-layer': 'label_district',
      minzoom: 11,
      maxzoom: 17,
      filter: ['!', lastSyllableIn('읍', '면', '시', '군')],
      layout: {
        'text-field': NAME,
        'text-font': MEDIUM,
        'text-size': ['interpolate', ['linear'], ['zoom'], 11, 12, 15, 13],
        'text-padding': 4,
        'symbol-sort-key': ['-', 0, ['coalesce', ['get', 'population'], 0]],
      },
      paint: { 'text-color': ground.labelPlace, ...halo },
    },
    {
      id: 'label-unit',
      type: 'symbol',
      source,
      'source-layer': 'label_district',
      maxzoom: 16,
      filter: lastSyllableIn('읍', '면', '시', '군'),
      layout: {
        'text-field': NAME,
        'text-font': SEMI_BOLD,
        'text-size': 14,
        'text-letter-spacing': 0.1,
      },
      paint: { 'text-color': ground.labelPlace, ...halo },
    },
    {
      id: 'label-sea',
      type: 'symbol',
      source,
      'source-layer': 'label_place',
      maxzoom: 15,
      filter: ['==', ['get', 'kind'], 'sea'],
      layout: {
        'text-field': NAME,
        'text-font': SEMI_BOLD,
        'text-size': ['interpolate', ['linear'], ['zoom'], 9, 18, 12, 24],
        'text-letter-spacing': 2.6,
        'text-padding': 30,
      },
      paint: { 'text-color': ground.labelSea, 'text-halo-color': ground.sea, 'text-halo-width': 1 },
    },
  ];
}
