import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright/test';
import type { OwnPursuit } from '../server/pursuits/pursuits.schema.ts';
import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';
import { inCityDatabase } from './people.ts';

/** A camera of the town that answers, with at least three others close to it that serve the same purpose. */
const aCameraAmongOthers = (): Promise<{ cameraId: number; besideId: number; lon: number; lat: number }> =>
  inCityDatabase(async (sql) => {
    const [row] = await sql<{ cameraId: number; besideId: number; lon: number; lat: number }[]>`
      with ready as (
        select camera_id, site_id, geom from camera join site using (site_id) join camera_stream using (camera_id)
        join camera_device using (camera_id) join camera_purpose using (camera_id)
        where state = 'normal' and camera.kind = 'fixed' and purpose = 'security' and main and not protected
          and owner_agency not in (select unnest(owner_names) from agency)
      )
      select here.camera_id as "cameraId", min(other.camera_id) as "besideId", st_x(here.geom) as lon, st_y(here.geom) as lat
      from ready here join ready other on other.site_id <> here.site_id
        and st_dwithin(here.geom::geography, other.geom::geography, 500)
      group by here.camera_id, here.geom having count(distinct other.site_id) >= 3
      order by here.camera_id limit 1`;
    return row!;
  });

const cameraOf = (page: Page): string | null => new URL(page.url()).searchParams.get('camera');

test('an operator declares a pursuit, hops over cameras by keys, it ends by itself, and the auditor reads it', async ({
  page,
  watch,
}) => {
  test.setTimeout(180_000);
  watch.expectErrors(/409/);
  await signIn(page, 'operator');
  const camera = await aCameraAmongOthers();
  await page.goto(`${cityUrl()}/?at=${camera.lon},${camera.lat},17&camera=${camera.cameraId}`);
  const card = page.getByRole('region', { name: '카메라', exact: true });
  await expect(card.locator('figure[data-phase="playing"]')).toBeVisible();

  // Without a pursuit no key and no list names a next camera.
  await expect(card.getByRole('region', { name: '앞쪽 카메라' })).toHaveCount(0);
  await page.keyboard.press('1');
  expect(cameraOf(page)).toBe(String(camera.cameraId));

  await page.keyboard.press('t');
  const form = card.getByRole('form', { name: '한 사람을 여러 카메라로 추적' });
  await expect(form).toContainText('제27조');
  await form.getByLabel('사건 번호').fill('112-2026-0815');
  await form.getByLabel('몇 분 동안').fill('1');
  // An incident alone is no basis.
  await form.getByRole('button', { name: '추적 열기' }).click();
  await expect(form.getByRole('alert')).toHaveText('근거를 고르십시오');
  await form.getByLabel('근거').selectOption({ label: '112신고처리법' });
  await form.getByLabel('조문과 문서 번호').fill('제8조, 112-2026-0815');
  await form.getByLabel('카메라의 설치 목적').selectOption({ label: '방범' });
  await form.getByRole('button', { name: '추적 열기' }).click();

  const band = page.getByRole('region', { name: '열린 추적' });
  await expect(band).toContainText('112신고처리법 · 제8조, 112-2026-0815');
  await expect(band).toContainText('사건 112-2026-0815');
  await expect(band).toContainText('남음');
  const next = card.getByRole('region', { name: '앞쪽 카메라' });

  const seen = [String(camera.cameraId)];
  for (let hop = 0; hop < 2; hop++) {
    await expect(card.locator('figure[data-phase="playing"]')).toBeVisible({ timeout: 15_000 });
    // The keys are there once the picture has put its camera on the trail.
    await expect(next.locator('kbd').first()).toBeVisible();
    await page.keyboard.press('1');
    await expect.poll(() => cameraOf(page)).not.toBe(seen.at(-1));
    seen.push(cameraOf(page)!);
  }
  await expect(card.locator('figure[data-phase="playing"]')).toBeVisible({ timeout: 15_000 });

  // On the wall the band stands clear of the wall's keys.
  const here = page.url();
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(`${cityUrl()}/?mode=wall`);
  await expect(band).toContainText('남음');
  await expect(page.locator('[data-tile]').first()).toBeVisible();
  const covered = await band.evaluate((section) => {
    const own = section.getBoundingClientRect();
    return [...document.querySelectorAll('button, [data-tile]')]
      .filter((each) => !section.contains(each))
      .filter((each) => {
        const { left, right, top, bottom, width } = each.getBoundingClientRect();
        return width > 0 && left < own.right && right > own.left && top < own.bottom && bottom > own.top;
      })
      .map((each) => each.textContent);
  });
  expect(covered).toEqual([]);
  // Opened anew, the picture is in the pursuit again, whatever this page knew of it.
  await page.goto(here);
  await expect(card.locator('figure[data-phase="playing"]')).toBeVisible({ timeout: 15_000 });
  await expect(next.locator('kbd').first()).toBeVisible();

  // Its time comes: the picture closes and says why, and nothing of the way is offered any more.
  await expect(card.locator('figure')).toContainText('추적이 끝나 영상을 닫았습니다', { timeout: 75_000 });
  await expect(band).toContainText('정한 시각이 됨');
  await expect(next).toHaveCount(0);
  await page.keyboard.press('1');
  expect(cameraOf(page)).toBe(seen.at(-1));
  await card.getByRole('button', { name: '이 카메라만 보기' }).click();
  await expect(card.locator('figure[data-phase="playing"]')).toBeVisible({ timeout: 15_000 });
  await page.request.delete(`${cityUrl()}/api/session`, { headers: { origin: cityUrl() } });

  await page.setViewportSize({ width: 1600, height: 900 });
  await signIn(page, 'auditor');
  await page.goto(`${cityUrl()}/?office=pursuits`);
  const office = page.locator('[data-panel="office"]');
  const row = office.locator('tr[data-pursuit]').first();
  await expect(row).toContainText('112신고처리법 · 제8조, 112-2026-0815');
  await expect(row).toContainText('정한 시각이 됨');
  await row.getByRole('button').click();
  await expect(office.locator('ol li')).toHaveCount(3);
  await expect(office.locator('ol li').first()).toContainText(/\d\d:\d\d:\d\d/);
});

/** A camera that answers and does not serve the purpose of a pursuit. */
const anOtherCamera = (): Promise<number> =>
  inCityDatabase(async (sql) => {
    const [row] = await sql<{ cameraId: number }[]>`
      select camera_id as "cameraId" from camera join camera_stream using (camera_id) join camera_device using (camera_id)
      where state = 'normal' and kind = 'fixed' and not protected
        and owner_agency not in (select unnest(owner_names) from agency)
        and not exists (select from camera_purpose
                        where camera_purpose.camera_id = camera.camera_id and purpose = 'security')
      order by camera_id limit 1`;
    return row!.cameraId;
  });

test('after a pursuit the wall is as before: what it refused comes back by itself, what it closed by a press', async ({
  page,
  watch,
}) => {
  test.setTimeout(120_000);
  watch.expectErrors(/40[39]/);
  await signIn(page, 'operator');
  const [{ cameraId, besideId }, other] = [await aCameraAmongOthers(), await anOtherCamera()];
  const send = async (path: string, data: object): Promise<void> => {
    const answer = await page.request.post(`${cityUrl()}/api${path}`, {
      data,
      headers: { origin: cityUrl() },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
  const pursuitId = randomUUID();
  await send('/pursuits', {
    pursuitId,
    basis: { kind: 'statute', statute: 'report-112', citation: '112신고처리법 제8조' },
    ...{ purpose: 'security', incident: '112-2026-0816', minutes: 5, cameraId },
  });
  await page.goto(`${cityUrl()}/?mode=wall&wall=4:${cameraId}.${other}.${besideId}`);
  const [of, refused, beside] = [1, 2, 3].map((tile) => page.locator(`[data-tile="${tile}"]`)) as [
    Locator,
    Locator,
    Locator,
  ];
  await expect(of).toHaveAttribute('data-state', 'live', { timeout: 20_000 });
  await expect(refused).toHaveAttribute('data-state', 'refused', { timeout: 20_000 });
  // The camera is well: nobody is offered to have it mended.
  await expect(refused).not.toContainText('고침 요청');
  await expect(beside).toHaveAttribute('data-state', 'live', { timeout: 20_000 });
  // Opened anew with the page, no camera is a step of the trail; the one that a hand makes large is.
  const trail = async (): Promise<(number | null)[]> => {
    const answer = await page.request.get(`${cityUrl()}/api/pursuits/mine`);
    return ((await answer.json()) as OwnPursuit).pursuit!.trail.map((step) => step.cameraId);
  };
  expect(await trail()).toEqual([]);
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await expect.poll(trail, { timeout: 20_000 }).toEqual([cameraId]);
  await page.keyboard.press('Enter');
  await expect(beside).toHaveAttribute('data-state', 'live', { timeout: 20_000 });

  await send(`/pursuits/${pursuitId}/end`, {});
  await expect(refused).toHaveAttribute('data-state', 'live', { timeout: 20_000 });
  await expect(beside).toHaveAttribute('data-state', 'live', { timeout: 20_000 });
  await expect(of).toHaveAttribute('data-state', 'refused');
  await expect(of.getByRole('button', { name: /이 카메라 계속 보기/ })).toBeVisible();
  await page.keyboard.press('1');
  await page.keyboard.press('r');
  await expect(of).toHaveAttribute('data-state', 'live', { timeout: 20_000 });
});

test('Art. 27: another screen of the same person is told of the pursuit, ends it, and its small map follows the line above', async ({
  page,
  browser,
  watch,
}) => {
  test.setTimeout(120_000);
  watch.expectErrors(/40[39]/);
  const { cameraId } = await aCameraAmongOthers();
  await page.setViewportSize({ width: 1920, height: 1080 });
  await signIn(page, 'operator');
  await page.goto(`${cityUrl()}/?mode=wall&wall=4:${cameraId}`);
  await expect(page.locator('[data-tile="1"]')).toHaveAttribute('data-state', 'live', { timeout: 20_000 });
  const context = await browser.newContext();
  const elsewhere = await context.newPage();
  await signIn(elsewhere, 'operator');
  const answer = await elsewhere.request.post(`${cityUrl()}/api/pursuits`, {
    data: {
      pursuitId: randomUUID(),
      basis: { kind: 'statute', statute: 'report-112', citation: '112신고처리법 제8조' },
      ...{ purpose: 'security', incident: '112-2026-0817', minutes: 5, cameraId },
    },
    headers: { origin: cityUrl() },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  await context.close();

  const band = page.getByRole('region', { name: '열린 추적' });
  await expect(band).toContainText(/추적 \d+번이 다른 화면에서 열려 있습니다/);
  const apart = (): Promise<number> =>
    page.evaluate(() => {
      const hole = document.querySelector('aside .hole')!.getBoundingClientRect();
      const map = document.querySelector('canvas.maplibregl-canvas')!.getBoundingClientRect();
      return Math.abs(hole.top - map.top) + Math.abs(hole.left - map.left);
    });
  await expect.poll(apart).toBeLessThan(3);
  await band.getByRole('button', { name: '그 추적 끝내기' }).click();
  await expect(band).toHaveCount(0);
  await expect.poll(apart).toBeLessThan(3);
  // Nothing that this screen shows was in that pursuit.
  await expect(page.locator('[data-tile="1"]')).toHaveAttribute('data-state', 'live');
});
