import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { can, scopeOf, type Actor } from './access.ts';
import type { Deps } from './deps.ts';
import { mayHear, visibleTo, type PublishedEvent } from './events.ts';
import { policed, type SignedInEnv } from './policed.ts';
import { actorsOfSessions } from './session.ts';

/** Less than half of the 5 s from which a screen calls itself late. */
const TICK_MS = 2000;
/** How late the end of a right by the clock may be felt. */
const CLOCK_MS = 700;
const MOST_WAITING = 10_000;

/**
 * `GET /api/events`: every change this person may know of, in order. `Last-Event-ID` (or `?after=`) resumes without
 * loss or repetition; where that is no longer possible one `reset` comes and the whole must be read anew. `hears` says of an event
 * whether what it is about is this person's to hear.
 */
export const eventsRoutes = (deps: Deps, hears: (actor: Actor, event: PublishedEvent) => Promise<boolean>) =>
  new Hono<SignedInEnv>().get('/events', policed('map.read'), (c) => {
    let actor = c.get('actor');
    const scope = scopeOf(actor);
    const { sessionId } = actor;
    const asked = c.req.header('last-event-id') ?? c.req.query('after');
    c.header('Cache-Control', 'no-store');
    c.header('X-Accel-Buffering', 'no');
    return streamSSE(c, async (stream) => {
      const waiting: PublishedEvent[] = [];
      let wake: () => void = () => undefined;
      const unsubscribe = deps.events.subscribe((event) => {
        waiting.push(event);
        wake();
      });
      let rightsChanged = false;
      const unlisten = deps.events.onRights(() => {
        rightsChanged = true;
        wake();
      });
      stream.onAbort(() => wake());
      try {
        let last = deps.events.lastSeq;
        if (asked !== undefined) {
          const after = /^\d{1,15}$/.test(asked) ? Number(asked) : -1;
          const missed = after < 0 ? null : await deps.events.since(after);
          if (missed === null)
            await stream.writeSSE({ event: 'reset', id: String(last), data: JSON.stringify({ seq: last }) });
          else {
            waiting.unshift(...missed);
            last = after;
          }
        } else
          await stream.writeSSE({ event: 'hello', id: String(last), data: JSON.stringify({ seq: last }) });
        let tickedAt = 0;
        while (!stream.aborted && !stream.closed) {
          if (waiting.length > MOST_WAITING) return;
          if (rightsChanged || Date.now() - tickedAt >= TICK_MS) {
            rightsChanged = false;
            const found = await actorsOfSessions(deps.sql, sessionId === null ? [] : [sessionId]);
            const now = found.get(sessionId ?? '');
            if (now === undefined) return;
            actor = now;
          }
          // A right may also end with the clock. Who may know more or less than before begins anew.
          if (!can(actor, 'map.read')) return;
          if (scopeOf(actor).key !== scope.key) {
            await stream.writeSSE({ event: 'reset', id: String(last), data: JSON.stringify({ seq: last }) });
            return;
          }
          const events = waiting.splice(0);
          const heard = await Promise.all(
            events.map(
              async (event) =>
                visibleTo(scope, event) && mayHear(actor, event) && (await hears(actor, event)),
            ),
          );
          for (const [at, event] of events.entries()) {
            if (event.seq <= last) continue;
            last = event.seq;
            if (!heard[at]) continue;
            await stream.writeSSE({
              event: event.kind,
              id: String(event.seq),
              data: JSON.stringify({ kind: event.kind, id: event.objectId, seq: event.seq }),
            });
          }
          if (Date.now() - tickedAt >= TICK_MS) {
            tickedAt = Date.now();
            await stream.writeSSE({ event: 'tick', data: JSON.stringify({ at: deps.now().toISOString() }) });
          }
          if (waiting.length === 0)
            await new Promise<void>((resolve) => {
              const timer = setTimeout(
                resolve,
                Math.min(CLOCK_MS, Math.max(50, tickedAt + TICK_MS - Date.now())),
              );
              wake = () => {
                clearTimeout(timer);
                resolve();
              };
            });
        }
      } finally {
        unsubscribe();
        unlisten();
      }
    });
  });
