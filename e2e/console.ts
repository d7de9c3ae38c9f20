import { expect, test as base, type Page } from 'playwright/test';
import { accountOf, cityUrl, type CityRole } from './city.ts';

interface Watch {
  /** Errors that this test brings about on purpose, such as the browser's note of a refused password. */
  readonly expectErrors: (pattern: RegExp) => void;
}

/**
 * A page that may not ask an outside host, break the content policy, log an error or throw: each of these fails the
 * test that saw it.
 */
export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ page }, use) => {
      const expected: RegExp[] = [];
      const seen: string[] = [];
      const own = new URL(cityUrl()).host;
      page.on('request', (request) => {
        const { protocol, host } = new URL(request.url());
        if (!['data:', 'blob:'].includes(protocol) && host !== own) seen.push(`outside: ${request.url()}`);
      });
      page.on('websocket', (socket) => {
        if (new URL(socket.url()).host !== own) seen.push(`outside: ${socket.url()}`);
      });
      page.on('console', (message) => {
        if (message.type() === 'error') seen.push(`console: ${message.text()} ${message.location().url}`);
      });
      page.on('pageerror', (error) => seen.push(`thrown: ${error.message}`));
      await page.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) =>
          console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
        );
      });
      await use({ expectErrors: (pattern) => expected.push(pattern) });
      expect(seen.filter((each) => !expected.some((pattern) => pattern.test(each)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Signs in through the page, then waits for the map and its cameras. */
export async function signIn(page: Page, role: CityRole, query = '', of?: 'contractor'): Promise<void> {
  const { account, password } = accountOf(role, of);
  await page.goto(`${cityUrl()}/${query}`);
  await page.getByLabel('계정').fill(account);
  await page.getByLabel('비밀번호').fill(password);
  await page.getByRole('button', { name: '로그인' }).click();
  await expect(page.getByRole('region', { name: '범례와 거르기' })).toBeVisible();
  await expect(page.locator('[data-legend="state:normal"]')).toContainText(/\d/);
  await expect(page.locator('.map canvas').first()).toBeVisible();
}

export interface SeenCamera {
  readonly cameraId: number;
  readonly managementNo: string;
  readonly name: string;
  readonly siteName: string;
  readonly lon: number;
  readonly lat: number;
}

interface Feature {
  readonly geometry: { readonly coordinates: readonly [number, number] };
  readonly properties: {
    readonly cameraId: number;
    readonly managementNo: string | null;
    readonly name: string;
    readonly siteId: number;
    readonly siteName: string;
    readonly kind: string | null;
    readonly state: string;
    readonly azimuthDeg: number | null;
  };
}

/** The place so many metres from another at a bearing, near enough for a click. */
export const placeFrom = (lon: number, lat: number, bearingDeg: number, metres: number): [number, number] => [
  lon + (Math.sin((bearingDeg * Math.PI) / 180) * metres) / 88_000,
  lat + (Math.cos((bearingDeg * Math.PI) / 180) * metres) / 111_000,
];

/** Whether a camera surely looks at a place now, as the API says. */
export async function looksAt(
  page: Page,
  cameraId: number,
  [lon, lat]: readonly [number, number],
): Promise<boolean> {
  const answer = await page.request.get(
    `${cityUrl()}/api/coverage/seeing?lon=${lon.toFixed(7)}&lat=${lat.toFixed(7)}`,
  );
  const { cameras } = (await answer.json()) as { cameras: { cameraId: number; seenNow: boolean }[] };
  return cameras.some((each) => each.cameraId === cameraId && each.seenNow);
}

/** A fixed camera that answers and stands alone on its pole, no other within some metres, read over the page's own session. */
export async function aLoneCamera(page: Page): Promise<SeenCamera> {
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.87,37.74,128.92,37.77`);
  const { features } = (await answer.json()) as { features: readonly Feature[] };
  const bySite = Map.groupBy(features, ({ properties }) => properties.siteId);
  for (const [only, ...others] of bySite.values()) {
    if (only === undefined || others.length > 0) continue;
    const { cameraId, managementNo, name, siteName, kind, state, azimuthDeg } = only.properties;
    if (kind !== 'fixed' || state !== 'normal' || azimuthDeg === null || managementNo === null) continue;
    const [lon, lat] = only.geometry.coordinates;
    const isNear = ({ geometry: { coordinates } }: Feature): boolean =>
      Math.hypot((coordinates[0] - lon) * 88_000, (coordinates[1] - lat) * 111_000) < 15;
    if (features.filter(isNear).length > 1) continue;
    return { cameraId, managementNo, name, siteName, lon, lat };
  }
  throw new Error('no lone camera answers in the middle of the town');
}

/** A place that the camera surely sees: not so near that it looks over it, and not behind a house. */
export async function aSeenPlace(page: Page, camera: SeenCamera): Promise<[number, number]> {
  const answer = await page.request.get(`${cityUrl()}/api/cameras/${camera.cameraId}`);
  const { azimuthDeg, rangeM } = (await answer.json()) as { azimuthDeg: number; rangeM: number };
  for (let metres = Math.floor(rangeM) - 1; metres > 3; metres -= 2) {
    const place = placeFrom(camera.lon, camera.lat, azimuthDeg, metres);
    if (await looksAt(page, camera.cameraId, place)) return place;
  }
  throw new Error('the camera sees nothing before it');
}

/** Media times of the next frames that the browser really showed. */
export function shownFrames(page: Page, count: number): Promise<number[]> {
  return page.locator('video').evaluate(
    (video: HTMLVideoElement, wanted) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = [];
        const seen = (_: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
          times.push(mediaTime);
          if (times.length >= wanted) resolve(times);
          else video.requestVideoFrameCallback(seen);
        };
        video.requestVideoFrameCallback(seen);
      }),
    count,
  );
}
