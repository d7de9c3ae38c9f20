import { EventEmitter } from 'node:events';
import { can, knows, type Actor, type Scope } from './access.ts';
import type { Sql, Tx } from './db.ts';

/** What can change on an open screen. `register` and `layer` mean many things at once: read the whole anew. */
export type EventKind =
  | 'camera'
  | 'device'
  | 'signboard'
  | 'register'
  | 'layer'
  | 'live'
  | 'ptz'
  | 'agency'
  | 'consultation'
  | 'wall'
  | 'pursuit'
  | 'audit';

export interface Announcement {
  readonly kind: EventKind;
  readonly objectId?: number;
  readonly protected?: boolean;
  readonly departmentId?: number | null;
}

export interface PublishedEvent {
  readonly seq: number;
  readonly kind: EventKind;
  readonly objectId: number | null;
  readonly protected: boolean;
  readonly departmentId: number | null;
}

/** Puts changes in the outbox of the caller's transaction; they are numbered and sent once it has committed. */
export async function announce(tx: Tx | Sql, ...announcements: Announcement[]): Promise<void> {
  if (announcements.length === 0) return;
  const rows = announcements.map((each) => ({
    kind: each.kind,
    object_id: each.objectId ?? null,
    protected: each.protected ?? false,
    department_id: each.departmentId ?? null,
  }));
  await tx`insert into event_outbox ${tx(rows, 'kind', 'object_id', 'protected', 'department_id')}`;
}

const PAGE = 5000;

/**
 * Numbers what the outbox holds, by random steps so that a gap tells nothing of events one may not hear, and tells every listener in this process. A number is given only after commit,
 * under one advisory lock, so a reader who has seen n has missed nothing below n. Polls each second beside
 * NOTIFY, since a notification is lost while the connection is down.
 */
export class EventHub {
  readonly #sql: Sql;
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  #lastSeq = 0;
  #timer: NodeJS.Timeout | undefined;
  #unlisten: (() => Promise<void>) | undefined;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Number of the newest event this process has seen; 0 before any. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  async start(): Promise<void> {
    const [newest] = await this.#sql<{ seq: number }[]>`select seq::float8 as seq from event_head`;
    this.#lastSeq = newest?.seq ?? 0;
    const first = await this.#sql.listen('event_outbox', () => this.#wake());
    const second = await this.#sql.listen('event', () => this.#wake());
    // Whatever was missed while the line to the database was down may have been the end of a right.
    const rights = () => void this.#emitter.emit('rights');
    const third = await this.#sql.listen('rights', rights, rights);
    this.#unlisten = async () => {
      await Promise.all([first.unlisten(), second.unlisten(), third.unlisten()]);
    };
    this.#timer = setInterval(() => this.#wake(), 1000);
    this.#timer.unref();
    this.#wake();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#running;
    await this.#unlisten?.().catch(() => undefined);
    this.#emitter.removeAllListeners();
  }

  /** Calls `listener` with every new event, in order; scope is the caller's to apply by {@link visibleTo}. */
  subscribe(listener: (event: PublishedEvent) => void): () => void {
    this.#emitter.on('event', listener);
    return () => this.#emitter.off('event', listener);
  }

  /** Calls `listener` when an account, a session, a right or a pledge has changed, in whichever process. */
  onRights(listener: () => void): () => void {
    this.#emitter.on('rights', listener);
    return () => this.#emitter.off('rights', listener);
  }

  /** Events after `seq` that are still kept, oldest first, or null where some of them are gone already. */
  async since(seq: number): Promise<PublishedEvent[] | null> {
    const [edge] = await this.#sql<{ oldest: number | null; newest: number | null }[]>`
      select min(seq)::float8 as oldest, max(seq)::float8 as newest from event`;
    if (seq > (edge?.newest ?? 0) && seq > this.#lastSeq) return null;
    if (edge?.oldest != null && seq < edge.oldest - 1) return null;
    if (edge?.oldest == null && seq !== this.#lastSeq) return null;
    const events = await eventsAfter(this.#sql, seq, PAGE + 1);
    return events.length > PAGE ? null : events;
  }

  #wake(): void {
    this.#again = true;
    this.#running ??= this.#drain().finally(() => (this.#running = undefined));
  }

  async #drain(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        await publishOutbox(this.#sql);
        for (;;) {
          const events = await eventsAfter(this.#sql, this.#lastSeq, PAGE);
          for (const event of events) {
            this.#lastSeq = event.seq;
            this.#emitter.emit('event', event);
          }
          if (events.length < PAGE) break;
        }
      } catch (error) {
        if (this.#timer !== undefined)
          console.error('events: the feed waits for the database', (error as Error).message);
        return;
      }
    }
  }
}

/** Whether an event may be told to someone of this scope: the same question as for the row itself. */
export function visibleTo(scope: Scope, event: PublishedEvent): boolean {
  return knows(scope, event);
}

/** Whether this person may hear of what the event is about: a consultation is its department's and the centre's alone. */
export function mayHear(actor: Actor, { kind, departmentId, protected: hidden }: PublishedEvent): boolean {
  if (kind === 'audit') return can(actor, 'audit.faults');
  if (kind === 'pursuit') return can(actor, 'pursuit.read');
  if (kind === 'consultation') return can(actor, 'consultation.read', { departmentId, protected: hidden });
  // No event tells which body it is about, so nobody who reads one body alone hears of it.
  return kind !== 'agency' || can(actor, 'agency.read', { agency: null });
}

async function publishOutbox(sql: Sql): Promise<void> {
  const [waiting] = await sql`select 1 from event_outbox limit 1`;
  if (!waiting) return;
  await sql`
    with sequencer as materialized (select pg_advisory_xact_lock(hashtext('event-sequencer'))),
         taken as (delete from event_outbox using sequencer returning event_outbox.*),
         numbered as materialized (
           select *, sum(1 + floor(-4 * ln(1 - random()))) over (order by outbox_id)::bigint as step from taken
         ),
         head as (update event_head set seq = seq + (select coalesce(max(step), 0) from numbered) returning seq)
    insert into event (seq, kind, object_id, protected, department_id)
    select head.seq - (select max(step) from numbered) + step, kind, object_id, protected, department_id
    from numbered, head order by step`;
}

function eventsAfter(sql: Sql, seq: number, limit: number): Promise<PublishedEvent[]> {
  return sql<PublishedEvent[]>`
    select seq::float8 as seq, kind, object_id::float8 as "objectId", protected, department_id as "departmentId"
    from event where seq > ${seq} order by seq limit ${limit}`;
}
