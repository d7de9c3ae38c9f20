const EQUATOR_M = 2 * Math.PI * 6_378_137;

/** True metres on the ground under one CSS pixel (Web Mercator, 512 px tiles). */
export const metresPerPx = (latDeg: number, zoom: number): number =>
  (EQUATOR_M * Math.cos((latDeg * Math.PI) / 180)) / (512 * 2 ** zoom);

/** The longest of 1, 2, 5 x 10^n metres that fits into `maxPx`, and its width. */
export function roundLength(latDeg: number, zoom: number, maxPx: number): { metres: number; px: number } {
  const scale = metresPerPx(latDeg, zoom);
  const most = scale * maxPx;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = power * ([5, 2].find((step) => step * power <= most) ?? 1);
  return { metres, px: metres / scale };
}
