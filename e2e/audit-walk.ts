import { expect, type Page } from 'playwright/test';
import { AUDIT_ACTIONS } from '../server/audit/audit-groups.rules.ts';
import { SYSTEM } from '../server/platform/access.ts';
import { record } from '../server/platform/act.ts';
import { cityUrl } from './city.ts';
import { inCityDatabase } from './people.ts';

/** One row of every action and fact, each given the secret under names and in an address as an act might hold it. */
export const recordEveryAct = (cameraId: number, secret: string): Promise<void> =>
  inCityDatabase(async (sql) => {
    const inAddress = `rtsp://viewer:${encodeURIComponent(secret)}@127.0.0.1/1`;
    const detail = {
      password: secret,
      stream: { secret, address: inAddress },
      changes: [{ field: 'direction', from: null, to: inAddress }],
    };
    for (const action of AUDIT_ACTIONS)
      for (const outcome of ['done', 'refused'] as const)
        await record(sql, SYSTEM, action, { kind: 'camera', id: cameraId, detail }, outcome);
  });

/** Every page of the audit, its viewings, the month's figures and the whole as a file; answers the actions seen. */
export const walkAudit = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const ask = async <T>(path: string): Promise<T> => {
      const answer = await fetch(`/api/audit${path}`);
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return (await answer.json()) as T;
    };
    const actions = new Set<string>();
    let next: number | null = null;
    do {
      const before: string = next === null ? '' : `&before=${next}`;
      const found: { rows: { action: string }[]; next: number | null } = await ask(
        `/rows?limit=200${before}`,
      );
      for (const { action } of found.rows) actions.add(action);
      next = found.next;
    } while (next !== null);
    await ask('/viewings');
    await ask('/choices');
    for (const { month } of await ask<{ month: string }[]>('/reviews')) await ask(`/reviews/${month}`);
    await (await fetch('/api/audit/export?reason=whole%20audit')).text();
    return [...actions].sort();
  });

/** As the auditor sees it: one of these rows opened beside the others, with what is hidden in it. */
export async function openMaskedRow(page: Page): Promise<void> {
  await page.goto(`${cityUrl()}/?office=audit`);
  const row = page.locator('[data-row]').filter({ hasText: '장애 올림' }).first();
  await row.getByRole('button', { expanded: false }).click();
  await expect(page.locator('[data-detail]')).toContainText('(가림)');
}
