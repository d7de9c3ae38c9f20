import { lonLat } from '../../geodata/lon-lat.ts';
import type { CameraColumns } from '../../server/cameras/snapshot.rules.ts';
import type { Sprite } from '../map/sprite-sheet.ts';
import type { StateRole, Theme } from '../ui/tokens.ts';
import { meshesOf } from './camera-meshes.ts';
import { placeNotes, type Note } from './camera-notes.ts';
import { bodiesOnScreen, bodyOffset, glyphScale, NOTE_ZOOM, rowsInWindow } from './camera-places.ts';
import type { CameraScene } from './camera-scene.ts';
import { EFFECTIVE_STATES } from './effective-state.rules.ts';
import { lastResult } from './last-result.ts';

const MOST_NOTES = 120;
const NOTE_MARGIN_PX = 400;

interface NoteRow {
  row: number;
  text: string;
}

/** Cameras that are not normal, hovered or selected, the strongest first, round about the window. */
function noteRows(scene: CameraScene): NoteRow[] {
  const { columns, effectiveState, selectedRow, hoveredRow, window } = scene;
  const { bearingUnknown } = meshesOf(columns);
  const weight = (row: number) => (effectiveState[row] ?? 0) * 2 + (bearingUnknown[row] ?? 0);
  const urgent =
    window.zoom < NOTE_ZOOM
      ? []
      : rowsInWindow(scene, NOTE_MARGIN_PX).filter(
          (row) => (effectiveState[row] ?? 0) > 1 || bearingUnknown[row] === 1,
        );
  urgent.sort((a, b) => weight(b) - weight(a) || a - b);
  const chosen = [selectedRow, hoveredRow].filter(
    (row): row is number => row !== null && row < columns.count,
  );
  return [...new Set([...chosen, ...urgent])].slice(0, MOST_NOTES).flatMap((row) => {
    const text = scene.labelOf(row);
    return text === null ? [] : [{ row, text }];
  });
}

const notesOf = lastResult(
  (
    _texts: string,
    _columns: CameraColumns,
    _effectiveState: Uint8Array,
    _theme: Theme,
    _view: string,
    scene: () => CameraScene,
    rows: () => NoteRow[],
  ): Sprite[] => notesFor(scene(), rows()),
  5,
);

function notesFor(scene: CameraScene, noted: readonly NoteRow[]): Sprite[] {
  const { columns, effectiveState, selectedRow, hoveredRow, theme, window } = scene;
  const near = rowsInWindow(scene, NOTE_MARGIN_PX);
  const scale = glyphScale(window);
  const half = 9 * scale;
  const boxes =
    near.length > 1500
      ? []
      : bodiesOnScreen(scene, near).map(({ x, y }) => ({
          left: x - half,
          right: x + half,
          top: y - half,
          bottom: y + half,
        }));
  const bodies = bodiesOnScreen(
    scene,
    noted.map(({ row }) => row),
  );
  const notes = noted.map(({ row, text }, i): Note => {
    const state: StateRole = EFFECTIVE_STATES[effectiveState[row] ?? 0] ?? 'unknown';
    const at = lonLat(columns.lon[row] ?? 0, columns.lat[row] ?? 0);
    const chosen = row === selectedRow || row === hoveredRow;
    const { x = 0, y = 0 } = bodies[i] ?? {};
    return {
      at,
      x,
      y,
      offset: bodyOffset(scene, row),
      text,
      tone: state === 'normal' && chosen ? 'chosen' : state,
      chosen,
    };
  });
  return placeNotes(notes, boxes, scale, theme);
}

/** Notes hold their places while the view moves a little: they are laid out again by third parts of a window. */
const noteView = ({ zoom, bearingDeg, center, bounds }: CameraScene['window']) =>
  [
    Math.round(zoom * 3),
    Math.round(bearingDeg / 5),
    ...center.map((degrees, axis) =>
      Math.round((degrees / ((bounds[axis + 2] ?? 1) - (bounds[axis] ?? 0))) * 3),
    ),
  ].join();

/** Text beside cameras that are not normal, hovered or selected, where there is room for it. */
export function cameraNotes(scene: CameraScene): Sprite[] {
  const { columns, effectiveState, theme, window } = scene;
  const noted = noteRows(scene);
  return notesOf(
    noted.map(({ row, text }) => `${row} ${text}`).join('\n'),
    columns,
    effectiveState,
    theme,
    noteView(window),
    () => scene,
    () => noted,
  );
}
