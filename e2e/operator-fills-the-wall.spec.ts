import type { Page } from 'playwright/test';
import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';
import { inCityDatabase } from './people.ts';

interface Found {
  readonly cameraId: number;
  readonly managementNo: string;
}

/** Cameras that answer, far enough apart in the list to be of different places. */
async function someCameras(page: Page, count: number): Promise<Found[]> {
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.87,37.74,128.92,37.77`);
  const { features } = (await answer.json()) as {
    features: readonly { properties: Found & { state: string; kind: string | null } }[];
  };
  const fine = features
    .map(({ properties }) => properties)
    .filter(
      ({ state, kind, managementNo }) => state === 'normal' && kind === 'fixed' && managementNo !== null,
    );
  return Array.from({ length: count }, (_, at) => fine[at * 11]!);
}

const tile = (page: Page, n: number) => page.locator(`[data-tile="${n}"]`);
const wallOf = (page: Page) => page.getByRole('region', { name: '영상벽', exact: true });

async function openWall(page: Page, query = ''): Promise<void> {
  await page.goto(`${cityUrl()}/?mode=wall${query}`);
  await expect(wallOf(page)).toBeVisible();
}

/** Frames that each picture on the wall has shown since it was first looked at. */
async function framesAdvance(page: Page, count: number): Promise<void> {
  await page.evaluate(() => {
    for (const video of document.querySelectorAll('video')) {
      if (video.dataset['frames'] !== undefined) continue;
      video.dataset['frames'] = '0';
      const seen = (): void => {
        video.dataset['frames'] = String(Number(video.dataset['frames']) + 1);
        video.requestVideoFrameCallback(seen);
      };
      video.requestVideoFrameCallback(seen);
    }
  });
  await expect
    .poll(() =>
      page
        .locator('video')
        .evaluateAll(
          (videos) => videos.filter((video) => Number((video as HTMLElement).dataset['frames']) >= 8).length,
        ),
    )
    .toBe(count);
}

async function fillFromKeys(page: Page, cameras: readonly Found[]): Promise<void> {
  for (const [at, { managementNo, cameraId }] of cameras.entries()) {
    await page.keyboard.press(String(at + 1));
    await page.keyboard.press('/');
    await page.keyboard.type(managementNo);
    await expect(page.getByRole('option').first()).toContainText(managementNo);
    await page.keyboard.press('Enter');
    await expect(tile(page, at + 1)).toHaveAttribute('data-camera', String(cameraId));
  }
}

test('an operator fills the wall from the map, keeps a scene and opens it again, by the keyboard alone', async ({
  page,
}) => {
  await signIn(page, 'operator');
  const cameras = await someCameras(page, 4);
  const [first, ...others] = cameras as [Found, ...Found[]];

  await page.keyboard.press('/');
  await page.keyboard.type(first.managementNo);
  await expect(page.getByRole('option').first()).toContainText(first.managementNo);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: '카메라', exact: true })).toContainText(first.managementNo);
  await page.keyboard.press('v');
  await expect(page.getByRole('status').filter({ hasText: '영상벽 1번 칸에 올렸습니다' })).toBeVisible();

  await page.keyboard.press('Shift+Digit4');
  await expect(wallOf(page)).toBeVisible();
  await expect(tile(page, 1)).toHaveAttribute('data-camera', String(first.cameraId));
  await page.keyboard.press('-');
  await expect(wallOf(page)).toHaveAttribute('data-tiles', '4');
  await expect(tile(page, 2)).toContainText('칸이 비어 있음 · 카메라를 끌어 오거나 / 로 찾기');
  for (const [at, { managementNo }] of others.entries()) {
    await page.keyboard.press(String(at + 2));
    await page.keyboard.press('/');
    await page.keyboard.type(managementNo);
    await expect(page.getByRole('option').first()).toContainText(managementNo);
    await page.keyboard.press('Enter');
    await expect(tile(page, at + 2)).toContainText(managementNo);
  }
  for (const n of [1, 2, 3, 4]) await expect(tile(page, n)).toContainText('실시간');
  await framesAdvance(page, 4);
  expect(
    await page
      .locator('[data-picture]')
      .evaluateAll((all) => all.map((each) => (each as HTMLElement).dataset['quality'])),
  ).toEqual(['sub', 'sub', 'sub', 'sub']);

  await page.keyboard.press('o');
  await page.getByRole('button', { name: '지금 화면을 장면으로 저장' }).press('Enter');
  await page.keyboard.type('새벽 순찰');
  await page.keyboard.press('Enter');
  const kept = page.locator('[data-kept]', { hasText: '새벽 순찰' });
  await expect(kept).toContainText('4칸 · 4대');
  await page.keyboard.press('Escape');

  await openWall(page);
  await expect(tile(page, 1)).toContainText('칸이 비어 있음');
  await page.keyboard.press('o');
  await expect(kept).toBeFocused();
  await page.keyboard.press('Enter');
  for (const [at, { cameraId }] of cameras.entries())
    await expect(tile(page, at + 1)).toHaveAttribute('data-camera', String(cameraId));
  await page.reload();
  await expect(tile(page, 4)).toContainText('실시간');
  await expect(page.getByRole('complementary', { name: '영상벽 옆 판' })).toContainText('새벽 순찰');

  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await expect(page.locator(`[data-picture="${others[0]!.cameraId}"][data-quality="main"]`)).toHaveCount(1);
  await expect(page.locator('[data-picture]')).toHaveCount(4);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Delete');
  await expect(tile(page, 2)).toContainText('칸이 비어 있음');
  // One Escape too many leaves the wall as it is, and says which key goes.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('status').filter({ hasText: '지도로 가려면 Shift+1' })).toBeVisible();
  await expect(wallOf(page)).toBeVisible();
  await page.keyboard.press('Shift+Digit1');
  await expect(page.locator('.map canvas').first()).toBeVisible();
  await expect(page.getByRole('region', { name: '범례와 거르기' })).toBeVisible();
  await expect(page.locator('video')).toHaveCount(0);

  // The map comes back to where it looked, by the mode as by the browser's own way back.
  const at = (): string | null => new URL(page.url()).searchParams.get('at');
  const before = at();
  await page.keyboard.press('Equal');
  await expect.poll(at).not.toBe(before);
  // The map has come to rest where the address stays the same for a while.
  await expect(async () => {
    const now = at();
    await page.waitForTimeout(500);
    expect(at()).toBe(now);
  }).toPass();
  const looked = at();
  await page.keyboard.press('Shift+Digit4');
  await expect(wallOf(page)).toBeVisible();
  await page.goBack();
  await expect(wallOf(page)).toHaveCount(0);
  await expect.poll(at).toBe(looked);
});

test('a sequence goes on by itself, says how far it is, waits for a hand and ends with the wall', async ({
  page,
}) => {
  await signIn(page, 'operator');
  const cameras = await someCameras(page, 3);
  const scenes = cameras.map(({ cameraId }, at) => ({
    sceneId: crypto.randomUUID(),
    name: `곳 ${at + 1}`,
    cameraId,
  }));
  for (const { sceneId, name, cameraId } of scenes) {
    const data = { name, tiles: 1, shared: false, cameras: [{ tile: 1, cameraId }] };
    const answer = await page.request.put(`${cityUrl()}/api/wall/scenes/${sceneId}`, { data });
    expect(answer.status()).toBe(204);
  }
  await openWall(page);
  await page.keyboard.press('o');
  await page.getByRole('button', { name: '새 순회' }).press('Enter');
  await page.keyboard.type('세 곳');
  await page.getByLabel('머무는 시간(초)').fill('4');
  for (const { name } of scenes) await page.getByRole('button', { name: `${name} 넣기` }).press('Enter');
  await page.getByRole('button', { name: '저장', exact: true }).press('Enter');
  await expect(page.getByRole('alert')).toContainText('5초에서 120초까지');
  await page.getByLabel('머무는 시간(초)').fill('5');
  await page.getByRole('button', { name: '저장', exact: true }).press('Enter');
  await page.locator('[data-kept]', { hasText: '세 곳' }).press('Enter');

  const side = page.getByRole('complementary', { name: '영상벽 옆 판' });
  await expect(side).toContainText(/순회 1\/3 · 다음 \d초/);
  await expect(tile(page, 1)).toHaveAttribute('data-camera', String(cameras[0]!.cameraId));
  // The next one is open before it is shown: no black gap, and on record from then on.
  await expect(page.locator('[data-picture]')).toHaveCount(2);
  await expect(side).toContainText('순회 2/3');
  await expect(tile(page, 1)).toHaveAttribute('data-camera', String(cameras[1]!.cameraId));
  await page.keyboard.press('t');
  await expect(side).toContainText('순회 2/3 · 멈춤');
  await page.keyboard.press('ArrowRight');
  await expect(side).toContainText('순회 3/3 · 멈춤');
  await expect(tile(page, 1)).toContainText('실시간');
  const watched = await inCityDatabase(
    (sql) =>
      sql<{ objectId: string }[]>`
      select distinct object_id as "objectId" from audit where action = 'camera.watch' and outcome = 'done'
        and object_id = any(${cameras.map(({ cameraId }) => String(cameraId))})`,
  );
  expect(watched).toHaveLength(3);
  // A scene that is removed meanwhile leaves the sequence at once, in words.
  await page.request.delete(`${cityUrl()}/api/wall/scenes/${scenes[2]!.sceneId}`);
  await expect(
    page.getByRole('status').filter({ hasText: '"곳 3" 장면이 지워져 순회에서 빠졌습니다' }),
  ).toBeVisible();
  await expect(side).toContainText('순회 1/2 · 멈춤');
  await expect(tile(page, 1)).toHaveAttribute('data-camera', String(cameras[0]!.cameraId));
  await page.getByRole('button', { name: '끝내기', exact: true }).click();
  await expect(side).not.toContainText('순회 1/2');
});

test('a scene is made and changed place by place, by the keyboard alone and without opening a picture', async ({
  page,
}) => {
  await signIn(page, 'operator');
  const cameras = await someCameras(page, 3);
  await openWall(page);
  await page.keyboard.press('o');
  await page.getByRole('button', { name: '새 장면' }).press('Enter');
  await page.keyboard.type('칸마다');
  await page.getByLabel(/^칸/).selectOption('4칸');
  for (const [at, { managementNo }] of cameras.slice(0, 2).entries()) {
    const place = page.getByRole('button', { name: `${at + 1}번 칸에 카메라 넣기` });
    if (at === 0) await place.focus();
    // After one place is filled the next free one has the focus.
    await expect(place).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.type(managementNo);
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('button', { name: new RegExp(`^${at + 1}번 칸 .*${managementNo}`) }),
    ).toBeVisible();
  }
  await page.getByRole('button', { name: '저장', exact: true }).press('Enter');
  const kept = page.locator('[data-kept]', { hasText: '칸마다' });
  await expect(kept).toContainText('4칸 · 2대');
  await page.getByRole('button', { name: '칸마다 고치기' }).press('Enter');
  await page.getByRole('button', { name: /^1번 칸에서 .* 빼기$/ }).press('Enter');
  await page.getByRole('button', { name: '저장', exact: true }).press('Enter');
  await expect(kept).toContainText('4칸 · 1대');
  await expect(page.locator('video')).toHaveCount(0);
  await kept.press('Enter');
  await expect(tile(page, 2)).toHaveAttribute('data-camera', String(cameras[1]!.cameraId));
  await expect(tile(page, 1)).toContainText('칸이 비어 있음');

  // What is found by its number goes to the chosen tile, and the next free one is chosen for the next.
  await page.keyboard.press('1');
  for (const [at, { managementNo }] of [cameras[0]!, cameras[2]!].entries()) {
    await page.keyboard.press('/');
    await page.keyboard.type(managementNo);
    await expect(page.getByRole('option').first()).toContainText(managementNo);
    await page.keyboard.press('Enter');
    await expect(tile(page, at === 0 ? 1 : 3)).toContainText(managementNo);
  }
});

test('cameras are dragged from tile to tile and from the table; a second window opens and ends with the session', async ({
  page,
  context,
}) => {
  await signIn(page, 'operator');
  const cameras = await someCameras(page, 2);
  await openWall(page, `&wall=4:${cameras.map(({ cameraId }) => cameraId).join('.')}`);
  await expect(tile(page, 2)).toContainText('실시간');
  await page.locator('[data-tile-head="0"]').dragTo(tile(page, 4));
  await expect(tile(page, 4)).toHaveAttribute('data-camera', String(cameras[0]!.cameraId));
  await expect(tile(page, 1)).toContainText('칸이 비어 있음');
  await page.keyboard.press('l');
  await page.locator('#table-row-0').dragTo(tile(page, 1), { targetPosition: { x: 60, y: 60 } });
  await expect(tile(page, 1)).toHaveAttribute('data-camera', /\d+/);
  await page.keyboard.press('Escape');

  const opening = context.waitForEvent('page');
  await page.keyboard.press('Shift+W');
  const second = await opening;
  await expect(second.locator('[data-tile="1"]')).toContainText('칸이 비어 있음');
  await expect(second.getByRole('complementary', { name: '영상벽 옆 판' })).toContainText('벽 2');
  await expect(page.getByRole('list', { name: '열린 창' })).toContainText('창 2');
  await page.keyboard.press('Shift+Digit1');
  await page.goto(`${cityUrl()}/?camera=${cameras[0]!.cameraId}`);
  await expect(page.getByRole('region', { name: '카메라', exact: true })).toContainText(
    cameras[0]!.managementNo,
  );
  await expect(async () => {
    await page.keyboard.press('v');
    await expect(second.locator(`[data-camera="${cameras[0]!.cameraId}"]`)).toHaveCount(1, { timeout: 1500 });
  }).toPass();
  await second.reload();
  await expect(second.locator(`[data-camera="${cameras[0]!.cameraId}"]`)).toContainText('실시간');
  await page.getByRole('button', { name: /김관제|관제요원/ }).click();
  await page.getByRole('button', { name: '로그아웃' }).click();
  await expect(page.getByLabel('비밀번호')).toBeVisible();
  await expect(second.getByLabel('비밀번호')).toBeVisible();
  await expect(second.locator('video')).toHaveCount(0);
});

test('Art. 30(3): a still is of the screen now, with its reason on record, and of nothing where the record cannot stand', async ({
  page,
  watch,
}) => {
  await signIn(page, 'operator');
  const [camera] = (await someCameras(page, 1)) as [Found];
  await openWall(page);
  await fillFromKeys(page, [camera]);
  await expect(tile(page, 1)).toContainText('실시간');
  await page.keyboard.press('2');
  await page.keyboard.press('s');
  await expect(page.getByRole('status').filter({ hasText: '칸이 비어 있어 남길 영상이' })).toBeVisible();
  await page.keyboard.press('1');
  await page.keyboard.press('s');
  await expect(page.getByRole('region', { name: '정지영상' })).toContainText('640 화소');
  await expect(page.getByRole('button', { name: '남기기' })).toBeDisabled();
  await page.keyboard.type('사고 확인');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const file = await download;
  expect(file.suggestedFilename()).toMatch(
    new RegExp(`^${camera.managementNo}_.*\\d{4}-\\d{2}-\\d{2}_\\d{6}\\.png$`),
  );
  const rows = await inCityDatabase(
    (sql) =>
      sql<{ detail: { reason: string } }[]>`
      select detail from audit where action = 'still.take' and outcome = 'done' and object_id = ${String(camera.cameraId)}`,
  );
  expect(rows.map(({ detail }) => detail.reason)).toEqual(['사고 확인']);

  watch.expectErrors(/503/);
  let saved = 0;
  page.on('download', () => saved++);
  await page.route('**/still', (route) =>
    route.fulfill({
      status: 503,
      json: { code: 'audit-away', message: '감사 기록을 남길 수 없어 하지 않았습니다.' },
    }),
  );
  await page.keyboard.press('s');
  await page.keyboard.type('사고 확인');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('감사 기록을 남길 수 없어');
  expect(saved).toBe(0);
});

test('a mend that is asked for already is shown in the place of a second one, and every act of the wall has a button', async ({
  page,
}) => {
  await signIn(page, 'operator');
  const answer = await page.request.get(`${cityUrl()}/api/cameras?bbox=128.7,37.6,129.1,37.95`);
  const { features } = (await answer.json()) as {
    features: readonly { properties: { cameraId: number; state: string } }[];
  };
  const [broken] = features.filter(({ properties: { state } }) => state === 'fault');
  const { cameraId } = broken!.properties;
  const faultsOf = () =>
    inCityDatabase(
      (sql) =>
        sql<
          { what: string }[]
        >`select what from equipment_fault where camera_id = ${cameraId} and repaired_at is null`,
    );
  await inCityDatabase(
    (
      sql,
    ) => sql`update equipment_fault set repaired_at = now(), repaired_by = '시험' where camera_id = ${cameraId}
    and repaired_at is null`,
  );
  await openWall(page, `&wall=1:${cameraId}`);
  await expect(tile(page, 1)).toHaveAttribute('data-state', /reconnecting|refused|codec/);
  await page.getByRole('button', { name: 'E 고침 요청' }).click();
  await page.getByLabel('무엇').fill('영상 끊김, 두 번 확인함');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: '고침 요청을 올렸습니다' })).toBeVisible();
  expect(await faultsOf()).toEqual([{ what: '영상 끊김, 두 번 확인함' }]);

  await page.keyboard.press('e');
  await expect(page.getByText('이미 올린 고침 요청이 있습니다')).toBeVisible();
  await expect(page.locator('[data-fault]')).toContainText('영상 끊김, 두 번 확인함');
  // The key that is still down, or pressed again, asks for nothing.
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-fault]')).toHaveCount(0);
  expect(await faultsOf()).toHaveLength(1);

  await page.setViewportSize({ width: 1366, height: 768 });
  for (const [name, tiles] of [
    ['+ 칸 늘리기', '4'],
    ['+ 칸 늘리기', '9'],
    ['− 칸 줄이기', '4'],
  ] as const) {
    await page.getByRole('button', { name }).click();
    await expect(wallOf(page)).toHaveAttribute('data-tiles', tiles);
  }
  await page.getByRole('button', { name: 'Del 칸 비우기' }).click();
  await expect(tile(page, 1)).toContainText('칸이 비어 있음');
  await page.getByRole('button', { name: 'O 장면과 순회' }).click();
  await expect(page.getByRole('region', { name: '장면과 순회' })).toBeVisible();
});
