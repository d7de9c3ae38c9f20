import type { Layer } from '@deck.gl/core';
import { PathLayer, ScatterplotLayer } from '@deck.gl/layers';
import { tokens, type Theme } from '../ui/tokens.ts';
import type { ImportedRow, Outcome } from './import-answers.ts';

type Colour = [number, number, number, number];
const parameters = { depthWriteEnabled: false, depthCompare: 'always' } as const;

const rgb = (hex: string): [number, number, number] => [
  parseInt(hex.slice(1, 3), 16),
  parseInt(hex.slice(3, 5), 16),
  parseInt(hex.slice(5, 7), 16),
];

type Placed = ImportedRow & { readonly at: [number, number] };

/**
 * Rows of a file that is not accepted yet: solid what loads, with a wide ring what loads with a warning, hollow what is
 * quarantined (where it says it lies, or where it was probably meant to), joined by a line to the proposal.
 */
export function importLayers(
  rows: readonly ImportedRow[],
  chosenRowNo: number | null,
  theme: Theme,
): Layer[] {
  if (rows.length === 0) return [];
  const { state, surface } = tokens[theme];
  const fill: Record<Outcome, Colour> = {
    load: [...rgb(state.normal), 255],
    merge: [...rgb(state.unknown), 255],
    warn: [...rgb(state.normal), 255],
    quarantine: [0, 0, 0, 0],
  };
  const edge: Record<Outcome, Colour> = {
    load: [...rgb(surface.halo), 255],
    merge: [...rgb(surface.halo), 255],
    warn: [...rgb(state.caution), 255],
    quarantine: [...rgb(state.fault), 255],
  };
  const placed = rows.flatMap((row): Placed[] => {
    const { lon, lat, proposal } = row;
    if (proposal !== null) return [{ ...row, at: [...proposal] }];
    return lon === null || lat === null ? [] : [{ ...row, at: [lon, lat] }];
  });
  const chosen = placed.filter(({ rowNo }) => rowNo === chosenRowNo);
  return [
    new PathLayer<ImportedRow>({
      id: 'pins/import-proposals',
      data: rows.filter(({ lon, lat, proposal }) => proposal !== null && lon !== null && lat !== null),
      getPath: ({ lon, lat, proposal }) => [[lon!, lat!], [...proposal!]],
      getColor: [...rgb(state.fault), 130],
      getWidth: 1,
      widthUnits: 'pixels',
      parameters,
    }),
    new ScatterplotLayer<Placed>({
      id: 'pins/import',
      data: placed,
      getPosition: ({ at }) => at,
      getRadius: ({ outcome }) => (outcome === 'quarantine' ? 5 : outcome === 'warn' ? 4.5 : 3.5),
      radiusUnits: 'pixels',
      getFillColor: ({ outcome }) => fill[outcome],
      getLineColor: ({ outcome }) => edge[outcome],
      getLineWidth: ({ outcome }) => (outcome === 'quarantine' ? 2 : outcome === 'warn' ? 1.5 : 1),
      lineWidthUnits: 'pixels',
      stroked: true,
      parameters,
    }),
    new ScatterplotLayer<Placed>({
      id: 'pins/import-chosen',
      data: chosen,
      getPosition: ({ at }) => at,
      getRadius: 12,
      radiusUnits: 'pixels',
      filled: false,
      stroked: true,
      getLineColor: [...rgb(surface.sel), 255],
      getLineWidth: 2,
      lineWidthUnits: 'pixels',
      parameters,
    }),
  ];
}
