import type { Connection, ConnectionBody } from '../../server/streams/connection.schema.ts';

/** The fields of a connection in the order of the form. What is optional is sent as null when it is left empty. */
export const CONNECTED = [
  { name: 'host', input: 'text', needed: true },
  { name: 'rtspPort', input: 'port', needed: true },
  { name: 'rtspPath', input: 'text', needed: true },
  { name: 'subPath', input: 'text', needed: false },
  { name: 'onvifPort', input: 'port', needed: false },
  { name: 'onvifPath', input: 'text', needed: false },
  { name: 'username', input: 'text', needed: false },
  { name: 'password', input: 'password', needed: false },
] as const;
export type ConnectedName = (typeof CONNECTED)[number]['name'];
/** What is allowed or not, in the order of the form. */
export const LINKED = ['secure', 'basicAllowed'] as const;
export type ConnectionDraft = Record<ConnectedName, string> &
  Record<(typeof LINKED)[number] | 'renewCertificate', boolean>;

/** What stands in the form; a camera without a connection begins with the usual port and path. */
export function connectionDraft(connection: Connection | null): ConnectionDraft {
  if (connection === null)
    return {
      host: '',
      rtspPort: '554',
      rtspPath: '/',
      subPath: '',
      onvifPort: '',
      onvifPath: '',
      username: '',
      password: '',
      ...{ secure: false, basicAllowed: false, renewCertificate: false },
    };
  const { host, rtspPort, rtspPath, subPath, onvifPort, onvifPath, username, secure, basicAllowed } =
    connection;
  return {
    host,
    rtspPort: String(rtspPort),
    rtspPath,
    subPath: subPath ?? '',
    onvifPort: onvifPort === null ? '' : String(onvifPort),
    onvifPath: onvifPath ?? '',
    username: username ?? '',
    password: '',
    ...{ secure, basicAllowed, renewCertificate: false },
  };
}

/** What the server is sent, or the first field that holds nothing it could take. An empty password is not sent: it stays. */
export function connectionBodyOf(
  draft: ConnectionDraft,
): { readonly body: ConnectionBody } | { readonly wrong: ConnectedName } {
  for (const { name, input, needed } of CONNECTED) {
    const typed = draft[name].trim();
    if (typed === '' && !needed) continue;
    if (typed === '' || (input === 'port' && !isPort(typed))) return { wrong: name };
  }
  const optional = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const onvifPort = optional(draft.onvifPort);
  const { secure, basicAllowed, renewCertificate } = draft;
  return {
    body: {
      host: draft.host.trim(),
      rtspPort: Number(draft.rtspPort.trim()),
      rtspPath: draft.rtspPath.trim(),
      subPath: optional(draft.subPath),
      onvifPort: onvifPort === null ? null : Number(onvifPort),
      onvifPath: optional(draft.onvifPath),
      username: optional(draft.username),
      ...{ secure, basicAllowed, renewCertificate },
      ...(draft.password === '' ? {} : { password: draft.password }),
    },
  };
}

const isPort = (text: string): boolean =>
  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
