import { cityUrl } from './city.ts';
import { aLoneCamera, expect, signIn, test } from './console.ts';

test.slow();

test('an officer finds a device that no register names, sets it aside, puts it into the register, and connects it (Art. 12(2), 19, 30(3))', async ({
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
  await expect(device).toContainText('Simulated SIM-NEW');
  await expect(device).toContainText('대장에 없음');
  const door = (await device.getAttribute('data-door')) ?? '';

  await page.reload();
  await office.getByRole('button', { name: '장비 찾기' }).first().click();
  await expect(device).toContainText('펌웨어 1.10');
  await device.getByRole('button', { name: '제쳐 두기' }).click();
  const aside = office.getByRole('form', { name: `${door} 제쳐 두기` });
  await aside.getByLabel('까닭').fill('시험용 장비');
  await aside.getByRole('button', { name: '제쳐 두기' }).click();
  await expect(device).toHaveCount(0);
  await office.getByRole('button', { name: '제쳐 둠' }).click();
  await expect(device).toContainText('시험용 장비');
  await device.getByRole('button', { name: '다시 보기' }).click();
  await office.getByRole('button', { name: '대장에 없음' }).click();

  const camera = await aLoneCamera(page);
  await device.getByRole('button', { name: '카메라에 연결' }).click();
  await office.getByLabel('카메라', { exact: true }).fill(camera.managementNo);
  await office.getByRole('button', { name: '카메라 찾기' }).click();
  await office.getByRole('button', { name: camera.name, exact: true }).click();
  const card = page.locator('[data-panel="card"]');
  await expect(card.getByText(`찾은 장비 ${door}`)).toBeVisible();
  await expect(card.getByLabel('ONVIF 포트')).toHaveValue(door.split(':')[1]!);

  await page.goto(`${cityUrl()}/?office=contracts`);
  await office.getByRole('button', { name: '장비 찾기' }).first().click();
  await device.getByRole('button', { name: '대장에 올리기' }).click();
  const adding = office.getByRole('form', { name: `${door} 새 카메라로` });
  await adding.getByLabel('이름', { exact: true }).fill('찾은 카메라');
  await adding.getByLabel('자리 이름').fill('새로 세운 기둥');
  await adding.getByLabel('위도, 경도').fill(`${camera.lat}, ${camera.lon}`);
  await adding.getByRole('button', { name: '대장에 올리기' }).click();
  await expect(card.getByText(`찾은 장비 ${door}`)).toBeVisible();
  await expect(card.getByRole('heading', { name: '찾은 카메라' })).toBeVisible();
});
