import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { LiveViewer } from './live-viewer.ts';

const LIMITS = { maxUnprovedBytes: 10_000, maxSilentMs: 10_000 };

/** A socket that takes everything, as the kernel's buffers do, and a viewer on it. */
function aViewer() {
  const sent: Buffer[] = [];
  let pinged = '0';
  const socket = Object.assign(new EventEmitter(), {
    ...{ OPEN: 1, readyState: 1, close() {}, terminate() {} },
    send: (data: Buffer) => sent.push(data),
    ping: (text: string) => (pinged = text),
  });
  const viewer = new LiveViewer(socket as unknown as WebSocket, () => undefined, LIMITS);
  return {
    ...{ viewer, sent },
    /** The browser proves that it has everything up to now. */
    prove: (): void => {
      viewer.beat();
      socket.emit('pong', Buffer.from(pinged));
    },
  };
}

const KEY = 1;
const frames = fc.array(
  fc.record({ key: fc.boolean(), bytes: fc.integer({ min: 2, max: 4_000 }), proves: fc.boolean() }),
  { maxLength: 200 },
);

it('a viewer is never sent more than the limit and one frame beyond what it proved (A24)', () => {
  fc.assert(
    fc.property(frames, (all) => {
      const { viewer, prove } = aViewer();
      for (const { key, bytes, proves } of all) {
        viewer.sendFrame(Buffer.alloc(bytes), key);
        expect(viewer.unprovedBytes).toBeLessThanOrEqual(LIMITS.maxUnprovedBytes + 4_000);
        if (proves) prove();
      }
    }),
  );
});

it('a viewer gets frames from a key frame on without a hole, and after a hole from the next key frame on', () => {
  fc.assert(
    fc.property(frames, (all) => {
      const { viewer, sent, prove } = aViewer();
      all.forEach(({ key, bytes, proves }, index) => {
        const frame = Buffer.alloc(Math.max(bytes, 5));
        frame[0] = key ? KEY : 0;
        frame.writeUInt32BE(index, 1);
        viewer.sendFrame(frame, key);
        if (proves) prove();
      });
      let last = -2;
      for (const frame of sent) {
        const index = frame.readUInt32BE(1);
        if (index !== last + 1) expect(frame[0]).toBe(KEY);
        last = index;
      }
      expect(sent.length + viewer.skippedFrames).toBe(all.length);
    }),
  );
});
