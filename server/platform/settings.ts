import { z } from 'zod';
import type { Actor, Role } from './access.ts';
import type { Sql, Tx } from './db.ts';

const lifeMonths = z.number().int().min(12).max(480);
const minutes = z.number().int().min(1).max(720).nullable();

/**
 * What the regulation leaves to the city: each key with its form and what holds until the city decides. Minutes of
 * idleness end a session (null: never); the control room watches around the clock (Art. 18(1)).
 */
export const SETTINGS = {
  /** Whether the secrecy pledge comes before the first session (Art. 32 speaks of the duty, not of a pledge). */
  'pledge.required': { form: z.boolean(), until: true },
  /** Days after the end of a quarter within which its review of rights is signed (Art. 30(1) gives no day). */
  'review.days': { form: z.number().int().min(0).max(60), until: 15 },
  /** For how many days at most a liaison or a contractor's person may hold a right (Art. 12, 18(5), 30(1)). */
  'outsider.days': { form: z.number().int().min(1).max(366), until: 366 },
  /** After how many months equipment counts as old (노후장비, Art. 12(2) gives no number). */
  'equipment.life.camera': { form: lifeMonths, until: 84 },
  'equipment.life.pole': { form: lifeMonths, until: 180 },
  'equipment.life.power': { form: lifeMonths, until: 84 },
  'equipment.life.network': { form: lifeMonths, until: 72 },
  'equipment.life.recorder': { form: lifeMonths, until: 60 },
  'equipment.life.encoder': { form: lifeMonths, until: 60 },
  /** How many days before its end a delegation or a link security measure is listed (Art. 18(5), 25 give no number). */
  'delegation.notice-days': { form: z.number().int().min(1).max(366), until: 30 },
  /** Years for which the audit is kept at least (접속기록의 보관, 개인정보의 안전성 확보조치 기준: two or more). */
  'audit.keep-years': { form: z.number().int().min(2).max(30), until: 5 },
  /** Minutes without a command after which a turned camera goes home by itself (Art. 11(1) gives no number). */
  'ptz.return-minutes': { form: z.number().int().min(1).max(60), until: 5 },
  /** For how many hours at most one declaration lets somebody be followed (Art. 27 gives no number). */
  'pursuit.max-hours': { form: z.number().int().min(1).max(24), until: 4 },
  /** Whether a picture that comes unencrypted is a caution (전송 암호화, Art. 30(3) leaves the measure to the city). */
  'transport.encrypted': { form: z.boolean(), until: false },
  'idle.minutes': {
    form: z.object({
      mayor: minutes,
      officer: minutes,
      department: minutes,
      operator: minutes,
      maintainer: minutes,
      liaison: minutes,
      auditor: minutes,
    } satisfies Record<Role, typeof minutes>),
    until: {
      mayor: 10,
      officer: 10,
      department: 10,
      operator: null,
      maintainer: 10,
      liaison: 10,
      auditor: 10,
    } satisfies Record<Role, number | null>,
  },
} as const;

export type SettingKey = keyof typeof SETTINGS;
export type SettingValue<K extends SettingKey> = z.output<(typeof SETTINGS)[K]['form']>;

/** The value in force now: what was set last, or what holds until the city decides. */
export async function readSetting<K extends SettingKey>(sql: Sql | Tx, key: K): Promise<SettingValue<K>> {
  const [row] = await sql<{ value: unknown }[]>`
    select value from city_setting where key = ${key} order by setting_id desc limit 1`;
  const { form, until } = SETTINGS[key];
  return (row === undefined ? until : form.parse(row.value)) as SettingValue<K>;
}

/** Sets a value from now on, with who set it; earlier values stay on record. */
export async function writeSetting<K extends SettingKey>(
  tx: Tx,
  actor: Actor,
  key: K,
  value: SettingValue<K>,
  note: string | null,
): Promise<void> {
  await tx`
    insert into city_setting (key, value, set_by, note)
    values (${key}, ${tx.json(value as never)}, ${actor.personName}, ${note})`;
}
