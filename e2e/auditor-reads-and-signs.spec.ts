import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright/test';
import { cityUrl } from './city.ts';
import { aLoneCamera, expect, shownFrames, signIn, test } from './console.ts';
import { inCityDatabase } from './people.ts';

test.describe.configure({ timeout: 180_000 });

/** Three viewings and a refused sign-in of the month before, laid onto the chain as its trigger lays them. */
const lastMonth = (): Promise<string> =>
  inCityDatabase(async (sql) => {
    await sql`alter table audit disable trigger audit_is_a_chain`;
    await sql.unsafe(`
      do $$
      declare r audit; head audit_head; i integer;
      begin
        select * into head from audit_head for update;
        for i in 1..4 loop
          r := row(head.seq + i, date_trunc('month', now() at time zone 'Asia/Seoul') at time zone 'Asia/Seoul' - interval '3 days',
                   (select account_id from account where account = 'operator'), '김관제', 'operator', '127.0.0.1',
                   case when i = 4 then 'session.start' else 'camera.watch' end,
                   case when i = 4 then 'refused' else 'done' end, 'camera', i, '{}', head.hash, '');
          r.hash := audit_row_digest(head.hash, r);
          head.hash := r.hash;
          insert into audit values (r.*);
        end loop;
        update audit_head set seq = head.seq + 4, hash = head.hash;
      end $$`);
    await sql`alter table audit enable always trigger audit_is_a_chain`;
    const [row] = await sql<{ month: string }[]>`
      select to_char((now() at time zone 'Asia/Seoul') - interval '1 month', 'YYYY"년 "FMMM"월"') as month`;
    return row!.month;
  });

const office = (page: Page): Locator => page.locator('[data-panel="office"]');

test('Art. 30(3): an auditor finds who watched what, takes it out with a reason, and signs the month', async ({
  page,
  browser,
}) => {
  const month = await lastMonth();
  await signIn(page, 'operator');
  const camera = await aLoneCamera(page);
  await page.goto(`${cityUrl()}/?camera=${camera.cameraId}`);
  await shownFrames(page, 2);
  // An operator has no audit to read.
  await page.goto(`${cityUrl()}/?office=audit`);
  await expect(office(page).getByRole('tab').first()).toBeVisible();
  await expect(office(page).getByRole('tab', { name: '감사' })).toHaveCount(0);

  const context = await browser.newContext({ locale: 'ko-KR' });
  const auditor = await context.newPage();
  await signIn(auditor, 'auditor', '?office=audit');
  const panel = office(auditor);
  await expect(panel.getByText(/^기록 [\d,]+행$/)).toBeVisible();

  // Who watched: one person's viewings, the camera by its number.
  await panel.getByRole('button', { name: '영상 보기', exact: true }).click();
  await panel.getByLabel('사람').selectOption({ label: '김관제 · 관제요원' });
  const viewing = panel.locator('[data-viewing]').filter({ hasText: camera.managementNo }).first();
  await expect(viewing).toContainText('김관제');
  for (const each of await panel.locator('[data-viewing]').all()) await expect(each).toContainText('김관제');

  // The records of the same person; a row opens by keyboard alone, and tells its facts.
  await panel.getByRole('button', { name: '기록', exact: true }).click();
  const row = panel.locator('[data-row]').filter({ hasText: '실시간 영상 보기' }).first();
  await expect(row).toContainText(camera.managementNo);
  await row.getByRole('button').first().focus();
  await auditor.keyboard.press('Enter');
  await expect(panel.locator('[data-detail]')).toContainText(camera.managementNo);

  // What is taken out asks its reason first, and leaves a record with it.
  await panel.getByRole('button', { name: '내보내기' }).click();
  await expect(panel.getByRole('button', { name: '내보내기' })).toBeDisabled();
  await panel.getByLabel('내보내는 까닭').fill('감사원 정기 감사 제출');
  const saved = auditor.waitForEvent('download');
  await auditor.keyboard.press('Enter');
  const file = readFileSync(await (await saved).path(), 'utf8');
  expect(file).toContain('감사원 정기 감사 제출');
  expect(file).toContain(camera.managementNo);
  expect(file).not.toContain('시스템');
  await expect(panel.locator('[data-exported]')).toContainText('파일로 내보냈습니다');
  await panel.getByRole('button', { name: '내보낸 기록 보기' }).click();
  const exported = panel.locator('[data-row]').filter({ hasText: '감사 기록 내보냄' }).first();
  await exported.click();
  await expect(panel.locator('[data-detail]')).toContainText('감사원 정기 감사 제출');

  // Days that run backwards are said at the field, not answered as no records.
  await panel.getByLabel('부터').fill('2026-02-02');
  await panel.getByLabel('까지').fill('2026-02-01');
  await expect(panel.getByLabel('까지')).toHaveAccessibleDescription(/시작한 날이 끝난 날보다 늦습니다/);
  await expect(panel.getByText('거르기에 맞는 기록이 없습니다.')).toHaveCount(0);
  await panel.getByRole('button', { name: '거르기 지우기' }).click();

  // The chain is held against its signed heads, and says so.
  await panel.getByRole('button', { name: '지금 검증' }).click();
  await expect(panel.locator('[data-verified="true"]')).toContainText('모두 이어짐');

  // The month before waits; its figures open their records; it is signed once.
  await panel.getByRole('button', { name: '월 점검' }).click();
  await expect(panel.getByLabel('점검할 달').locator('option:checked')).toContainText(month);
  await expect(panel.locator('[data-figure="signInsRefused"]')).toContainText('1');
  const figure = panel.locator('[data-figure="viewings"]');
  await expect(figure).toContainText('3');
  await figure.click();
  await expect(panel.locator('[data-row]')).toHaveCount(3);
  await panel.getByRole('button', { name: '월 점검' }).click();
  await panel.getByRole('button', { name: '서명하기' }).click();
  await panel.getByLabel('점검 결과').fill('이상한 점을 찾지 못했습니다.');
  await panel.getByRole('button', { name: '서명하기' }).click();
  await expect(panel.locator('[data-review="signed"]')).toContainText('한감사 서명');
  await expect(panel.locator('[data-signed]')).toContainText('이상한 점을 찾지 못했습니다.');
  await expect(panel.locator('[data-signed]')).toContainText('서명이 맞습니다');
  await expect(panel.getByText(/서명한 글의 지문 [0-9a-f]{16}/)).toBeVisible();
  await expect(panel.getByRole('button', { name: '서명하기' })).toHaveCount(0);
  await context.close();
});
