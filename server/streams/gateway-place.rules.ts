/** Where the other programs reach a gateway, such as `https://10.0.0.7:8788`, and the certificate (PEM) that it shows there. */
export interface GatewayPlace {
  readonly address: string;
  readonly certificate: string | null;
}

/** Whether nobody but that host hears what is sent to it. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);

/** A person's session is taken to another machine over TLS alone, and to the certificate that was laid down for it. */
export function isSafeToCall({ address, certificate }: GatewayPlace): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:') return certificate !== null;
  return protocol === 'http:' && isLoopbackHost(hostname);
}
