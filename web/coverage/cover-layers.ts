import type { Layer } from '@deck.gl/core';
import { CELL_M } from '../../server/coverage/cells.rules.ts';
import { CellLayer, type CellPiece } from '../map/cell-layer.ts';
import { groundPlane, mercatorPerMetre, type GroundPlane } from '../map/ground-plane.rules.ts';
import { HalftoneLayer, type HalftoneLattice } from '../map/halftone-layer.ts';
import { hexToRgb } from '../map/row-styles.ts';
import { tokens, type Theme } from '../ui/tokens.ts';
import type { LonLat } from '../../geodata/lon-lat.ts';
import type { CoverShown } from './cover-shown.rules.ts';

let plane: GroundPlane | null = null;
/** One plane for as long as the page stands: meshes are made anew with another. */
const planeAt = (place: LonLat): GroundPlane => (plane ??= groundPlane(place));

export interface CoverScene {
  readonly pieces: readonly CellPiece[];
  readonly lattice: HalftoneLattice | null;
  readonly shown: CoverShown;
  /** The views themselves are drawn: cells show only where something is merely possible. */
  readonly viewsDrawn: boolean;
}

/** Bottom up: cells of the ground, and the marks of gaps or of the model over them. */
export function coverLayers({ pieces, lattice, shown, viewsDrawn }: CoverScene, theme: Theme): Layer[] {
  const [first] = pieces;
  const layers: Layer[] = [];
  const { surface, state } = tokens[theme];
  if (first !== undefined) {
    const [place] = first.corners;
    const { east, north } = mercatorPerMetre(place[1]);
    layers.push(
      new CellLayer({
        id: 'gaps/coverage-cells',
        plane: planeAt(place),
        pieces,
        cellMercatorM: CELL_M * Math.sqrt(east * north),
        ink: hexToRgb(state.normal),
        bright: !viewsDrawn,
        hatch: shown === 'depth' ? 0.42 : 0.22,
      }),
    );
  }
  if (lattice !== null && shown !== 'depth')
    layers.push(
      new HalftoneLayer({
        id: `gaps/coverage-${shown}`,
        plane: planeAt(lattice.corners[0]),
        lattice,
        ink: hexToRgb(shown === 'gaps' ? surface.t3 : surface.t2),
        square: shown === 'standard',
        ...(shown === 'gaps'
          ? { opacity: 0.3, coreOpacity: 0.6, least: 0.05, most: 0.28 }
          : { opacity: 0.2, coreOpacity: 0.42, least: 0.04, most: 0.44 }),
      }),
    );
  return layers;
}
