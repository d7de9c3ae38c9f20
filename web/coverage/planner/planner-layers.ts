import type { Layer } from '@deck.gl/core';
import { PathLayer, SolidPolygonLayer } from '@deck.gl/layers';
import type { LonLat } from '../../../geodata/lon-lat.ts';
import type { CityCoverage } from '../../../server/coverage/city-coverage.rules.ts';
import type { Demand } from '../../../server/coverage/demand/demand.rules.ts';
import type { SightCamera } from '../../../server/coverage/sight.rules.ts';
import { RECOGNISABLE, type WhatIf } from '../../../server/coverage/siting/what-if.rules.ts';
import type { View } from '../../../server/coverage/view.rules.ts';
import { groundPlane, mercatorPerMetre, type GroundPlane } from '../../map/ground-plane.rules.ts';
import { HalftoneLayer, type HalftoneLattice } from '../../map/halftone-layer.ts';
import { HatchLayer } from '../../map/hatch-layer.ts';
import type { MapWindow } from '../../map/map-handle.ts';
import { hexToRgb } from '../../map/row-styles.ts';
import { tokens, type Theme } from '../../ui/tokens.ts';
import { arcsOf, filledRings, nominalDashes, outlineOf, overlapMesh, pathsOf } from './plan-shapes.rules.ts';

type Position = [number, number];
/** Opacity of the four steps of picture, nearest first, by the least pixels for a metre of each. */
const STEPS = [
  { from: 250, opacity: 0.56 },
  { from: RECOGNISABLE, opacity: 0.4 },
  { from: 60, opacity: 0.26 },
  { from: 0, opacity: 0.15 },
] as const;
const WORLD_PX_M = 40_075_016.686 / 512;
const DASH_PX = 6;

/** True metres to a pixel at the middle of a window. */
export const metresPerPx = ({ zoom, center }: MapWindow): number =>
  WORLD_PX_M / 2 ** zoom / mercatorPerMetre(center[1]).east;

export const opacityOf = (pixelsPerM: number): number =>
  STEPS.find(({ from }) => pixelsPerM >= from)?.opacity ?? STEPS[3].opacity;

export interface PlanScene {
  readonly camera: SightCamera;
  readonly result: WhatIf;
  readonly coverage: CityCoverage;
  /** The dots of the gaps as they lie on the map; null while they do not. */
  readonly gaps: { readonly demand: Demand | null; readonly spacingM: number } | null;
  /** Views of the other alternatives. */
  readonly others: readonly View[];
}

const parameters = { depthWriteEnabled: false, depthCompare: 'always' } as const;

let plane: GroundPlane | null = null;
const planeAt = (place: LonLat): GroundPlane => (plane ??= groundPlane(place));

/** What is drawn of one result: made once for it, so that a map that is moved makes nothing anew. */
const shapesOf = remembered((result: WhatIf, { coverage }: PlanScene) => ({
  overlap: result.view === null ? null : overlapMesh(result.view, coverage),
  arcs: result.view === null ? [] : result.bands.flatMap(arcsWithin(result.view)),
  walls: pathsOf(result.recognisable?.lines ?? new Float64Array()),
  rings: { demand: null as Demand | null, spacingM: NaN, lattice: null as HalftoneLattice | null },
}));
const outlinesOf = remembered(outlineOf);

function remembered<Key extends object, Rest extends unknown[], Made>(
  make: (key: Key, ...rest: Rest) => Made,
): (key: Key, ...rest: Rest) => Made {
  const known = new WeakMap<Key, { readonly made: Made }>();
  return (key, ...rest) => {
    const entry = known.get(key) ?? { made: make(key, ...rest) };
    known.set(key, entry);
    return entry.made;
  };
}

/** The dots that the view would fill, while the gaps lie on the map. */
function ringsOf(scene: PlanScene): HalftoneLattice | null {
  const { result, coverage, gaps } = scene;
  if (gaps === null || result.view === null) return null;
  const { rings } = shapesOf(result, scene);
  if (rings.demand !== gaps.demand || rings.spacingM !== gaps.spacingM)
    Object.assign(rings, gaps, {
      lattice: filledRings(result.view, gaps.demand, coverage, gaps.spacingM),
    });
  return rings.lattice;
}

/** What the chosen alternative would see: bands in blue, what is seen already hatched, the bare sector dashed. */
export function plannerLayers(scene: PlanScene | null, theme: Theme, window: MapWindow): Layer[] {
  if (scene === null) return [];
  const { camera, result, others } = scene;
  const ink = hexToRgb(tokens[theme].surface.sel);
  const line = (id: string, data: Position[][], alpha: number, width: number): Layer =>
    new PathLayer<Position[]>({
      ...{ id, data, getPath: (each) => each, getColor: [...ink, alpha], getWidth: width },
      ...{ widthUnits: 'pixels', jointRounded: true, capRounded: true, parameters },
    });
  const { view } = result;
  const layers = [
    line(
      'rings/plan-others',
      others.flatMap((each) => outlinesOf(each)),
      120,
      1,
    ),
    line('rings/plan-nominal', nominalDashes(camera, DASH_PX * metresPerPx(window)), 150, 1.2),
  ];
  const { overlap, arcs, walls } = shapesOf(result, scene);
  if (view === null || overlap === null) return layers;
  const rings = ringsOf(scene);
  return [
    ...bandLayers(view, result, theme),
    new HatchLayer({
      id: 'fields-raised/plan-overlap',
      plane: planeAt(window.center),
      mesh: overlap,
      ...{ ink, opacity: theme === 'dark' ? 0.5 : 0.42 },
    }),
    rings &&
      new HalftoneLayer({
        id: 'fields-raised/plan-filled',
        plane: planeAt(window.center),
        lattice: rings,
        ...{ ink, opacity: 0, coreOpacity: 0.85, square: false, least: 0.05, most: 0.28 },
      }),
    ...layers,
    line('rings/plan-arcs', arcs, 150, 1),
    line('rings/plan-outline', outlinesOf(view), 255, 1.6),
    line('rings/plan-walls', walls, 255, 3.2),
  ].filter((each) => each !== null);
}

/** Arcs at which a band ends and the next begins; the outermost is the outline itself. */
function arcsWithin({ rimM }: View) {
  return ({ view, rangeM }: WhatIf['bands'][number]): Position[][] =>
    view === null || rangeM >= rimM ? [] : arcsOf(view);
}

/** From the whole view inwards, each with as much more as makes its own step of the opacities of all under it. */
function bandLayers(view: View, { bands }: WhatIf, theme: Theme): Layer[] {
  const blue = hexToRgb(tokens[theme].state.live);
  const areas: { view: View; opacity: number }[] = [{ view, opacity: STEPS[3].opacity }];
  for (const band of bands.toReversed())
    if (band.view !== null) areas.push({ view: band.view, opacity: opacityOf(band.pixelsPerM) });
  let under = 0;
  return areas.flatMap((area, i) => {
    const opacity = (area.opacity - under) / (1 - under);
    if (opacity <= 0) return [];
    under = area.opacity;
    return new SolidPolygonLayer<Position[]>({
      id: `fields-raised/plan-band-${i}`,
      data: outlinesOf(area.view),
      getPolygon: (each) => each,
      getFillColor: [...blue, Math.round(255 * opacity)],
      parameters,
    });
  });
}
