import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openFeed, type FeedEvent } from './events.ts';

class FakeSource extends EventTarget {
  static opened: FakeSource[] = [];
  closed = false;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    FakeSource.opened.push(this);
  }

  say(kind: string, data: object): void {
    this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }

  close(): void {
    this.closed = true;
  }
}

beforeEach(() => {
  FakeSource.opened = [];
  vi.stubGlobal('EventSource', FakeSource);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('after a break the feed comes back after the last number seen', () => {
  const heard: FeedEvent[] = [];
  const down = vi.fn();
  const { end } = openFeed((event) => heard.push(event), down);
  const first = FakeSource.opened[0]!;
  expect(first.url).toBe('/api/events');
  first.say('hello', { seq: 40 });
  first.say('device', { kind: 'device', id: 7, seq: 41 });
  first.dispatchEvent(new Event('error'));
  expect([down.mock.calls.length, first.closed]).toEqual([1, true]);
  vi.runOnlyPendingTimers();
  expect(FakeSource.opened[1]?.url).toBe('/api/events?after=41');
  expect(heard).toEqual([
    { kind: 'hello', seq: 40 },
    { kind: 'device', seq: 41, id: 7 },
  ]);
  end();
});

test('a closed feed stays closed', () => {
  const { end } = openFeed(
    () => undefined,
    () => undefined,
  );
  end();
  FakeSource.opened[0]!.dispatchEvent(new Event('error'));
  vi.runOnlyPendingTimers();
  expect(FakeSource.opened).toHaveLength(1);
});

test('what waits for its turn to come back is opened at once where the server has answered somebody, and never twice', () => {
  const { end, hurry } = openFeed(
    () => undefined,
    () => undefined,
  );
  hurry();
  expect(FakeSource.opened, 'it is open').toHaveLength(1);
  FakeSource.opened[0]!.dispatchEvent(new Event('error'));
  hurry();
  expect(FakeSource.opened).toHaveLength(2);
  vi.runOnlyPendingTimers();
  hurry();
  expect(FakeSource.opened).toHaveLength(2);
  FakeSource.opened[1]!.dispatchEvent(new Event('error'));
  end();
  hurry();
  expect(FakeSource.opened, 'it is ended').toHaveLength(2);
});
