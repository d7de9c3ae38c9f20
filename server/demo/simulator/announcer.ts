import { createSocket } from 'node:dgram';

export interface AnnouncerOptions {
  /** Of the interface it listens at and answers from. */
  readonly host: string;
  readonly group: { readonly address: string; readonly port: number };
  readonly endpoint: string;
  readonly scopes: readonly string[];
  /** Where it says that its service is. */
  readonly addresses: readonly string[];
}

/** A simulated device that answers calls by multicast (WS-Discovery). Resolves when it listens, with how to silence it. */
export async function startAnnouncer({
  host,
  group,
  endpoint,
  scopes,
  addresses,
}: AnnouncerOptions): Promise<() => Promise<void>> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('message', (datagram, { address, port }) => {
    const messageId = /<(?:\w+:)?MessageID>([^<]{1,100})</.exec(datagram.toString('utf8'))?.[1];
    if (messageId === undefined) return;
    socket.send(
      `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Header><a:RelatesTo>${messageId}</a:RelatesTo></s:Header><s:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:${endpoint}</a:Address></a:EndpointReference><d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>${scopes.join(' ')}</d:Scopes><d:XAddrs>${addresses.join(' ')}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>`,
      port,
      address,
    );
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address: group.address, port: group.port }, () => {
      socket.off('error', reject);
      socket.addMembership(group.address, host);
      socket.setMulticastInterface(host);
      resolve();
    });
  });
  return () => new Promise((resolve) => socket.close(() => resolve()));
}
