import { z } from 'zod';
import type { Actor } from '../platform/access.ts';
import { act, type Json } from '../platform/act.ts';
import type { Sql } from '../platform/db.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { forgetSessions } from '../platform/session.ts';
import { readSetting, SETTINGS, writeSetting, type SettingKey } from '../platform/settings.ts';
import { telling } from '../platform/text.schema.ts';
import type { SettingView } from './city-settings.schema.ts';

const KEYS = Object.keys(SETTINGS) as SettingKey[];
const isKey = (key: string): key is SettingKey => (KEYS as string[]).includes(key);

/** Every setting of the city with what holds now and each earlier value: who set it, when and why. */
export async function readSettings(sql: Sql): Promise<SettingView[]> {
  const set = await sql<{ key: string; value: Json; setBy: string; setAt: string; note: string | null }[]>`
    select key, value, set_by as "setBy", to_json(set_at)#>>'{}' as "setAt", note
    from city_setting order by setting_id desc limit 500`;
  return Promise.all(
    KEYS.map(async (key) => ({
      key,
      value: (await readSetting(sql, key)) as Json,
      until: SETTINGS[key].until as Json,
      history: set.filter((each) => each.key === key).map(({ key: _, ...each }) => each),
    })),
  );
}

/** Decides what the regulation leaves to the city, from now on. Throws 404 for an unknown key, 400 for a wrong value. */
export async function changeSetting(sql: Sql, actor: Actor, key: string, body: unknown): Promise<void> {
  if (!isKey(key)) throw notFound();
  const form = z.strictObject({ value: SETTINGS[key].form, note: telling(500) });
  const { value, note } = parsed<{ value: unknown; note: string }>(form, body);
  await act(sql, actor, 'setting.change', { kind: 'setting', id: key }, async (tx, tell) => {
    tell({ from: (await readSetting(tx, key)) as Json, to: value as Json, note });
    await writeSetting(tx, actor, key, value as never, note);
  });
  forgetSessions();
}
