import type { Layer } from '@deck.gl/core';
import { PathLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { LonLat } from '../../geodata/lon-lat.ts';
import { hexToRgb } from '../map/row-styles.ts';
import { tokens, type Theme } from '../ui/tokens.ts';

type Position = [number, number];

const parameters = { depthWriteEnabled: false, depthCompare: 'always' } as const;

/** From a camera that looks at the place; the one that is pointed at stands out. */
export interface SightLine {
  readonly from: LonLat;
  readonly strong: boolean;
}

/** The place that was asked about, and a line to it from each camera that looks there now. */
export function seeingLayers(place: LonLat, lines: readonly SightLine[], theme: Theme): Layer[] {
  const ink = hexToRgb(tokens[theme].surface.sel);
  const halo = hexToRgb(tokens[theme].surface.halo);
  const at: Position = [place[0], place[1]];
  return [
    new PathLayer<SightLine>({
      id: 'sight-lines/seeing',
      data: lines,
      getPath: ({ from: [lon, lat] }) => [[lon, lat] as Position, at],
      getColor: ({ strong }) => [...ink, strong ? 255 : 110],
      getWidth: ({ strong }) => (strong ? 2 : 1),
      widthUnits: 'pixels',
      parameters,
    }),
    new ScatterplotLayer<Position>({
      id: 'pins/seeing',
      data: [at],
      getPosition: (each) => each,
      getRadius: 6,
      radiusUnits: 'pixels',
      getFillColor: [...halo, 255],
      getLineColor: [...ink, 255],
      getLineWidth: 2,
      lineWidthUnits: 'pixels',
      stroked: true,
      parameters,
    }),
    new ScatterplotLayer<Position>({
      id: 'pins/seeing-middle',
      data: [at],
      getPosition: (each) => each,
      getRadius: 2,
      radiusUnits: 'pixels',
      getFillColor: [...ink, 255],
      parameters,
    }),
  ];
}
