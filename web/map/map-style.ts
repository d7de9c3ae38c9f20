import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  LayerSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import mediumUrl from 'pretendard/dist/web/static/woff2/Pretendard-Medium.woff2?url';
import semiBoldUrl from 'pretendard/dist/web/static/woff2/Pretendard-SemiBold.woff2?url';
import { tokens, type Theme } from '../ui/tokens.ts';
import { labelLayers } from './map-style-labels.ts';

export const GROUND_SOURCE = 'ground';

/** Everything drawn over the ground but under its names goes before this layer. */
export const FIRST_LABEL_ID = 'label-road';

/** Ground width of a road in CSS pixels: true metres from z15, thinning to a hairline at z9. */
function roadWidth(metres: number, farPx: number, extraPx = 0): DataDrivenPropertyValueSpecification<number> {
  // 0.472 m a pixel at z17 and 37.75 degrees north.
  const px = (zoom: number) => (metres / 0.472) * 2 ** (zoom - 17);
  return [
    'interpolate',
    ['exponential', 2],
    ['zoom'],
    9,
    farPx * 0.6 + extraPx * 0.4,
    12,
    farPx + extraPx * 0.7,
    14,
    Math.max(px(14) * 1.25, farPx * 1.35) + extraPx,
    15.5,
    px(15.5) + extraPx,
    20,
    px(20) + extraPx,
  ];
}

const ROADS = [
  { id: 'lane', classes: ['lane'], metres: 5, farPx: 0.35, minzoom: 13, tone: 'roadSmall' },
  { id: 'street', classes: ['street'], metres: 9, farPx: 0.6, minzoom: 11, tone: 'roadMid' },
  { id: 'main', classes: ['main'], metres: 18, farPx: 1.2, minzoom: 9, tone: 'roadLarge' },
  { id: 'trunk', classes: ['trunk'], metres: 24, farPx: 1.7, minzoom: 8, tone: 'roadLarge' },
  { id: 'motorway', classes: ['motorway'], metres: 24, farPx: 2, minzoom: 8, tone: 'roadLarge' },
] as const;

const ofClass = (classes: readonly string[]): ExpressionSpecification => [
  'in',
  ['get', 'class'],
  ['literal', [...classes]],
];

function roadLayers(theme: Theme): LayerSpecification[] {
  const { ground } = tokens[theme];
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const casings = ROADS.map(({ id, classes, metres, farPx, minzoom }): LayerSpecification => ({
    id: `road-${id}-casing`,
    type: 'line',
    source: GROUND_SOURCE,
    'source-layer': 'road',
    minzoom: Math.max(minzoom, id === 'lane' ? 14 : 10),
    filter: ofClass(classes),
    layout: round,
    paint: { 'line-color': ground.roadCasing, 'line-width': roadWidth(metres, farPx, 2.4) },
  }));
  const surfaces = ROADS.map(({ id, classes, metres, farPx, minzoom, tone }): LayerSpecification => ({
    id: `road-${id}`,
    type: 'line',
    source: GROUND_SOURCE,
    'source-layer': 'road',
    minzoom,
    filter: ofClass(classes),
    layout: round,
    paint: { 'line-color': ground[tone], 'line-width': roadWidth(metres, farPx) },
  }));
  const middle: LayerSpecification = {
    id: 'road-middle',
    type: 'line',
    source: GROUND_SOURCE,
    'source-layer': 'road',
    minzoom: 16,
    filter: ofClass(['main', 'trunk', 'motorway']),
    paint: { 'line-color': ground.roadDash, 'line-width': 1, 'line-dasharray': [6, 6] },
  };
  return [...casings, ...surfaces, middle];
}

function groundLayers(theme: Theme): LayerSpecification[] {
  const { ground } = tokens[theme];
  const source = GROUND_SOURCE;
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': ground.sea } },
    {
      id: 'shore-glow',
      type: 'line',
      source,
      'source-layer': 'land',
      paint: {
        'line-color': ground.shoreGlow,
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 8, 14, 26],
        'line-blur': ['interpolate', ['linear'], ['zoom'], 9, 7, 14, 22],
      },
    },
    { id: 'land', type: 'fill', source, 'source-layer': 'land', paint: { 'fill-color': ground.land } },
    { id: 'park', type: 'fill', source, 'source-layer': 'green', paint: { 'fill-color': ground.park } },
    {
      id: 'water',
      type: 'fill',
      source,
      'source-layer': 'water',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': ground.sea },
    },
    {
      id: 'water-stream',
      type: 'line',
      source,
      'source-layer': 'water',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': ground.sea,
        'line-width': ['interpolate', ['exponential', 2], ['zoom'], 9, 0.8, 14, 3, 18, 34],
      },
    },
    {
      id: 'shore',
      type: 'line',
      source,
      'source-layer': 'land',
      paint: {
        'line-color': ground.shore,
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.8, 13, 1.2],
      },
    },
    {
      id: 'water-shore',
      type: 'line',
      source,
      'source-layer': 'water',
      minzoom: 13,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'line-color': ground.shore, 'line-width': 1, 'line-opacity': 0.7 },
    },
    {
      id: 'border',
      type: 'line',
      source,
      'source-layer': 'district',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': ground.border, 'line-width': 1, 'line-dasharray': [4, 4] },
    },
    ...roadLayers(theme),
    {
      id: 'building',
      type: 'fill',
      source,
      'source-layer': 'building',
      minzoom: 13.5,
      paint: {
        'fill-color': ground.building,
        'fill-outline-color': ground.buildingLine,
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13.5, 0, 14.5, 1],
      },
    },
  ];
}

/** The base map of one theme. Both themes have the same layers in the same order; only paint differs. */
export function mapStyle(theme: Theme, tileUrl: string): StyleSpecification {
  return {
    version: 8,
    'font-faces': {
      'Pretendard Medium': new URL(mediumUrl, location.href).href,
      'Pretendard SemiBold': new URL(semiBoldUrl, location.href).href,
    },
    sources: {
      [GROUND_SOURCE]: { type: 'vector', tiles: [tileUrl], minzoom: 8, maxzoom: 16 },
    },
    layers: [...groundLayers(theme), ...labelLayers(theme, GROUND_SOURCE)],
  };
}
