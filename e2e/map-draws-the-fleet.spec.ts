import type { Page } from 'playwright/test';
import { tokens } from '../web/ui/tokens.ts';
import { cityUrl } from './city.ts';
import { expect, looksAt, placeFrom, signIn, test } from './console.ts';

interface Feature {
  geometry: { coordinates: [number, number] };
  properties: {
    cameraId: number;
    siteId: number;
    kind: string | null;
    state: string;
    azimuthDeg: number | null;
    hfovDeg: number | null;
    rangeM: number | null;
  };
}

const ZOOM = 18;
const METRES_PER_PX = 0.236;
const ALL_STATES = 'normal|live|unknown|caution|fault|violation';

/** Colour of the map's pixels at offsets from the middle of its canvas, as a person sees them. */
async function colours(page: Page, offsets: readonly (readonly [number, number])[]): Promise<number[][]> {
  const canvas = page.locator('.map canvas').first();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('the map has no canvas');
  const png = (await page.screenshot({ clip: box })).toString('base64');
  return page.evaluate(
    async ({ png, offsets }) => {
      const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const pen = new OffscreenCanvas(picture.width, picture.height).getContext('2d')!;
      pen.drawImage(picture, 0, 0);
      return offsets.map(([x, y]) => [
        ...pen.getImageData(Math.round(picture.width / 2 + x), Math.round(picture.height / 2 + y), 1, 1).data,
      ]);
    },
    { png, offsets },
  );
}

const sum = (colour: readonly number[]): number => colour.slice(0, 3).reduce((all, each) => all + each, 0);
const near = (a: readonly number[], hex: string) =>
  [1, 3, 5].every((at, i) => Math.abs((a[i] ?? 0) - parseInt(hex.slice(at, at + 2), 16)) < 12);

/** How far before the camera its field of view is looked at. */
const lookedAtM = ({ properties: { rangeM } }: Feature): number => Math.min((rangeM ?? 0) * 0.6, 60);

/**
 * Fixed cameras that answer, alone on their poles and far from one another: their rows lie in different chunks. Nothing
 * stands between them and the place before them that is looked at.
 */
async function loneCameras(page: Page): Promise<Feature[]> {
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.5,37.4,129.2,38`);
  const { features } = (await answer.json()) as { features: Feature[] };
  const bySite = Map.groupBy(features, ({ properties }) => properties.siteId);
  const lone = features.filter(({ properties: { siteId, kind, state, azimuthDeg, hfovDeg, rangeM } }) => {
    const known = azimuthDeg !== null && hfovDeg !== null && rangeM !== null && rangeM > 30;
    return known && kind === 'fixed' && state === 'normal' && bySite.get(siteId)?.length === 1;
  });
  if (lone.length < 10) return [];
  lone.sort((a, b) => a.geometry.coordinates[1] - b.geometry.coordinates[1]);
  const chosen: Feature[] = [];
  for (const part of [0.15, 0.6])
    for (const each of lone.slice(Math.floor(part * lone.length))) {
      const [lon, lat] = each.geometry.coordinates;
      const place = placeFrom(lon, lat, each.properties.azimuthDeg!, lookedAtM(each));
      if (!(await looksAt(page, each.properties.cameraId, place))) continue;
      chosen.push(each);
      break;
    }
  return chosen;
}

test('a camera has its body where it stands and its field of view where it looks', async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page, 'operator', '?theme=dark');
  // The probes say after a while which cameras answer.
  let lone: Feature[] = [];
  await expect.poll(async () => (lone = await loneCameras(page)).length, { timeout: 90_000 }).toBe(2);
  for (const { geometry, properties } of lone) {
    const at = `at=${geometry.coordinates.join(',')},${ZOOM}&theme=dark`;
    const bearing = ((properties.azimuthDeg ?? 0) * Math.PI) / 180;
    const far = lookedAtM({ geometry, properties }) / METRES_PER_PX;
    const offsets = [
      [0, 0],
      [Math.sin(bearing) * far, -Math.cos(bearing) * far],
    ] as const;

    await page.goto(`${cityUrl()}/?${at}&-state=${encodeURIComponent(ALL_STATES)}`);
    await expect
      .poll(async () => near((await colours(page, offsets))[0] ?? [], tokens.dark.state.normal))
      .toBe(false);
    await page.waitForTimeout(1500);
    const [, ground = []] = await colours(page, offsets);

    await page.goto(`${cityUrl()}/?${at}`);
    await expect
      .poll(async () => near((await colours(page, offsets))[0] ?? [], tokens.dark.state.normal))
      .toBe(true);
    await expect
      .poll(async () => sum((await colours(page, offsets))[1] ?? []))
      .toBeGreaterThan(sum(ground) + 15);
  }
});
