import { tick } from 'svelte';
import type { EndedView } from '../../server/people/login/login.schema.ts';
import type { SessionView } from '../../server/people/people.schema.ts';
import { api } from '../api/client.ts';
import { AccountRequests } from '../people/requests.svelte.ts';
import { answered, ApiFailure, reached, whenSignedOut } from '../api/request.ts';
import { clearAddress } from './address.ts';

/** Whose screen the address of this tab holds, also over a reload. */
const HOLDER = 'gwanje.holder';
/** Nobody's: whatever address this tab still remembers was another's. */
const NOBODY = '';
/** What is said until the server has said why. */
const overFor = (who: SessionView | null): EndedView => ({
  why: who?.display == null ? 'over' : 'display',
  on: null,
  ask: null,
});

/** Who sits here. 'asking' until the server has said whether the cookie still holds. */
export class Session {
  who = $state.raw<SessionView | null>(null);
  phase = $state<'asking' | 'out' | 'in' | 'leaving' | 'stays' | 'unreachable'>('asking');
  /** Why it could not be asked or ended; null before that. */
  failure = $state.raw<unknown>(null);
  /** Where the demo's accounts lie, for the sign-in page; null where none is open. */
  accountsFile = $state<string | null>(null);
  /** What is asked about overseers' accounts and waits for a second person. */
  readonly requests = new AccountRequests();
  /** Why the session ended by itself. */
  ended = $state.raw<EndedView | null>(null);

  /** The other windows of this browser, which share the session. */
  readonly #windows = new BroadcastChannel('gwanje.session');

  constructor() {
    this.#windows.onmessage = () => {
      if (this.phase !== 'out' || this.ended !== null) this.#forget();
    };
    // Whoever opens a link afterwards comes for what it names.
    const [came] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    if (came?.type === 'navigate' && sessionStorage.getItem(HOLDER) === NOBODY)
      sessionStorage.removeItem(HOLDER);
    window.addEventListener('popstate', () => {
      if (this.phase === 'out' && sessionStorage.getItem(HOLDER) === NOBODY) clearAddress();
    });
    whenSignedOut(() => {
      if (this.phase !== 'in') return this.#leave();
      this.ended = overFor(this.who);
      this.#leave();
      void this.#askWhy();
    });
  }

  #leave(): void {
    this.who = null;
    this.phase = 'out';
  }

  async #askWhy(): Promise<void> {
    const welcome = await answered(api.welcome.$get()).catch(() => null);
    if (welcome?.ended != null && this.ended !== null) this.ended = welcome.ended;
  }

  /**
   * Whether the session still holds and with which rights, after the feed broke off; a server that does not answer ends
   * nothing. What the server knows of it now, or null.
   */
  async check(): Promise<SessionView | null> {
    if (this.phase !== 'in') return null;
    const welcome = await answered(api.welcome.$get()).catch(() => null);
    if (welcome === null || !this.isIn) return null;
    if (!welcome.signedIn) {
      this.ended = welcome.ended ?? overFor(this.who);
      this.#leave();
      return null;
    }
    const who = await answered(api.session.$get()).catch(() => null);
    if (who === null || !this.isIn) return null;
    if (lasting(who) !== lasting(this.who)) this.who = who;
    return who;
  }

  /** Asked anew: what was awaited may have ended it. */
  get isIn(): boolean {
    return this.phase === 'in';
  }

  may(action: string): boolean {
    return this.who?.actions.includes(action) ?? false;
  }

  async ask(): Promise<void> {
    try {
      const welcome = await answered(api.welcome.$get());
      this.accountsFile = welcome.accountsFile;
      if (!welcome.signedIn) {
        if (welcome.ended !== null) this.ended = welcome.ended;
        return this.#leave();
      }
      const who = await answered(api.session.$get());
      const before = sessionStorage.getItem(HOLDER);
      if (before !== null && before !== who.account) clearAddress();
      sessionStorage.setItem(HOLDER, who.account);
      this.who = who;
      this.ended = null;
      this.phase = 'in';
    } catch (failure) {
      if (failure instanceof ApiFailure && failure.status === 401) this.#leave();
      else {
        this.failure = failure;
        this.phase = 'unreachable';
      }
    }
  }

  /**
   * Ends the session. The screen is taken down first: nothing asks, plays or writes itself into the address any more. A
   * server that does not answer leaves the session open, and the page says so.
   */
  async signOut(): Promise<void> {
    this.phase = 'leaving';
    await tick();
    try {
      await reached(api.session.$delete());
    } catch (failure) {
      if (!(failure instanceof ApiFailure && failure.status === 401)) {
        this.failure = failure;
        this.phase = 'stays';
        return;
      }
    }
    this.#windows.postMessage('out');
    this.#forget();
  }

  /** Somebody signed out, here or in another window: nothing of theirs is left for who comes next. */
  #forget(): void {
    this.ended = null;
    this.#leave();
    clearAddress();
    sessionStorage.setItem(HOLDER, NOBODY);
  }
}

/** What makes another screen where it differs; how long somebody was idle does not. */
function lasting(who: SessionView | null): string {
  return JSON.stringify(who === null ? null : { ...who, idle: null });
}
