import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { findChromium } from '../server/testing/browser.ts';
import { accountOf, cityUrl } from './city.ts';
import startCity from './start-city.ts';

/** Takes the README's pictures from the running product: `npm run pictures`. */

const FOLDER = join(import.meta.dirname, 'pictures');
const CENTRE = '128.8961,37.7521';

interface Picture {
  readonly name: string;
  readonly query: string;
  readonly size: { readonly width: number; readonly height: number };
  /** What to do once the map stands. */
  readonly then?: (page: Page) => Promise<void>;
}

const WIDE = { width: 1920, height: 1080 };
const LAPTOP = { width: 1366, height: 768 };

const openStreetCamera = async (page: Page): Promise<void> => {
  await page.keyboard.press('/');
  await page.keyboard.type('GN-0412-1');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('실시간').first().waitFor();
};

const PICTURES: readonly Picture[] = [
  { name: 'city-dark-1920', query: `?at=128.86,37.79,11.4&theme=dark`, size: WIDE },
  { name: 'city-light-1920', query: `?at=128.86,37.79,11.4&theme=light`, size: WIDE },
  { name: 'town-dark-1920', query: `?at=${CENTRE},14.4&theme=dark`, size: WIDE },
  { name: 'town-light-1920', query: `?at=${CENTRE},14.4&theme=light`, size: WIDE },
  { name: 'street-dark-1920', query: `?at=${CENTRE},17&theme=dark`, size: WIDE, then: openStreetCamera },
  { name: 'street-light-1366', query: `?at=${CENTRE},17&theme=light`, size: LAPTOP, then: openStreetCamera },
];

const stop = await startCity();
try {
  mkdirSync(FOLDER, { recursive: true });
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic'],
  });
  const page = await browser.newPage({ locale: 'ko-KR', timezoneId: 'Asia/Seoul' });
  const { account, password } = accountOf('operator');
  await page.request.post(`${cityUrl()}/api/session`, { data: { account, password } });
  // The first round of probes has spoken by then, so that states are proved and not still unknown.
  await page.waitForTimeout(90_000);
  for (const picture of PICTURES) {
    await page.setViewportSize(picture.size);
    await page.goto(`${cityUrl()}/${picture.query}`);
    await page.locator('canvas').first().waitFor();
    await page.waitForTimeout(12_000);
    await picture.then?.(page);
    await page.waitForTimeout(8_000);
    await page.screenshot({ path: join(FOLDER, `${picture.name}.png`) });
    console.log(`${picture.name}.png`);
  }
  await browser.close();
} finally {
  await stop();
}
