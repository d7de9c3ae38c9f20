import type { LonLat } from '../../geodata/lon-lat.ts';
import type { Sprite } from '../map/sprite-sheet.ts';
import { fontFamily, tokens, type StateRole, type Theme } from '../ui/tokens.ts';

/** A line of text beside a glyph. */
export interface Note {
  at: LonLat;
  /** The glyph's centre on the screen, and from its place to there, CSS pixels right and down. */
  x: number;
  y: number;
  offset: readonly [number, number];
  text: string;
  tone: StateRole | 'chosen';
  /** Hovered or selected: drawn even where there is no room. */
  chosen: boolean;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const SIZE_PX = 12.5;
const HEIGHT_PX = 18;
const HALO_PX = 3;

const overlaps = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

let ruler: CanvasRenderingContext2D | null = null;
function widthOf(text: string): number {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return text.length * SIZE_PX;
  ruler.font = `600 ${SIZE_PX}px ${fontFamily}`;
  return ruler.measureText(text).width;
}

/**
 * Places notes in the order given (the most urgent first): right of the badge, below right, left, below. One that finds
 * no free room is left out, unless it is of a chosen one.
 */
export function placeNotes(
  notes: readonly Note[],
  glyphs: readonly Box[],
  scale: number,
  theme: Theme,
): Sprite[] {
  const taken: Box[] = [];
  const sprites: Sprite[] = [];
  for (const note of notes) {
    const width = widthOf(note.text) + 2 * HALO_PX;
    const candidates: (readonly [number, number])[] = [
      [15 * scale, -8 * scale - HEIGHT_PX / 2],
      [11 * scale, 6 * scale],
      [-15 * scale - width, -HEIGHT_PX / 2],
      [-width / 2, 13 * scale],
      [-width / 2, -15 * scale - HEIGHT_PX],
    ];
    const boxAt = ([dx, dy]: readonly [number, number]): Box => ({
      left: note.x + dx,
      top: note.y + dy,
      right: note.x + dx + width,
      bottom: note.y + dy + HEIGHT_PX,
    });
    const free = candidates.find((candidate) => {
      const box = boxAt(candidate);
      return !taken.some((each) => overlaps(each, box)) && !glyphs.some((each) => overlaps(each, box));
    });
    const chosen = free ?? (note.chosen ? candidates[0] : undefined);
    if (!chosen) continue;
    taken.push(boxAt(chosen));
    const { surface, state, ground } = tokens[theme];
    const ink = note.tone === 'chosen' ? surface.sel : note.tone === 'normal' ? surface.t1 : state[note.tone];
    sprites.push({
      at: note.at,
      leftPx: note.offset[0] + chosen[0],
      topPx: note.offset[1] + chosen[1],
      widthPx: Math.ceil(width),
      heightPx: HEIGHT_PX,
      key: `${theme}:${note.tone}:${note.text}`,
      draw: (pen) => {
        pen.font = `600 ${SIZE_PX}px ${fontFamily}`;
        pen.textBaseline = 'middle';
        pen.lineJoin = 'round';
        pen.lineWidth = HALO_PX;
        pen.strokeStyle = ground.labelHalo;
        pen.strokeText(note.text, HALO_PX, HEIGHT_PX / 2 + 0.5);
        pen.fillStyle = ink;
        pen.fillText(note.text, HALO_PX, HEIGHT_PX / 2 + 0.5);
      },
    });
  }
  return sprites;
}
