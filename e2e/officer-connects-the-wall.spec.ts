import type { Page } from 'playwright/test';
import { accountOf, cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';
import { inCityDatabase } from './people.ts';

test('the officer registers a screen, the wall types its code and shows the map without a search', async ({
  page,
  browser,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource.*40[13]/);
  await signIn(page, 'officer', '?office=accounts');
  await page.getByRole('button', { name: '표시 화면' }).click();
  await page.getByRole('button', { name: '화면 등록' }).click();
  await page.getByLabel('이름', { exact: true }).fill('비디오월 2');
  await page.getByLabel('망', { exact: true }).fill('127.0.0.0/8');
  await page.getByLabel('책임자').selectOption(accountOf('operator').account);
  await page.getByRole('button', { name: '등록하고 번호 받기' }).click();
  const code = await page.locator('[data-pairing]').innerText();

  const wall = await (await browser.newContext({ viewport: { width: 1600, height: 900 } })).newPage();
  await wall.goto(cityUrl());
  await wall.getByRole('button', { name: '화면 전용으로 연결' }).click();
  await expect(wall.getByLabel('연결 번호 8자리')).toBeFocused();
  await wall.keyboard.type(code);
  await expect(wall.getByText('비디오월 2')).toBeVisible();
  await expect(wall.locator('.map canvas').first()).toBeVisible();
  await expect(wall.locator('[data-legend="state:normal"]')).toContainText(/\d/);
  await expect(wall.getByRole('combobox')).toHaveCount(0);
  await expect(wall.getByRole('region', { name: '처리할 일' })).toHaveCount(0);
  const search = await wall.request.get(`${cityUrl()}/api/cameras/search?q=1`);
  expect(search.status()).toBe(403);

  const row = page.getByRole('row', { name: /비디오월 2/ });
  await expect(row).toContainText('연결됨');
  await row.getByRole('button', { name: '끝내기' }).click();
  await row.getByRole('button', { name: '정말 끝내기' }).click();
  await expect(row).toContainText('끝남');
  await expect(wall.getByLabel('계정')).toBeVisible();
  await wall.context().close();
});

async function someCameraIds(page: Page, count: number): Promise<number[]> {
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.87,37.74,128.92,37.77`);
  const { features } = (await answer.json()) as {
    features: readonly { properties: { cameraId: number; state: string; kind: string | null } }[];
  };
  const fine = features.filter(({ properties: { state, kind } }) => state === 'normal' && kind === 'fixed');
  return Array.from({ length: count }, (_, at) => fine[at * 13]!.properties.cameraId);
}

test('Art. 30(1), 30(3): an officer puts a scene on a display, an operator a sequence; the display shows it by itself, also after it was loaded anew', async ({
  page,
  browser,
}) => {
  await signIn(page, 'officer');
  const origin = { origin: cityUrl() };
  const registered = await page.request.post(`${cityUrl()}/api/displays`, {
    data: {
      ...{ requestId: crypto.randomUUID(), name: '비디오월 3', network: '127.0.0.0/8' },
      account: accountOf('operator').account,
    },
    headers: origin,
  });
  const { code } = (await registered.json()) as { code: string };
  const cameraIds = await someCameraIds(page, 3);
  const scenes = cameraIds.map((cameraId, at) => ({
    sceneId: crypto.randomUUID(),
    name: `상황 ${at}`,
    cameraId,
  }));
  for (const { sceneId, name, cameraId } of scenes) {
    const data = { name, tiles: 4, shared: true, cameras: [{ tile: 2, cameraId }] };
    const kept = await page.request.put(`${cityUrl()}/api/wall/scenes/${sceneId}`, { data, headers: origin });
    expect(kept.status()).toBe(204);
  }
  const sequenceId = crypto.randomUUID();
  const steps = scenes.map(({ sceneId }) => ({ sceneId }));
  await page.request.put(`${cityUrl()}/api/wall/sequences/${sequenceId}`, {
    data: { name: '상황 순회', dwellS: 60, shared: true, steps },
    headers: origin,
  });

  const display = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
  await display.goto(cityUrl());
  await display.getByRole('button', { name: '화면 전용으로 연결' }).click();
  await display.keyboard.type(code);
  await expect(display.locator('[data-legend="state:normal"]')).toContainText(/\d/);

  await page.goto(`${cityUrl()}/?mode=wall`);
  await expect(page.getByRole('region', { name: '영상벽', exact: true })).toBeVisible();
  await page.keyboard.press('o');
  await page.getByRole('button', { name: '상황 0 표시 화면에 띄우기' }).press('Enter');
  await page.getByLabel('어느 화면').selectOption('비디오월 3 · 연결됨');
  await page.getByRole('button', { name: '띄우기', exact: true }).press('Enter');
  const shown = display.locator('[data-tile="2"]');
  await expect(shown).toHaveAttribute('data-camera', String(cameraIds[0]));
  await expect(shown).toContainText('실시간');
  await expect(display.getByRole('complementary', { name: '영상벽 옆 판' })).toContainText('이주무');
  await expect(page.locator('[data-display="비디오월 3"]')).toContainText('상황 0 · 이주무');
  const rows = await inCityDatabase(
    (sql) =>
      sql<{ detail: { name: string; display: string } }[]>`
      select detail from audit where action = 'wall.show' and outcome = 'done' and detail->>'display' = '비디오월 3'`,
  );
  expect(rows.map(({ detail }) => detail)).toMatchObject([{ name: '상황 0', display: '비디오월 3' }]);

  // Loaded anew, as after the power was out, it comes back to the same by itself.
  await display.reload();
  await expect(shown).toContainText('실시간');

  // A scene that is removed leaves the sequence that runs there, at once.
  await page.getByRole('button', { name: '상황 순회 표시 화면에 띄우기' }).press('Enter');
  await page.getByLabel('어느 화면').selectOption('비디오월 3 · 연결됨');
  await page.getByRole('button', { name: '띄우기', exact: true }).press('Enter');
  const side = display.getByRole('complementary', { name: '영상벽 옆 판' });
  await expect(side).toContainText('순회 1/3');
  await page.request.delete(`${cityUrl()}/api/wall/scenes/${scenes[0]!.sceneId}`, { headers: origin });
  await expect(side).toContainText('순회 1/2');
  await expect(shown).toHaveAttribute('data-camera', String(cameraIds[1]));

  await page.getByRole('button', { name: '비디오월 3에서 상황 순회 내리기' }).press('Enter');
  await expect(display.getByRole('region', { name: '범례와 거르기' })).toBeVisible();
  await expect(display.locator('video')).toHaveCount(0);
  for (const { sceneId } of scenes)
    await page.request.delete(`${cityUrl()}/api/wall/scenes/${sceneId}`, { headers: origin });
  await page.request.delete(`${cityUrl()}/api/wall/sequences/${sequenceId}`, { headers: origin });
  await display.context().close();
});
