import { z } from 'zod';

/** Zooms at which the server makes tiles; the map overzooms above. */
export const TILE_ZOOMS = { min: 8, max: 16 } as const;

const wholeNumber = (max: number) =>
  z
    .string()
    .regex(/^\d{1,7}$/u)
    .transform(Number)
    .pipe(z.number().max(max));

/** A tile's address as it stands in the path. Column and row must exist at their zoom. */
export const tileAddressSchema = z
  .object({
    version: wholeNumber(9_999_999),
    z: wholeNumber(TILE_ZOOMS.max).pipe(z.number().min(TILE_ZOOMS.min)),
    x: wholeNumber(2 ** TILE_ZOOMS.max),
    y: wholeNumber(2 ** TILE_ZOOMS.max),
  })
  .refine(({ z: zoom, x }) => x < 2 ** zoom, { path: ['x'] })
  .refine(({ z: zoom, y }) => y < 2 ** zoom, { path: ['y'] });
export type TileAddress = z.infer<typeof tileAddressSchema>;

/** The widest box that is answered, degrees a side: a city, never a country. */
const WIDEST_DEG = 3;

/** `w,s,e,n` in degrees: four finite numbers, west of east, south of north, not across the date line. */
export const landBoxSchema = z
  .string()
  .max(120)
  .transform((text) => text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part))))
  .pipe(z.tuple([z.number(), z.number(), z.number(), z.number()]))
  .refine(([w, s, e, n]) => w >= -180 && e <= 180 && s >= -90 && n <= 90 && w < e && s < n)
  .refine(([w, s, e, n]) => e - w <= WIDEST_DEG && n - s <= WIDEST_DEG);
export type LandBox = z.infer<typeof landBoxSchema>;

export const landLayerSchema = z.enum(['buildings', 'roads', 'districts']);
export type LandLayer = z.infer<typeof landLayerSchema>;

/** Answer of `GET /api/city`: what the map needs before its first tile. */
export interface City {
  readonly name: string;
  readonly center: readonly [lon: number, lat: number];
  readonly bbox: readonly [west: number, south: number, east: number, north: number];
  /** Changes with every load of a basemap layer; part of every tile's address. */
  readonly tileVersion: number;
  /** Which layers are invented, so that the screen can say 시연용 합성 데이터. */
  readonly synthetic: Readonly<Record<'cameras' | 'districts' | 'roads' | 'buildings' | 'coast', boolean>>;
  readonly sources: readonly { readonly layer: string; readonly title: string; readonly source: string }[];
}
