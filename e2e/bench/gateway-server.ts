import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gateway } from '../../server/streams/gateway.ts';
import { liveUpgrade } from '../../server/streams/live-socket.ts';
import { Tickets } from '../../server/streams/tickets.ts';

/**
 * The gateway alone, in a process of its own, between the camera server's port (first argument) and its viewers.
 * `GET /<camera>` answers a ticket. Started by fork; tells its port and its CPU.
 */
/** Which kind of the camera server's cameras, by the thousands of a camera's number. */
const KINDS = ['cam', 'gop1', 'gop2', 'mid1', 'mid2', 'drop', 'stall'];
const rtspPort = Number(process.argv[2]);
const tickets = new Tickets();
const gateway = new Gateway({
  locate: async (cameraId) => ({
    host: '127.0.0.1',
    port: rtspPort,
    path: `/${KINDS[Math.floor(cameraId / 1000)] ?? 'cam'}/${cameraId}`,
    credentials: null,
    secure: false,
  }),
});
const server = createServer((request, response) => {
  const cameraId = Number(request.url?.slice(1));
  response.end(tickets.issue({ sessionId: 'bench', cameraId, quality: 'main' }));
});
server.on(
  'upgrade',
  liveUpgrade({
    gatewayId: '',
    elsewhere: () => null,
    gateway,
    tickets,
    open: (ticket, socket) => gateway.addViewer(ticket, socket),
    allowsOrigin: () => true,
    sessionOf: async () => 'bench',
  }),
);
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
process.on('disconnect', () => process.exit());
