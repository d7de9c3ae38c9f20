import type { Page } from 'playwright/test';
import { cityUrl } from './city.ts';
import { expect, signIn, test } from './console.ts';
import { inCityDatabase } from './people.ts';

test.describe.configure({ timeout: 180_000 });

/** Gives a row another actor, as an owner can; answers the row and whose it was. */
const bend = (seq: number | null, actor: string): Promise<{ seq: number; was: string }> =>
  inCityDatabase(async (sql) => {
    const [row] = await sql<{ seq: number; was: string }[]>`
      select seq::int as seq, actor as was from audit
      where seq = coalesce(${seq}::bigint, (select max(seq) - 2 from audit))`;
    await sql`alter table audit disable trigger audit_rows_stay`;
    await sql`update audit set actor = ${actor} where seq = ${row!.seq}`;
    await sql`alter table audit enable always trigger audit_rows_stay`;
    return row!;
  });

const faults = (page: Page) => page.locator('[data-audit-faults]');
const verify = async (page: Page, holds: boolean): Promise<void> => {
  await page.getByRole('button', { name: '지금 검증' }).click();
  await expect(page.locator(`[data-verified="${holds}"]`)).toBeVisible();
};
const health = async (page: Page): Promise<unknown> =>
  (await page.request.get(`${cityUrl()}/api/health`)).json();

test('Art. 30(3): a broken chain stands on the screens of those who answer for it until it holds', async ({
  page,
  browser,
}) => {
  const another = async (): Promise<Page> =>
    (await browser.newContext({ locale: 'ko-KR', viewport: { width: 1600, height: 900 } })).newPage();
  const officer = await another();
  await signIn(officer, 'officer');
  await signIn(page, 'auditor', '?office=audit');
  await expect(faults(officer)).toHaveCount(0);

  const { seq, was } = await bend(null, '다른 사람');
  await verify(page, false);
  // Told by the event stream: the officer touches nothing.
  for (const told of [page, officer]) {
    await expect(faults(told)).toContainText('감사 기록이 끊어졌습니다');
    await expect(faults(told)).toContainText(
      new RegExp(`${seq.toLocaleString('ko-KR')}번 행부터 · 내용이 바뀜`),
    );
    await expect(faults(told)).toContainText('다시 시작하지 마십시오');
    await expect(faults(told)).toContainText('npm run verify-audit');
    await expect(faults(told).getByRole('button')).toHaveCount(0);
  }
  expect(await health(page)).toMatchObject({ status: 'degraded', faults: ['chain'] });

  // Nothing shuts it, and it comes back with the page.
  await officer.keyboard.press('Escape');
  await officer.reload();
  await expect(faults(officer)).toContainText('감사 기록이 끊어졌습니다');

  await bend(seq, was);
  await verify(page, true);
  for (const told of [page, officer]) await expect(faults(told)).toHaveCount(0);
  expect(await health(page)).toMatchObject({ status: 'ok' });
  await officer.context().close();
});
