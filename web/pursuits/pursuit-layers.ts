import type { Layer } from '@deck.gl/core';
import { PathLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { NextCameras, PursuitView } from '../../server/pursuits/pursuits.schema.ts';
import { hexToRgb } from '../map/row-styles.ts';
import { tokens, type Theme } from '../ui/tokens.ts';

type Position = [number, number];

const parameters = { depthWriteEnabled: false, depthCompare: 'always' } as const;

/** The cameras of an open pursuit in turn as one line, and rings around those ahead; nothing without a pursuit (Art. 27). */
export function pursuitLayers(
  view: Pick<PursuitView, 'trail'> | null,
  next: Pick<NextCameras, 'cameras'> | null,
  theme: Theme,
): Layer[] {
  if (view === null) return [];
  const ink = hexToRgb(tokens[theme].surface.sel);
  const halo = hexToRgb(tokens[theme].surface.halo);
  const way = view.trail.flatMap(({ lon, lat }): Position[] =>
    lon === null || lat === null ? [] : [[lon, lat]],
  );
  const line = (id: string, color: [number, number, number], width: number): Layer =>
    new PathLayer<Position[]>({
      ...{ id, data: way.length < 2 ? [] : [way], getPath: (each) => each, getColor: [...color, 230] },
      ...{ getWidth: width, widthUnits: 'pixels', capRounded: true, jointRounded: true, parameters },
    });
  return [
    line('trail/halo', halo, 6),
    line('trail/line', ink, 2.5),
    new ScatterplotLayer<Position>({
      ...{ id: 'trail/steps', data: way, getPosition: (each) => each, getRadius: 4, radiusUnits: 'pixels' },
      ...{ getFillColor: [...ink, 255], parameters },
    }),
    new ScatterplotLayer<Position>({
      ...{ id: 'trail-ahead', data: (next?.cameras ?? []).map(({ lon, lat }): Position => [lon, lat]) },
      ...{ getPosition: (each) => each, getRadius: 15, radiusUnits: 'pixels', filled: false, stroked: true },
      ...{ getLineColor: [...ink, 220], getLineWidth: 1.5, lineWidthUnits: 'pixels', parameters },
    }),
  ];
}
