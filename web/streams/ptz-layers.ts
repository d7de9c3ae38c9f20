import type { Layer } from '@deck.gl/core';
import { PathLayer } from '@deck.gl/layers';
import type { LonLat } from '../../geodata/lon-lat.ts';
import type { BarredSector } from '../../server/streams/ptz.rules.ts';
import { tokens, type Theme } from '../ui/tokens.ts';

type Position = [number, number];

const METRES_PER_DEGREE = 111_320;
const STEP_DEG = 3;
/** A comb is a fence: its teeth tell it from a field of view without any colour. */
const TOOTH_DEG = 5;
const INNER = 0.84;

const rgb = (hex: string): [number, number, number] => [
  parseInt(hex.slice(1, 3), 16),
  parseInt(hex.slice(3, 5), 16),
  parseInt(hex.slice(5, 7), 16),
];

export interface BarredScene {
  readonly center: LonLat;
  readonly rangeM: number;
  readonly barred: readonly BarredSector[];
  /** Places that the camera was turned to, while it is measured. */
  readonly sights?: readonly LonLat[];
}

/** Lines of the sectors that a camera does not look into: two edges, an arc and teeth pointing inwards. */
export function barredPaths({ center, rangeM, barred }: BarredScene): Position[][] {
  const [lon, lat] = center;
  const at = (deg: number, share: number): Position => {
    const turn = (deg * Math.PI) / 180;
    const east = Math.sin(turn) * rangeM * share;
    const north = Math.cos(turn) * rangeM * share;
    return [
      lon + east / (METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180)),
      lat + north / METRES_PER_DEGREE,
    ];
  };
  return barred.flatMap(({ fromDeg, toDeg }) => {
    const width = (((toDeg - fromDeg) % 360) + 360) % 360;
    const steps = Math.max(1, Math.ceil(width / STEP_DEG));
    const arc = Array.from({ length: steps + 1 }, (_, i) => at(fromDeg + (width * i) / steps, 1));
    const teeth = Math.max(1, Math.floor(width / TOOTH_DEG));
    return [
      [at(fromDeg, 0.12), ...arc, at(fromDeg + width, 0.12)],
      ...Array.from({ length: teeth - 1 }, (_, i) => {
        const deg = fromDeg + (width * (i + 1)) / teeth;
        return [at(deg, INNER), at(deg, 1)];
      }),
    ];
  });
}

/** From the camera to each place that it was turned to. */
const sightPaths = ({ center, sights = [] }: BarredScene): Position[][] =>
  sights.map((place) => [
    [center[0], center[1]],
    [place[0], place[1]],
  ]);

/** 보지 않는 구역 of the camera that is about to be turned, without a hue: they are no state of it. */
export function ptzLayers(scene: BarredScene | null, theme: Theme): Layer[] {
  if (scene === null) return [];
  const data = [...(scene.rangeM > 0 ? barredPaths(scene) : []), ...sightPaths(scene)];
  if (data.length === 0) return [];
  const line = (id: string, color: string, alpha: number, width: number): Layer =>
    new PathLayer<Position[]>({
      ...{ id, data, getPath: (each) => each, getColor: [...rgb(color), alpha], getWidth: width },
      ...{ widthUnits: 'pixels', jointRounded: true, capRounded: true },
      parameters: { depthWriteEnabled: false, depthCompare: 'always' },
    });
  const { surface } = tokens[theme];
  return [line('rings/barred-halo', surface.halo, 210, 4.5), line('rings/barred', surface.sel, 235, 1.6)];
}
