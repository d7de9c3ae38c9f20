import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { openDoor } from './http-door.ts';

test('a door that closes ends the pictures that go through it, and waits for nobody', async () => {
  const door = await openDoor(
    {
      fetch: () => new Response('here'),
      upgrade: (_, socket) =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
    },
    { host: '127.0.0.1', port: 0, certificate: null },
  );
  const asked = request({ port: door.port, headers: { connection: 'Upgrade', upgrade: 'x' } }).end();
  const [, socket] = (await once(asked, 'upgrade')) as [unknown, Socket];
  socket.on('error', () => undefined);
  const ended = once(socket, 'close');
  await door.close();
  await ended;
  expect(socket.destroyed).toBe(true);
});
