import { premultiplied } from './glyph-atlas.ts';
import type { LonLat } from '../../geodata/lon-lat.ts';

/** A small picture of constant size on the map, drawn by a canvas. */
export interface Sprite {
  at: LonLat;
  /** From the place to the picture's top left corner, CSS pixels, right and down. */
  leftPx: number;
  topPx: number;
  widthPx: number;
  heightPx: number;
  /** Pictures of one key are drawn once. */
  key: string;
  /** Draws within 0, 0 .. width, height. */
  draw: (pen: CanvasRenderingContext2D) => void;
}

export interface SpriteSheet {
  image: { width: number; height: number; data: Uint8ClampedArray };
  /** Left, top, right, bottom in texture coordinates, by key. */
  boxes: Map<string, readonly [number, number, number, number]>;
}

const SHEET_PX = 2048;
const GAP_PX = 2;

/** Packs the sprites in shelves onto one sheet at the screen's density. Sprites that do not fit are left out. */
export function drawSpriteSheet(sprites: readonly Sprite[], dpr: number): SpriteSheet {
  const unique = [...new Map(sprites.map((sprite) => [sprite.key, sprite])).values()].sort(
    (a, b) => b.heightPx - a.heightPx,
  );
  const spots: { sprite: Sprite; x: number; y: number; w: number; h: number }[] = [];
  let x = 0;
  let y = 0;
  let shelf = 0;
  for (const sprite of unique) {
    const w = Math.ceil(sprite.widthPx * dpr) + GAP_PX;
    const h = Math.ceil(sprite.heightPx * dpr) + GAP_PX;
    if (x + w > SHEET_PX) {
      x = 0;
      y += shelf;
      shelf = 0;
    }
    shelf = Math.max(shelf, h);
    if (y + h > 2 * SHEET_PX) break;
    spots.push({ sprite, x, y, w, h });
    x += w;
  }
  const canvas = document.createElement('canvas');
  canvas.width = SHEET_PX;
  canvas.height = Math.max(4, y + shelf);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('This browser draws no 2D canvas.');
  const boxes: SpriteSheet['boxes'] = new Map();
  for (const spot of spots) {
    pen.save();
    pen.translate(spot.x, spot.y);
    pen.scale(dpr, dpr);
    spot.sprite.draw(pen);
    pen.restore();
    const right = spot.x + spot.sprite.widthPx * dpr;
    const bottom = spot.y + spot.sprite.heightPx * dpr;
    boxes.set(spot.sprite.key, [
      spot.x / canvas.width,
      spot.y / canvas.height,
      right / canvas.width,
      bottom / canvas.height,
    ]);
  }
  const { width, height, data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  return { image: { width, height, data: premultiplied(data) }, boxes };
}
