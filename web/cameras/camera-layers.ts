import type { Layer } from '@deck.gl/core';
import { lonLat } from '../../geodata/lon-lat.ts';
import type { CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import type { Cluster } from '../map/cluster-index.ts';
import { FanLayer } from '../map/fan-layer.ts';
import { GlyphLayer } from '../map/glyph-layer.ts';
import { PointLayer } from '../map/point-layer.ts';
import { RingLayer, type Ring } from '../map/ring-layer.ts';
import { hexToRgb } from '../map/row-styles.ts';
import { SpriteLayer } from '../map/sprite-layer.ts';
import type { Sprite } from '../map/sprite-sheet.ts';
import { motionMs, tokens, type Theme } from '../ui/tokens.ts';
import { clustersOf } from './camera-clusters.ts';
import { glyphAtlas } from './camera-glyphs.ts';
import { fansOf, meshesOf } from './camera-meshes.ts';
import {
  bodyOffset,
  GLYPH_ZOOM,
  glyphScale,
  glyphScales,
  isCrowded,
  OUTLINE_ZOOM,
  PUSH_UNITS,
} from './camera-places.ts';
import { chosenRings, homeMarks, unknownRings } from './camera-rings.ts';
import type { CameraScene } from './camera-scene.ts';
import { paletteOf, rowStylesOf } from './camera-styles.ts';
import { clusterDiscs, loneDot } from './cluster-discs.ts';
import { EFFECTIVE_STATES } from './effective-state.rules.ts';
import { lastResult } from './last-result.ts';
import { cameraNotes } from './noted-cameras.ts';

export type { CameraScene } from './camera-scene.ts';
export { camerasSeeing, pickCameras, type CameraHit } from './pick-cameras.ts';

const discsOf = lastResult(
  (
    clusters: Cluster[],
    singles: number[],
    columns: CameraColumns,
    effectiveState: Uint8Array,
    theme: Theme,
  ): Sprite[] => [
    ...singles.map((row) =>
      loneDot(lonLat(columns.lon[row] ?? 0, columns.lat[row] ?? 0), effectiveState[row] ?? 0, theme),
    ),
    ...clusterDiscs(clusters, theme),
  ],
);

const stylesOf = lastResult(
  (
    columns: CameraColumns,
    effectiveState: Uint8Array,
    visible: Uint8Array,
    bright: Uint8Array | null,
    selectedRow: number | null,
    hoveredRow: number | null,
    stale: boolean,
  ) =>
    rowStylesOf(
      { columns, effectiveState, visible, bright, selectedRow, hoveredRow, stale },
      meshesOf(columns),
    ),
);

const ringsOf = lastResult(
  (
    _columns: CameraColumns,
    _visible: Uint8Array,
    _theme: Theme,
    _stale: boolean,
    scene: () => CameraScene,
  ): Ring[] => unknownRings(scene()),
  4,
);

const chosenOf = lastResult(
  (
    _columns: CameraColumns,
    _selectedRow: number | null,
    _hoveredRow: number | null,
    _theme: Theme,
    _bearingDeg: number,
    _scale: number,
    scene: () => CameraScene,
  ) => ({ rings: chosenRings(scene()), marks: homeMarks(scene()) }),
  6,
);

/** The layers of the fleet for this scene; unchanged inputs reuse their meshes, textures and text. */
export function cameraLayers(scene: CameraScene): Layer[] {
  const { columns, effectiveState, visible, theme, window, stale } = scene;
  if (columns.count === 0) return [];
  const meshes = meshesOf(columns);
  const palette = paletteOf(theme);
  const { surface, view } = tokens[theme];
  const rowStyles = stylesOf(
    columns,
    effectiveState,
    visible,
    scene.bright,
    scene.selectedRow,
    scene.hoveredRow,
    stale,
  );
  const { plane } = meshes;
  const common = { rowStyles, palette };
  const grouped = scene.clustered && window.zoom < GLYPH_ZOOM;
  if (grouped) {
    const { clusters, singles } = clustersOf(scene);
    const sprites = discsOf(clusters, singles, columns, effectiveState, theme);
    return [new SpriteLayer({ id: 'discs/cameras', plane, sprites, opacity: stale ? 0.5 : 1 })];
  }
  const point = { ...common, mesh: meshes.points, halo: hexToRgb(surface.halo) };
  if (window.zoom < GLYPH_ZOOM) {
    return [
      new PointLayer({ id: 'points/cameras', ...point, diameterPx: 5, raisedDiameterPx: 7.5, which: 'all' }),
    ];
  }
  const selectedLine = hexToRgb(surface.sel);
  const fan = { ...common, mesh: fansOf(columns, scene.fields), selectedLine, outlineZoom: OUTLINE_ZOOM };
  const crowded = isCrowded(scene);
  const self = () => scene;
  const notes = cameraNotes(scene);
  const chosen = chosenOf(
    columns,
    scene.selectedRow,
    scene.hoveredRow,
    theme,
    window.bearingDeg,
    glyphScale(window),
    self,
  );
  return [
    new FanLayer({ id: 'fields/cameras', ...fan, raised: false }),
    new FanLayer({ id: 'fields-raised/cameras', ...fan, raised: true }),
    window.zoom >= OUTLINE_ZOOM && view.line > 0
      ? new RingLayer({ id: 'rings/cameras', plane, rings: ringsOf(columns, visible, theme, stale, self) })
      : null,
    new RingLayer({ id: 'rings/cameras-chosen', plane, rings: chosen.rings }),
    crowded
      ? new PointLayer({
          id: 'points/cameras',
          ...point,
          diameterPx: 5,
          raisedDiameterPx: 7,
          which: 'ordinary',
        })
      : null,
    new GlyphLayer({
      id: 'glyphs/cameras',
      ...common,
      mesh: meshes.glyphs,
      atlas: glyphAtlas(theme),
      scales: glyphScales(window),
      pushUnits: PUSH_UNITS,
      raisedOnly: crowded,
    }),
    ...pings(scene),
    new SpriteLayer({ id: 'pins/cameras-home', plane, sprites: chosen.marks, opacity: 1 }),
    new SpriteLayer({ id: 'notes/cameras', plane, sprites: notes, opacity: stale ? 0.5 : 1 }),
  ].filter((layer) => layer !== null);
}

/** One ring a change, widening and fading for 400 ms. */
function pings(scene: CameraScene): Layer[] {
  const { columns, changed, visible, theme, effectiveState } = scene;
  const now = performance.now();
  const byTime = new Map<number, Ring[]>();
  for (const { row, atMs } of changed) {
    if (now - atMs > motionMs.ring || !visible[row]) continue;
    const hue = hexToRgb(tokens[theme].state[EFFECTIVE_STATES[effectiveState[row] ?? 0] ?? 'unknown']);
    const [dx, dy] = bodyOffset(scene, row);
    const rings = byTime.get(atMs) ?? [];
    rings.push({
      center: lonLat(columns.lon[row] ?? 0, columns.lat[row] ?? 0),
      offsetPx: [dx, -dy],
      radiusPx: 28,
      widthPx: 2,
      dashPx: null,
      color: [...hue, 1],
    });
    byTime.set(atMs, rings);
  }
  const { plane } = meshesOf(columns);
  return [...byTime].map(
    ([startedAtMs, rings]) =>
      new RingLayer({
        id: `pings/cameras-${startedAtMs}`,
        plane,
        rings,
        startedAtMs,
        lastsMs: motionMs.ring,
      }),
  );
}
