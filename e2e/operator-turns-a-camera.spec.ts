import { request, type Page } from 'playwright/test';
import { turnBetween, wholeBearing } from '../server/streams/ptz.rules.ts';
import { accountOf, cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';
import { editCamera } from './edit-camera.ts';

interface Standing {
  readonly aim: { readonly bearingDeg: number } | null;
  readonly home: { readonly bearingDeg: number } | null;
  readonly barred: readonly { readonly fromDeg: number }[];
  readonly purposes: readonly string[];
}

const standingOf = async (page: Page, cameraId: number): Promise<Standing> =>
  (await (await page.request.get(`${cityUrl()}/api/cameras/${cameraId}/ptz`)).json()) as Standing;
const turned = async (page: Page): Promise<readonly { cameraId: number; azimuthDeg: number | null }[]> =>
  (
    (await (await page.request.get(`${cityUrl()}/api/ptz/views`)).json()) as {
      views: { cameraId: number; azimuthDeg: number | null }[];
    }
  ).views;

/** The cameras that the maps draw elsewhere than home; one that is only in hand is drawn where it stands. */
const away = async (page: Page, home: number): Promise<readonly number[]> =>
  (await turned(page))
    .filter(({ azimuthDeg }) => azimuthDeg === null || Math.abs(turnBetween(azimuthDeg, home)) > 2)
    .map(({ cameraId }) => cameraId);

/** A turning camera that answers, is measured, and keeps out of somebody's windows. */
async function aTurningCamera(
  page: Page,
): Promise<{ cameraId: number; lon: number; lat: number; home: number }> {
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.85,37.72,128.95,37.80`);
  const { features } = (await answer.json()) as {
    features: readonly {
      geometry: { coordinates: [number, number] };
      properties: { cameraId: number; kind: string | null; state: string };
    }[];
  };
  for (const { geometry, properties } of features) {
    if (properties.kind !== 'ptz' || properties.state !== 'normal') continue;
    const { home, barred, purposes } = await standingOf(page, properties.cameraId);
    if (home === null || barred.length === 0 || !purposes.includes('security')) continue;
    const [lon, lat] = geometry.coordinates;
    return { cameraId: properties.cameraId, lon, lat, home: home.bearingDeg };
  }
  throw new Error('no turning camera with a barred sector answers in the town');
}

test('an operator names the purpose, turns a camera by keys and by the map, and gives it back', async ({
  page,
  watch,
}) => {
  // At the edge of the barred sector the server refuses to go on.
  watch.expectErrors(/409/);
  await signIn(page, 'operator');
  const camera = await aTurningCamera(page);
  await page.goto(`${cityUrl()}/?at=${camera.lon},${camera.lat},17.5&camera=${camera.cameraId}`);
  const card = page.getByRole('region', { name: '카메라', exact: true });
  await expect(card.locator('video')).toBeVisible();

  await expect(card.getByRole('button', { name: /^돌리기/ })).toBeVisible();
  await page.keyboard.press('p');
  const strip = card.getByRole('region', { name: '회전 조작' });
  await expect(strip).toContainText('무엇을 위해 돌립니까');
  await expect(strip).toContainText('제11조제1항');
  const nth = await strip.getByRole('button', { name: /^방범/ }).locator('kbd').innerText();
  await page.keyboard.press(nth);
  await expect(strip).toContainText('목적 방범');

  // What is written on the card meanwhile takes nobody's camera away.
  const { account, password } = accountOf('officer');
  const officer = await request.newContext({ baseURL: cityUrl(), extraHTTPHeaders: { origin: cityUrl() } });
  await officer.post('/api/session', { data: { account, password } });
  await editCamera(officer, camera.cameraId, { name: '이름을 고친 회전 카메라' });
  await officer.dispose();
  await expect(card.getByRole('heading', { level: 2 })).toHaveText('이름을 고친 회전 카메라');
  await expect(strip).toContainText('목적 방범');

  await page.keyboard.down('ArrowRight');
  await expect.poll(() => away(page, camera.home)).toEqual([camera.cameraId]);
  await page.keyboard.up('ArrowRight');
  // The chip on the picture is drawn from the same columns as the sector on the map.
  const bearing = async (): Promise<number> =>
    wholeBearing((await standingOf(page, camera.cameraId)).aim!.bearingDeg);
  await expect
    .poll(async () => (await card.locator('figure').innerText()).includes(`방위 ${String(await bearing())}°`))
    .toBe(true);
  await expect(strip).toContainText(`방위 ${String(await bearing())}°`);

  const box = (await page.locator('.map').boundingBox())!;
  const before = await bearing();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2 - 150);
  await expect.poll(bearing, { timeout: 15_000 }).not.toBe(before);

  await page.keyboard.press('Home');
  await expect.poll(() => away(page, camera.home), { timeout: 15_000 }).toEqual([]);
  await page.keyboard.down('Shift');
  await page.keyboard.down('ArrowRight');
  await expect(strip.getByRole('alert')).toContainText('보지 않는 구역', { timeout: 20_000 });
  await page.keyboard.up('ArrowRight');
  await page.keyboard.up('Shift');

  await page.keyboard.press('Escape');
  await expect(strip).toHaveCount(0);
  await expect.poll(() => turned(page), { timeout: 15_000 }).toEqual([]);
  await expect(card).toBeVisible();
});

test('an officer takes a camera from an operator by keys, and is told to whom it goes back', async ({
  page,
}) => {
  await signIn(page, 'officer');
  const camera = await aTurningCamera(page);
  const { account, password } = accountOf('operator');
  const operator = await request.newContext({ baseURL: cityUrl(), extraHTTPHeaders: { origin: cityUrl() } });
  await operator.post('/api/session', { data: { account, password } });
  const held = await operator.post(`/api/cameras/${camera.cameraId}/ptz/hold`, {
    data: { serves: { purpose: 'security' } },
  });
  expect(held.ok()).toBe(true);

  await page.goto(`${cityUrl()}/?at=${camera.lon},${camera.lat},17.5&camera=${camera.cameraId}`);
  const card = page.getByRole('region', { name: '카메라', exact: true });
  await card.getByRole('button', { name: /^돌리기/ }).click();
  const strip = card.getByRole('region', { name: '회전 조작' });
  await expect(strip).toContainText('님이 잡고 있습니다');
  await strip.getByRole('button', { name: /^방범/ }).click();
  await expect(strip.getByRole('alert')).toHaveText('까닭을 먼저 적고 목적을 고르십시오');
  await strip.getByLabel('가져오는 까닭').fill('골목 폭행 신고');
  await expect(strip.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(strip).toContainText(/놓으면 .* 님이 다시 잡습니다/);

  await page.keyboard.press('Escape');
  await expect(strip).toHaveCount(0);
  await operator.post(`/api/cameras/${camera.cameraId}/ptz/release`, { data: {} });
  await operator.dispose();
  await expect.poll(() => turned(page), { timeout: 15_000 }).toEqual([]);
});

test('an officer bars a sector by pressing its edges on the map, and its preset may not be gone to', async ({
  page,
  watch,
}) => {
  // A period that is over is refused.
  watch.expectErrors(/400/);
  await signIn(page, 'officer');
  const camera = await aTurningCamera(page);
  const { barred } = await standingOf(page, camera.cameraId);
  await page.goto(`${cityUrl()}/?at=${camera.lon},${camera.lat},18&camera=${camera.cameraId}`);
  const card = page.getByRole('region', { name: '카메라', exact: true });
  await card.getByRole('button', { name: /^돌리기/ }).click();
  const strip = card.getByRole('region', { name: '회전 조작' });
  await strip.getByRole('button', { name: /^방범/ }).click();
  await strip.getByRole('button', { name: '프리셋 보기' }).click();
  await expect(strip.getByRole('button', { name: /^순회 2번/ })).toBeEnabled();

  await strip.getByRole('button', { name: '더하기' }).click();
  const form = strip.getByRole('form', { name: '보지 않는 구역 더하기' });
  const box = (await page.locator('.map').boundingBox())!;
  // Around where the second preset looks: 63 degrees to the right of home.
  const press = (deg: number): Promise<void> => {
    const turn = ((camera.home + deg) * Math.PI) / 180;
    return page.mouse.click(
      box.x + box.width / 2 + Math.sin(turn) * 150,
      box.y + box.height / 2 - Math.cos(turn) * 150,
    );
  };
  await press(58);
  await press(68);
  await expect(form).toContainText(/시계 방향으로 (9|10|11)°/);
  const first = Number(await form.getByLabel('처음 방위 (도)').inputValue());
  expect(Math.abs(turnBetween(first, camera.home + 58))).toBeLessThan(3);
  await form.getByLabel(/몇 배 확대부터/).fill('2');
  await form.getByLabel('까닭').fill('옥상 빨래터');
  await form.getByLabel('끝일').fill('2026-01-31');
  await form.getByLabel('시작일').fill('2026-01-01');
  await form.getByRole('button', { name: '정함' }).click();
  await expect(form.getByRole('alert')).toContainText('이미 지났습니다');
  await form.getByLabel('끝일').fill('');
  await form.getByLabel(/몇 배 확대부터/).fill('');
  await form.getByRole('button', { name: '정함' }).click();
  await expect(form).toHaveCount(0);
  await expect(strip).toContainText('옥상 빨래터');
  await expect(strip.getByRole('button', { name: /^순회 2번/ })).toHaveCount(0);
  await expect(strip).toContainText(/순회 2번\s*보지 않는 구역 .* 제11조제1항/);
  await strip.getByRole('button', { name: /^순회 3번/ }).click();
  await expect.poll(() => away(page, camera.home), { timeout: 15_000 }).toEqual([camera.cameraId]);

  await strip.getByRole('listitem').filter({ hasText: '옥상 빨래터' }).getByRole('button').click();
  await strip.getByLabel('까닭').fill('시험이 끝남');
  await strip.getByRole('form').getByRole('button', { name: '끝내기' }).click();
  await expect.poll(async () => (await standingOf(page, camera.cameraId)).barred.length).toBe(barred.length);
  // The first Escape would close the form alone.
  await expect(strip.getByRole('form')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(strip).toHaveCount(0);
  await expect.poll(() => turned(page), { timeout: 15_000 }).toEqual([]);
});

test('one who may not turn a camera is offered nothing', async ({ page }) => {
  await signIn(page, 'operator');
  const camera = await aTurningCamera(page);
  await page.request.delete(`${cityUrl()}/api/session`, { headers: { origin: cityUrl() } });
  // Of a tab that was another's the next person takes over no screen.
  await signIn(page, 'auditor');
  await page.goto(`${cityUrl()}/?camera=${camera.cameraId}`);
  const card = page.getByRole('region', { name: '카메라', exact: true });
  await expect(card).toContainText('회전형');
  await expect(card.getByRole('button', { name: /돌리기/ })).toHaveCount(0);
  await page.keyboard.press('p');
  await expect(page.getByRole('region', { name: '회전 조작' })).toHaveCount(0);
});
