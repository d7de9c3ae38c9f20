import { request } from 'playwright/test';
import { accountOf, cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';

test('a maintainer finds the open faults first and closes one with a sentence (Art. 12(2))', async ({
  page,
}) => {
  await signIn(page, 'maintainer', '?office=contracts');
  const office = page.locator('[data-panel="office"]');
  const faults = office.locator('[data-fault]');
  await expect(faults.first()).toBeVisible();
  const closed = await faults.first().getAttribute('data-fault');
  await faults.first().getByRole('button', { name: '복구 기록' }).click();
  await office.getByLabel('원인').fill('통신선 단선');
  await office.getByLabel('한 일').fill('통신선 교체');
  await office.getByRole('form', { name: '복구 기록' }).getByRole('button', { name: '복구 기록' }).click();
  await expect(office.locator(`[data-fault="${closed}"]`)).toHaveCount(0);
  await office.getByRole('button', { name: '복구한 장애' }).click();
  await expect(office.locator(`[data-fault="${closed}"]`)).toContainText('통신선 단선');
});

test('whoever closes a fault second is told who was first and keeps what was written (Art. 12(2))', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource.*409/);
  await signIn(page, 'maintainer', '?office=contracts');
  const office = page.locator('[data-panel="office"]');
  const fault = office.locator('[data-fault]').first();
  const id = await fault.getAttribute('data-fault');
  await fault.getByRole('button', { name: '복구 기록' }).click();
  await office.getByLabel('원인').fill('낙뢰');
  await office.getByLabel('한 일').fill('전원 교체');

  const { account, password } = accountOf('officer');
  const officer = await request.newContext({ baseURL: cityUrl(), extraHTTPHeaders: { origin: cityUrl() } });
  await officer.post('/api/session', { data: { account, password } });
  const { faults } = (await (await officer.get('/api/faults?limit=200')).json()) as {
    faults: { faultId: string; cameraId: number }[];
  };
  const { cameraId } = faults.find(({ faultId }) => faultId === id)!;
  const first = { cause: null, note: '먼저 닫음', repairedAt: null };
  expect((await officer.patch(`/api/cameras/${cameraId}/faults/${id}`, { data: first })).status()).toBe(200);
  await officer.dispose();

  const form = office.getByRole('form', { name: '복구 기록' });
  await form.getByRole('button', { name: '복구 기록' }).click();
  await expect(form.getByRole('alert')).toContainText('이미 닫은 장애입니다');
  await expect(form.getByLabel('원인')).toHaveValue('낙뢰');
  await expect(form.getByLabel('한 일')).toHaveValue('전원 교체');
});

test('a maintainer announces works on a camera, and ends them early (Art. 12(2))', async ({ page }) => {
  await signIn(page, 'maintainer', '?office=contracts');
  const office = page.locator('[data-panel="office"]');
  await office.locator('[data-fault]').first().getByRole('button').first().click();
  const card = page.locator('[data-panel="card"]');
  await card.getByRole('button', { name: '정비 예정 적기' }).click();
  const form = card.getByRole('form', { name: '정비 예정 적기' });
  await form.getByRole('button', { name: '정비 예정 적기' }).click();
  await expect(form.getByRole('alert')).toContainText('까닭');
  await form.getByLabel('까닭').fill('렌즈 청소');
  await form.getByRole('button', { name: '정비 예정 적기' }).click();
  const works = card.locator('[data-works]').filter({ hasText: '렌즈 청소' });
  await expect(works).toContainText('정비 중');
  await works.getByRole('button', { name: '정비 끝내기' }).click();
  await works.getByRole('form', { name: '정비 끝내기' }).getByRole('button', { name: '정비 끝내기' }).click();
  await expect(works).toHaveCount(0);
});
