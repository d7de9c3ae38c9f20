import {
  hexToRgb,
  ROW_BADGED,
  ROW_HOVERED,
  ROW_RAISED,
  ROW_SELECTED,
  ROW_SHOWN,
  type Rgba,
  type RowStyle,
} from '../map/row-styles.ts';
import { tokens, type Theme } from '../ui/tokens.ts';
import { glyphColumns, STALE_MARK } from './camera-glyphs.ts';
import type { CameraScene } from './camera-scene.ts';
import type { CameraMeshes } from './camera-meshes.ts';
import { EFFECTIVE_STATES, type EffectiveState } from './effective-state.rules.ts';

/** A place in the palette for each state, then the same for cameras of unknown bearing. */
export const styleOf = (state: number, bearingUnknown: boolean): number =>
  bearingUnknown ? state + EFFECTIVE_STATES.length : state;

/** A register that was never probed is unknown throughout: that is no exception to be drawn over the rest. */
const NORMAL = EFFECTIVE_STATES.indexOf('normal');
const UNKNOWN = EFFECTIVE_STATES.indexOf('unknown');
const DIMMED = 0.35;
const OUT_OF_DATE = 0.5;

function viewStyle(state: EffectiveState, theme: Theme): Omit<RowStyle, 'body' | 'badge'> {
  const { state: hues, view } = tokens[theme];
  const of = (hex: string, alpha: number): Rgba => [...hexToRgb(hex), alpha];
  const fill = of(hues.normal, view.fill);
  switch (state) {
    case 'normal':
      return { fill, line: of(hues.normal, view.line), lineWidthPx: 0.9, hatch: 0 };
    case 'unknown':
      return { fill, line: of(hues.unknown, 0.7), lineWidthPx: 0.9, hatch: 0 };
    case 'live':
      return {
        fill: of(hues.live, view.liveFill),
        line: of(hues.live, view.liveLine),
        lineWidthPx: 1.2,
        hatch: 0,
      };
    case 'caution':
    case 'violation':
      return { fill, line: of(hues[state], 0.8), lineWidthPx: 1.2, hatch: 0 };
    case 'fault':
      return {
        fill: of(hues.fault, 0),
        line: of(hues.fault, view.faultLine),
        lineWidthPx: 1.2,
        hatch: view.hatch,
      };
  }
}

const palettes = new Map<Theme, RowStyle[]>();

export function paletteOf(theme: Theme): RowStyle[] {
  const known = palettes.get(theme);
  if (known) return known;
  const palette = [false, true].flatMap((bearingUnknown) =>
    EFFECTIVE_STATES.map((state) => ({ ...viewStyle(state, theme), ...glyphColumns(state, bearingUnknown) })),
  );
  palettes.set(theme, palette);
  return palette;
}

type Dressed = Pick<
  CameraScene,
  'columns' | 'effectiveState' | 'visible' | 'bright' | 'selectedRow' | 'hoveredRow' | 'stale'
>;

/** Four bytes a row for the meshes: style, opacity, flags and the stale sign's mark. */
export function rowStylesOf(scene: Dressed, meshes: CameraMeshes): Uint8Array {
  const { columns, effectiveState, visible, bright, selectedRow, hoveredRow, stale } = scene;
  const rows = new Uint8Array(columns.count * 4);
  for (let row = 0; row < columns.count; row++) {
    const state = effectiveState[row] ?? 0;
    const opacity = (bright && !bright[row] ? DIMMED : 1) * (stale ? OUT_OF_DATE : 1);
    const chosen = (row === selectedRow ? ROW_SELECTED : 0) | (row === hoveredRow ? ROW_HOVERED : 0);
    rows[row * 4] = styleOf(state, meshes.bearingUnknown[row] === 1);
    rows[row * 4 + 1] = Math.round(opacity * 255);
    const raised = chosen !== 0 || (state !== NORMAL && state !== UNKNOWN);
    rows[row * 4 + 2] =
      (visible[row] ? ROW_SHOWN : 0) |
      (raised ? ROW_RAISED : 0) |
      (state !== NORMAL ? ROW_BADGED : 0) |
      chosen;
    rows[row * 4 + 3] = meshes.signMark[row] && visible[row] ? STALE_MARK : 0;
  }
  return rows;
}
