/** Glyphs on a grid: lines of bodies (turned and upright by shape), then the line of badges, then stem and marks. */
export interface GlyphAtlas {
  image: { width: number; height: number; data: Uint8ClampedArray };
  columns: number;
  lines: number;
  cellUnits: number;
}

export type DrawGlyph = (pen: CanvasRenderingContext2D) => void;

/** Twice the pixels of the largest size drawn, so that linear filtering stays sharp in between. */
const PX_PER_UNIT = 2.4;

/**
 * Rasterises a grid of glyphs (null = empty cell), each drawn around 0, 0 with y downwards in units of `cellUnits` a
 * side. Colours come out premultiplied, as the shaders want them.
 */
export function rasterise(grid: readonly (readonly (DrawGlyph | null)[])[], cellUnits: number): GlyphAtlas {
  const columns = Math.max(...grid.map((line) => line.length));
  const lines = grid.length;
  const cellPx = Math.ceil(cellUnits * PX_PER_UNIT * Math.min(2, Math.max(1, globalThis.devicePixelRatio)));
  const canvas = document.createElement('canvas');
  canvas.width = columns * cellPx;
  canvas.height = lines * cellPx;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('This browser draws no 2D canvas.');
  grid.forEach((line, y) =>
    line.forEach((draw, x) => {
      if (!draw) return;
      pen.save();
      pen.beginPath();
      pen.rect(x * cellPx, y * cellPx, cellPx, cellPx);
      pen.clip();
      pen.translate((x + 0.5) * cellPx, (y + 0.5) * cellPx);
      pen.scale(cellPx / cellUnits, cellPx / cellUnits);
      draw(pen);
      pen.restore();
    }),
  );
  const { width, height, data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  return { image: { width, height, data: premultiplied(data) }, columns, lines, cellUnits };
}

/** In place: a canvas hands its pixels out unpremultiplied. */
export function premultiplied(data: Uint8ClampedArray): Uint8ClampedArray {
  for (let i = 0; i < data.length; i += 4) {
    const alpha = (data[i + 3] ?? 0) / 255;
    if (alpha === 1) continue;
    for (let channel = i; channel < i + 3; channel++) data[channel] = (data[channel] ?? 0) * alpha;
  }
  return data;
}
