import { expect, test } from 'vitest';
import { anActor } from '../testing/factories.ts';
import { REMEMBERED_MINUTES, RememberedSessions } from './remembered-sessions.ts';

const MINUTE = 60_000;
const LONG = { leftS: 12 * 3600, idleMinutes: null, idleForS: 0 };

function remembering() {
  const clock = { ms: 5 };
  const sessions = new RememberedSessions(() => clock.ms);
  const actor = anActor({ sessionId: 'a', accountId: 1 });
  return { clock, sessions, actor };
}

test('Art. 30(1): a proof counts for an hour after the database last gave it, and no longer', () => {
  const { clock, sessions, actor } = remembering();
  sessions.prove('cookie|home', actor, LONG);
  clock.ms += REMEMBERED_MINUTES * MINUTE - 1;
  expect(sessions.recall('cookie|home')).toBe(actor);
  sessions.prove(null, { ...actor, address: null }, LONG);
  clock.ms += REMEMBERED_MINUTES * MINUTE - 1;
  expect(sessions.recall('cookie|home')).toMatchObject({ sessionId: 'a', address: '127.0.0.1' });
  clock.ms += 1;
  expect(sessions.recall('cookie|home')).toBeNull();
  expect(sessions.recallSession('a')).toBeNull();
});

test('A23: the same cookie from elsewhere, and another cookie, prove nothing', () => {
  const { sessions, actor } = remembering();
  sessions.prove('cookie|home', actor, LONG);
  expect(sessions.recall('cookie|elsewhere')).toBeNull();
  expect(sessions.recall('other|home')).toBeNull();
});

test('Art. 30(1): a session that ends by its own clock ends', () => {
  const { clock, sessions, actor } = remembering();
  sessions.prove('cookie', actor, { ...LONG, leftS: 600 });
  clock.ms += 600_000 - 1;
  expect(sessions.recall('cookie')).toBe(actor);
  clock.ms += 1;
  expect(sessions.recall('cookie')).toBeNull();
});

test('Art. 30(1): idleness ends it, and somebody who is there is not idle although the database cannot be told', () => {
  const { clock, sessions, actor } = remembering();
  sessions.prove('cookie', actor, { ...LONG, idleMinutes: 10, idleForS: 240 });
  clock.ms += 6 * MINUTE - 1;
  expect(sessions.recall('cookie')).toBe(actor);
  sessions.seen('cookie');
  clock.ms += 9 * MINUTE;
  expect(sessions.recall('cookie')).toBe(actor);
  clock.ms += MINUTE;
  expect(sessions.recall('cookie')).toBeNull();
});

test('A6: what the database has forgotten is forgotten, and a session that was left stays left', () => {
  const { sessions, actor } = remembering();
  sessions.prove('cookie', actor, LONG);
  sessions.forget('a');
  expect(sessions.recall('cookie')).toBeNull();
  sessions.prove('cookie', actor, LONG);
  sessions.drop('a');
  sessions.prove(null, actor, LONG);
  expect(sessions.recall('cookie')).toBeNull();
  expect(sessions.dropped()).toEqual(['a']);
});
