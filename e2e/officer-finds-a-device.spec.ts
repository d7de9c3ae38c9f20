import { aLoneCamera, expect, signIn, test } from './console.ts';

test('an officer finds a device in the camera network that no register names, and its address stands in a camera’s connection form (Art. 19, 30(3))', async ({
  page,
  watch,
}) => {
  watch.expectErrors(/400 \(Bad Request\)/);
  await signIn(page, 'officer', '?office=contracts');
  const office = page.locator('[data-panel="office"]');
  await office.getByRole('button', { name: '장비 찾기' }).click();
  await expect(office.getByText('아직 찾지 않았습니다.')).toBeVisible();
  await office.getByRole('button', { name: '장비 찾기' }).last().click();
  const form = office.getByRole('form', { name: '장비 찾기' });
  await form.getByLabel('주소·대역').fill('169.254.169.254');
  await form.getByLabel('까닭').fill('새로 단 카메라를 찾음');
  await form.getByRole('button', { name: '장비 찾기' }).click();
  await expect(form.getByRole('alert')).toContainText('CAMERA_NETWORKS');
  await form.getByLabel('주소·대역').fill('127.0.0.1');
  await form.getByRole('button', { name: '장비 찾기' }).click();
  const device = office.locator('[data-door]');
  await expect(device).toContainText('대장에 없음');
  const door = (await device.getAttribute('data-door')) ?? '';

  const camera = await aLoneCamera(page);
  await device.getByRole('button', { name: '카메라에 연결' }).click();
  await office.getByLabel('카메라', { exact: true }).fill(camera.managementNo);
  await office.getByRole('button', { name: '카메라 찾기' }).click();
  await office.getByRole('button', { name: camera.name, exact: true }).click();
  const card = page.locator('[data-panel="card"]');
  await expect(card.getByText(`찾은 장비 ${door}`)).toBeVisible();
  await expect(card.getByLabel('ONVIF 포트')).toHaveValue(door.split(':')[1]!);
});
