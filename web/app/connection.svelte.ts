import { openFeed, type FeedEvent } from '../api/events.ts';
import { onAnswer } from '../ui/come-back.ts';
import { connectionOf } from './connection.rules.ts';

/** The line to the server: what it announces, and how old the screen is. */
export class Connection {
  /** The server's last sign of life and this machine's time now, both in ms of performance.now(). */
  #heardAtMs = $state(performance.now());
  #nowMs = $state(performance.now());
  /** Server time less this machine's. */
  #skewMs = $state(0);
  /** Wall time of the last sign of life. */
  heardAt = $state.raw(new Date());
  now = $state.raw(new Date());
  readonly ageMs = $derived(Math.max(0, this.#nowMs - this.#heardAtMs));
  readonly state = $derived(connectionOf(this.ageMs));

  /**
   * Opens the feed and the clock; `onDown` at each break of the feed, `onBack` with the first word after one. Returns the
   * function that ends both.
   */
  open(onEvent: (event: FeedEvent) => void, onDown: () => void, onBack: () => void): () => void {
    let broken = false;
    const tick = (): void => {
      this.#nowMs = performance.now();
      this.now = new Date(Date.now() + this.#skewMs);
    };
    const feed = openFeed(
      (event) => {
        this.#heardAtMs = performance.now();
        if ('at' in event) this.#skewMs = event.at.getTime() - Date.now();
        tick();
        this.heardAt = this.now;
        const back = broken;
        broken = false;
        onEvent(event);
        if (back) onBack();
      },
      () => {
        broken = true;
        onDown();
      },
    );
    const unlisten = onAnswer(feed.hurry);
    const timer = setInterval(tick, 500);
    return () => {
      clearInterval(timer);
      unlisten();
      feed.end();
    };
  }
}
