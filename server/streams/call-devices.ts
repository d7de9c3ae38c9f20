import { createSocket, type Socket } from 'node:dgram';
import { isInsideNetworks, type CameraNetwork } from './camera-address.ts';
import type { Door } from './discover-range.rules.ts';
import { GROUP, probeDatagram, readProbeMatches, type Announced } from './ws-discovery.rules.ts';

export interface CalledDevice extends Door {
  readonly path: string;
  readonly endpoint: string | null;
  readonly scopes: readonly string[];
}

export interface Called {
  readonly devices: readonly CalledDevice[];
  /** Answers from outside the camera networks, or that named no address of their own inside them. */
  readonly dropped: number;
}

export interface Call {
  readonly messageId: string;
  /** This machine's own IPv4 address in the network that is called. */
  readonly from: string;
  readonly networks: readonly CameraNetwork[];
  readonly forMs?: number;
  readonly group?: { readonly address: string; readonly port: number };
}

const LISTEN_MS = 4_000;
/** Datagrams read of one call; whoever sends more is not listened to. */
const MOST_ANSWERS = 2_000;

/**
 * Calls for devices by multicast in one network (WS-Discovery) and listens for a few seconds. An answer counts where it
 * comes from inside the camera networks, and speaks for its own address only: another that it names is never called
 * (Art. 30(3)). Rejects where the network cannot be called from that address.
 */
export async function callDevices({
  messageId,
  from,
  networks,
  forMs = LISTEN_MS,
  group = GROUP,
}: Call): Promise<Called> {
  const socket = createSocket({ type: 'udp4' });
  const found = new Map<string, CalledDevice>();
  let dropped = 0;
  let answers = 0;
  try {
    await opened(socket, from);
    socket.on('message', (datagram, { address }) => {
      if (++answers > MOST_ANSWERS) return;
      const devices = readProbeMatches(datagram, messageId).flatMap((each) =>
        ownDoors(each, address, networks),
      );
      if (devices.length === 0) dropped++;
      for (const device of devices) found.set(`${device.host} ${device.port}`, device);
    });
    const call = Buffer.from(probeDatagram(messageId));
    await sent(socket, call, group);
    await quiet(forMs / 4);
    // One datagram may be lost; who has answered answers again and is the same.
    await sent(socket, call, group);
    await quiet((forMs * 3) / 4);
  } finally {
    socket.close();
  }
  return { devices: [...found.values()], dropped };
}

const ownDoors = (
  { endpoint, scopes, doors }: Announced,
  sender: string,
  networks: readonly CameraNetwork[],
): CalledDevice[] =>
  doors
    .filter(({ host, port }) => host === sender && isInsideNetworks(host, port, networks))
    .map((door) => ({ ...door, endpoint, scopes }));

const opened = (socket: Socket, address: string): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address, port: 0 }, () => {
      try {
        socket.setMulticastInterface(address);
        socket.setMulticastTTL(1);
        socket.off('error', reject);
        socket.on('error', () => undefined);
        resolve();
      } catch (error) {
        reject(error instanceof Error ? error : new Error('multicast'));
      }
    });
  });

const sent = (socket: Socket, datagram: Buffer, group: { address: string; port: number }): Promise<void> =>
  new Promise((resolve, reject) =>
    socket.send(datagram, group.port, group.address, (error) => (error ? reject(error) : resolve())),
  );

const quiet = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
