/**
 * How each row looks, four bytes a row: style (index into the palette), opacity, flags, mark (0 = none). A change of
 * state or filter uploads this and nothing else.
 */
export const ROW_SHOWN = 1;
/** Drawn in a second pass, over the ordinary rows. */
export const ROW_RAISED = 2;
export const ROW_SELECTED = 4;
export const ROW_HOVERED = 8;
/** Its style has a badge: chunks without any are not asked for one. */
export const ROW_BADGED = 16;

export const STYLE_LIMIT = 16;
export const ROW_TEXTURE_WIDTH = 256;

export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

export interface RowStyle {
  /** Colours with alpha in 0..1, channels in 0..255. */
  fill: Rgba;
  line: Rgba;
  lineWidthPx: number;
  /** Opacity of a 45 degree hatch in the line's colour instead of the fill; 0 = none. */
  hatch: number;
  /** Column of the body and of the badge in the glyph atlas; null = no badge. */
  body: number;
  badge: number | null;
}

/** The palette as a 16 x 4 RGBA image: fill, line, line width and hatch, body and badge. */
export function paletteImage(styles: readonly RowStyle[]): Uint8Array {
  if (styles.length > STYLE_LIMIT) throw new RangeError(`too many styles: ${styles.length}`);
  const image = new Uint8Array(STYLE_LIMIT * 4 * 4);
  const put = (line: number, column: number, values: readonly number[]) =>
    image.set(
      values.map((value) => Math.round(Math.min(255, Math.max(0, value)))),
      (line * STYLE_LIMIT + column) * 4,
    );
  styles.forEach((style, column) => {
    put(0, column, [style.fill[0], style.fill[1], style.fill[2], style.fill[3] * 255]);
    put(1, column, [style.line[0], style.line[1], style.line[2], style.line[3] * 255]);
    put(2, column, [style.lineWidthPx * 32, style.hatch * 255, 0, 0]);
    put(3, column, [style.body, style.badge === null ? 0 : style.badge + 1, 0, 0]);
  });
  return image;
}

/** `rows` padded to whole lines of the row texture. */
export function rowImage(rowStyles: Uint8Array): { data: Uint8Array; height: number } {
  const height = Math.max(1, Math.ceil(rowStyles.length / 4 / ROW_TEXTURE_WIDTH));
  const size = height * ROW_TEXTURE_WIDTH * 4;
  if (rowStyles.length === size) return { data: rowStyles, height };
  const data = new Uint8Array(size);
  data.set(rowStyles);
  return { data, height };
}

export const hexToRgb = (hex: string): [number, number, number] => [
  parseInt(hex.slice(1, 3), 16),
  parseInt(hex.slice(3, 5), 16),
  parseInt(hex.slice(5, 7), 16),
];
