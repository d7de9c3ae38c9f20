import { cityDay } from '../cameras/city-day.rules.ts';
import { loadCameraForAct } from '../cameras/index.ts';
import type { Actor } from '../platform/access.ts';
import { act } from '../platform/act.ts';
import type { Deps } from '../platform/deps.ts';
import { announce } from '../platform/events.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import type { LongerKeepingBody } from './longer-keeping.schema.ts';
import { endKeeping, insertKeeping, isSameKeeping } from './longer-keeping.sql.ts';

/** What is kept longer is decided anew within this many days: an exception without an end in sight is another ceiling. */
const MOST_DAYS = 3 * 366;

export type RetentionDesk = Pick<Deps, 'sql' | 'now'>;

/**
 * Records that a camera's recordings are lawfully kept longer than the ceiling (Art. 31(1) 1-3): on which ground, by whose decision,
 * until which day. From today on, through that day, what its recorder holds is no finding; afterwards it is one again by itself.
 * The same once more answers as the first; another under its number is 409 `number-used`. Throws 400 naming the field, 403 or
 * 404 as `act` does.
 */
export async function keepLonger(
  { sql, now }: RetentionDesk,
  actor: Actor,
  cameraId: number,
  body: LongerKeepingBody,
): Promise<void> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  const day = cityDay(now());
  const { ground, citation, reason, lastDay } = body;
  const detail = { doing: 'keep', ground, citation, reason, lastDay };
  await act(
    sql,
    actor,
    'retention.except',
    { kind: 'camera', id: cameraId, ...camera, detail },
    async (tx, note) => {
      if (lastDay < day)
        throw invalid(
          'lastDay',
          '끝일은 오늘이거나 그 뒤여야 합니다. 언제까지 더 보관하는지 적어 주십시오(제31조제1항).',
          'The last day must be today or later. Give the day until which it is kept (Art. 31(1)).',
        );
      const furthest = daysAfter(day, MOST_DAYS);
      if (lastDay > furthest)
        throw invalid(
          'lastDay',
          `${furthest}까지 적을 수 있습니다. 더 필요하면 그때 다시 정해 주십시오(제31조제1항).`,
          `Give a day up to ${furthest}. Where more is needed, decide it anew by then (Art. 31(1)).`,
        );
      const made = await insertKeeping(tx, cameraId, body, { decidedBy: actor.personName, day });
      if (!made && !(await isSameKeeping(tx, cameraId, body))) throw numberUsed();
      if (!made) return note({ repeated: true });
      const { protected: hidden, departmentId } = camera;
      await announce(tx, { kind: 'camera', objectId: cameraId, protected: hidden, departmentId });
    },
  );
}

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

const numberUsed = (): ApiError =>
  new ApiError(409, 'number-used', {
    ko: '이 번호로는 다른 보관 기록이 이미 있어 적지 않았습니다. 화면을 새로 열어 다시 적어 주십시오.',
    en: 'Another exception is on record under this number, so nothing was recorded. Open the form anew and write it again.',
  });

/** Ends such an exception today: the ceiling holds again at once. Throws 404 where none of that number is in force. */
export async function keepNoLonger(
  { sql, now }: RetentionDesk,
  actor: Actor,
  cameraId: number,
  keepingId: string,
  reason: string,
): Promise<void> {
  const camera = await loadCameraForAct(sql, cameraId);
  if (camera === undefined) throw notFound();
  const detail = { doing: 'end', keepingId, reason };
  await act(
    sql,
    actor,
    'retention.except',
    { kind: 'camera', id: cameraId, ...camera, detail },
    async (tx) => {
      const by = { personName: actor.personName, reason, day: cityDay(now()) };
      if (!(await endKeeping(tx, cameraId, keepingId, by))) throw notFound();
      const { protected: hidden, departmentId } = camera;
      await announce(tx, { kind: 'camera', objectId: cameraId, protected: hidden, departmentId });
    },
  );
}
