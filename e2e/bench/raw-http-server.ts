import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** The floor: the bytes of one file with plain node:http and nothing else. Started by fork; tells its port and its CPU. */
const bytes = readFileSync(process.argv[2]!);
const headers = {
  'Content-Type': 'application/octet-stream',
  'Content-Encoding': 'br',
  'Content-Length': bytes.length,
  'Cache-Control': 'private, no-cache',
};
const server = createServer((_, response) => {
  response.writeHead(200, headers);
  response.end(bytes);
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
process.on('disconnect', () => process.exit());
