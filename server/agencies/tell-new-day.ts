import { cityDay } from '../cameras/city-day.rules.ts';
import type { Deps } from '../platform/deps.ts';
import { announce } from '../platform/events.ts';
import { papersTurnBetween } from './delegations.sql.ts';

const EVERY_MS = 1_000;

/**
 * Tells open screens when the city's day turns, by its midnight or by a clock that was set, and a delegation or a security
 * measure begins or ends with it (Art. 18(5), 23, 25). The pictures end by themselves. Returns what stops it.
 */
export function tellNewDays({ sql, now }: Pick<Deps, 'sql' | 'now'>): () => Promise<void> {
  let told = cityDay(now());
  let telling = Promise.resolve();
  const tell = async (): Promise<void> => {
    const day = cityDay(now());
    if (day === told) return;
    const [first, last] = told < day ? [told, day] : [day, told];
    if (await papersTurnBetween(sql, first, last))
      await announce(sql, { kind: 'agency' }, { kind: 'register' });
    told = day;
  };
  const timer = setInterval(() => {
    telling = telling
      .then(tell)
      .catch((error: unknown) => console.error('agencies:', (error as Error).message));
  }, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await telling;
  };
}
