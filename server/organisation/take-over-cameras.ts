import { cityDay } from '../cameras/city-day.rules.ts';
import { SYSTEM } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import type { Jobs, Queue } from '../platform/jobs.ts';
import { applyMoves, selectDueOrders } from './camera-moves.sql.ts';
import { inOrder } from './in-order.ts';
import { spread } from './spread.ts';

/** Gives cameras to the parts of a divided department once their day has come; at most a minute after midnight. */
export const TAKE_OVER: Queue = { name: 'take-over-cameras', retryLimit: 3 };

/** Moves the cameras of every order whose day has come. Returns how many cameras moved. */
export async function takeOverCameras(sql: Sql, today: string): Promise<number> {
  const due = await selectDueOrders(sql, today);
  let moved = 0;
  for (const orderId of due)
    moved += await inOrder(sql, SYSTEM, { kind: 'reorganisation', id: orderId }, async (tx, note) => {
      const count = await applyMoves(tx, orderId, SYSTEM);
      note({ cameras: count });
      await spread(tx);
      return count;
    });
  return moved;
}

export async function startTakingOver(jobs: Jobs, sql: Sql): Promise<void> {
  await jobs.work(TAKE_OVER, async () => {
    await takeOverCameras(sql, cityDay(new Date()));
  });
  await jobs.schedule(TAKE_OVER, '* * * * *');
}
