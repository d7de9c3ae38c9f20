import type { Layer } from '@deck.gl/core';
import { PathLayer, ScatterplotLayer, SolidPolygonLayer } from '@deck.gl/layers';
import type { LonLat } from '../../geodata/lon-lat.ts';
import { hexToRgb } from '../map/row-styles.ts';
import { tokens, type Theme } from '../ui/tokens.ts';

type Position = [number, number];

const parameters = { depthWriteEnabled: false, depthCompare: 'always' } as const;

/** The measured line, its places and, once it encloses ground, that ground. */
export function measureLayers(line: readonly LonLat[], setPlaces: number, theme: Theme): Layer[] {
  if (line.length === 0) return [];
  const ink = hexToRgb(tokens[theme].surface.sel);
  const halo = hexToRgb(tokens[theme].surface.halo);
  const path = line.map(([lon, lat]): Position => [lon, lat]);
  return [
    new SolidPolygonLayer<Position[]>({
      id: 'measure-area',
      data: path.length < 3 ? [] : [path],
      getPolygon: (each) => each,
      getFillColor: [...ink, 28],
      parameters,
    }),
    new PathLayer<Position[]>({
      id: 'measure-line/halo',
      data: [path],
      getPath: (each) => each,
      getColor: [...halo, 200],
      getWidth: 5,
      widthUnits: 'pixels',
      capRounded: true,
      jointRounded: true,
      parameters,
    }),
    new PathLayer<Position[]>({
      id: 'measure-line',
      data: [path],
      getPath: (each) => each,
      getColor: [...ink, 255],
      getWidth: 2,
      widthUnits: 'pixels',
      capRounded: true,
      jointRounded: true,
      parameters,
    }),
    new ScatterplotLayer<Position>({
      id: 'measure-points',
      data: path.slice(0, setPlaces),
      getPosition: (each) => each,
      getRadius: 4,
      radiusUnits: 'pixels',
      getFillColor: [...halo, 255],
      getLineColor: [...ink, 255],
      getLineWidth: 2,
      lineWidthUnits: 'pixels',
      stroked: true,
      parameters,
    }),
  ];
}
