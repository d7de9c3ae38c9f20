import { describe, expect, it } from 'vitest';
import { MOST_UNUSED, Tickets } from './tickets.ts';
import type { Viewing } from './viewing-book.ts';

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

  it('Art. 26(2): is not given to a person who has 48 unused ones, however many are asked for at once', async () => {
    let nowMs = 0;
    const tickets = new Tickets(() => nowMs);
    const asking = (accountId: number) =>
      tickets.within(accountId, async () => {
        await Promise.resolve();
        const viewing = { actor: { accountId } } as Viewing;
        return tickets.issue({ sessionId: 'a', cameraId: 1, quality: 'main', viewing });
      });
    const given = await Promise.allSettled(Array.from({ length: 120 }, () => asking(5)));
    const codes = given.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(codes).toHaveLength(MOST_UNUSED);
    await expect(asking(5)).rejects.toMatchObject({ status: 429, code: 'too-many-tickets' });
    await expect(asking(6)).resolves.toBeTypeOf('string');
    tickets.redeem(codes[0]!, 'a');
    await expect(asking(5)).resolves.toBeTypeOf('string');
    await expect(asking(5)).rejects.toMatchObject({ status: 429 });
    nowMs = 30_001;
    await expect(asking(5)).resolves.toBeTypeOf('string');
  });

  it('gives the place back where nothing was opened', async () => {
    const tickets = new Tickets();
    for (let i = 0; i < MOST_UNUSED + 5; i++)
      await expect(tickets.within(5, () => Promise.reject(new Error('no stream')))).rejects.toThrow(
        'no stream',
      );
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
