import { describe, expect, it } from 'vitest';
import { Tickets } from './tickets.ts';

describe('A23: a ticket', () => {
  it('opens one picture once, for its own session', () => {
    const tickets = new Tickets();
    const code = tickets.issue({ sessionId: 'a', cameraId: 7, quality: 'main' });
    expect(tickets.redeem(code, 'a')).toEqual({ sessionId: 'a', cameraId: 7, quality: 'main' });
    expect(tickets.redeem(code, 'a')).toBeNull();
  });

  it('is used up when another session shows it', () => {
    const tickets = new Tickets();
    const code = tickets.issue({ sessionId: 'a', cameraId: 7, quality: 'main' });
    expect(tickets.redeem(code, 'b')).toBeNull();
    expect(tickets.redeem(code, 'a')).toBeNull();
  });

  it('is void after 30 seconds and after its session is cut', () => {
    let nowMs = 0;
    const tickets = new Tickets(() => nowMs);
    const late = tickets.issue({ sessionId: 'a', cameraId: 1, quality: 'main' });
    nowMs = 30_001;
    expect(tickets.redeem(late, 'a')).toBeNull();
    const cut = tickets.issue({ sessionId: 'a', cameraId: 1, quality: 'main' });
    const other = tickets.issue({ sessionId: 'b', cameraId: 1, quality: 'main' });
    tickets.cutSession('a');
    expect(tickets.redeem(cut, 'a')).toBeNull();
    expect(tickets.redeem(other, 'b')).not.toBeNull();
  });
});
