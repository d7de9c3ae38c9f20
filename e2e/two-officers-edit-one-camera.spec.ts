import { request } from 'playwright/test';
import type { CameraPatch } from '../server/cameras/cameras.schema.ts';
import { accountOf, cityUrl } from './city.ts';
import { aLoneCamera, expect, signIn, test } from './console.ts';
import { editCamera } from './edit-camera.ts';

test('an edit that stood open undoes nothing that another decided, and asks before it writes over (Art. 20, 31(1))', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/Failed to load resource.*409/);
  await signIn(page, 'officer');
  const { cameraId } = await aLoneCamera(page);
  await page.goto(`${cityUrl()}/?camera=${cameraId}`);
  const card = page.getByRole('region', { name: '카메라', exact: true });
  await card.getByRole('button', { name: '대장 고치기' }).click();
  const field = (name: string) => card.locator(`form [name="${name}"]`);
  await field('heightM').fill('7.7');
  await field('phone').fill('033-640-1111');

  const { account, password } = accountOf('officer');
  const another = await request.newContext({ baseURL: cityUrl(), extraHTTPHeaders: { origin: cityUrl() } });
  await another.post('/api/session', { data: { account, password } });
  const decision: CameraPatch = {
    watch: 'excluded',
    watchReason: '교통량 조사',
    retentionDays: 7,
    phone: '033-640-2222',
  };
  await editCamera(another, cameraId, decision);

  // What nobody wrote in follows the other's decision; what was written stays.
  await expect(field('retentionDays')).toHaveValue('7');
  await expect(field('watch')).toHaveValue('excluded');
  await expect(field('heightM')).toHaveValue('7.7');

  const save = card.getByRole('button', { name: '저장' });
  await save.click();
  await expect(card.getByRole('alert')).toContainText('033-640-2222');
  await expect(field('phone')).toHaveValue('033-640-1111');
  await save.click();
  await expect(save).toHaveCount(0);

  const after: unknown = await (await another.get(`/api/cameras/${cameraId}`)).json();
  expect(after).toMatchObject({
    heightM: 7.7,
    phone: '033-640-1111',
    watch: 'excluded',
    watchReason: '교통량 조사',
    retention: { declaredDays: 7 },
  });
  await another.dispose();
});
