import type { Config } from './config.ts';
import type { Sql } from './db.ts';
import type { EventHub } from './events.ts';

/** What every feature is built from. Made once in `server/roles.ts`, never imported as a global. */
export interface Deps {
  readonly config: Config;
  readonly sql: Sql;
  readonly now: () => Date;
  readonly events: EventHub;
}
