import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { readPictureFormat } from '../../streams/h264-parameter-sets.rules.ts';
import type { BehaviourOf, CameraBehaviour } from './behaviour.ts';
import { loadClip } from './clip.ts';
import { picturesOf } from './pictures.rules.ts';
import { HOME, PtzHead, type PtzPosition } from './ptz.ts';

export interface OnvifServerOptions {
  readonly behaviourOf: BehaviourOf;
  readonly rtspPort: number;
  /** The camera at this path starts anew. */
  readonly onReboot?: (path: string) => void;
}

interface Call {
  readonly path: string;
  readonly body: string;
  /** `http://host:port/cam/<n>`, as the caller spelled it. */
  readonly self: string;
  readonly host: string;
  readonly rtspPort: number;
  readonly behaviour: CameraBehaviour;
  readonly head: PtzHead;
}

const MAX_BODY_BYTES = 64 * 1024;
const DAY_MS = 86_400_000;

/** ONVIF device, media and PTZ services for all simulated cameras: one port, a path for each. */
export function createOnvifServer({ behaviourOf, rtspPort, onReboot }: OnvifServerOptions): Server {
  const heads = new Map<string, PtzHead>();
  return createServer((request, response) => {
    void readBody(request).then((body) => {
      const path = (request.url ?? '/').replace(/\/$/, '');
      const behaviour = behaviourOf(path);
      const host = request.headers.host ?? 'localhost';
      if (request.method !== 'POST' || !behaviour || body === null) {
        response.writeHead(behaviour ? 400 : 404).end();
        return;
      }
      const head = heads.get(path) ?? new PtzHead();
      heads.set(path, head);
      const hostName = host.replace(/:\d+$/, '');
      const call = { path, body, self: `http://${host}${path}`, host: hostName, rtspPort, behaviour, head };
      const action = /<(?:\w+:)?Body\b[^>]*>\s*<(?:\w+:)?(\w+)/.exec(body)?.[1] ?? '';
      const open = action === 'GetSystemDateAndTime' || tokenProved(call);
      const answer = open ? ANSWERS[action]?.(call) : undefined;
      if (answer !== undefined && action === 'SystemReboot') onReboot?.(path);
      const content = answer ?? fault(open ? 'ActionNotSupported' : 'NotAuthorized');
      response.writeHead(answer === undefined ? 400 : 200, {
        'Content-Type': 'application/soap+xml; charset=utf-8',
      });
      response.end(envelope(content));
    });
  });
}

const ANSWERS: Readonly<Record<string, (call: Call) => string>> = {
  GetSystemDateAndTime: ({ behaviour: { clockOffS = 0 } }) => {
    const now = new Date(Date.now() + clockOffS * 1000);
    return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings><tt:UTCDateTime><tt:Time><tt:Hour>${now.getUTCHours()}</tt:Hour><tt:Minute>${now.getUTCMinutes()}</tt:Minute><tt:Second>${now.getUTCSeconds()}</tt:Second></tt:Time><tt:Date><tt:Year>${now.getUTCFullYear()}</tt:Year><tt:Month>${now.getUTCMonth() + 1}</tt:Month><tt:Day>${now.getUTCDate()}</tt:Day></tt:Date></tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
  },
  SystemReboot: () =>
    '<tds:SystemRebootResponse><tds:Message>Rebooting</tds:Message></tds:SystemRebootResponse>',
  GetServices: ({ self, behaviour }) => {
    const service = (namespace: string): string =>
      `<tds:Service><tds:Namespace>http://www.onvif.org/${namespace}</tds:Namespace><tds:XAddr>${self}</tds:XAddr><tds:Version><tt:Major>2</tt:Major><tt:Minor>60</tt:Minor></tds:Version></tds:Service>`;
    const ptz = behaviour.ptz ? service('ver20/ptz/wsdl') : '';
    const search = behaviour.keptDays == null ? '' : service('ver10/search/wsdl');
    return `<tds:GetServicesResponse>${service('ver10/device/wsdl')}${service('ver10/media/wsdl')}${ptz}${search}</tds:GetServicesResponse>`;
  },
  GetDeviceInformation: ({ path, behaviour }) =>
    `<tds:GetDeviceInformationResponse><tds:Manufacturer>Simulated</tds:Manufacturer><tds:Model>${behaviour.model ?? (behaviour.ptz ? 'SIM-PTZ' : 'SIM-FIX')}</tds:Model><tds:FirmwareVersion>${behaviour.firmware ?? '1.10'}</tds:FirmwareVersion><tds:SerialNumber>SIM${path.replaceAll(/\W/g, '').toUpperCase()}</tds:SerialNumber><tds:HardwareId>1</tds:HardwareId></tds:GetDeviceInformationResponse>`,
  GetProfiles: ({ path, behaviour }) => {
    const audio = hasEncoder(behaviour)
      ? `<tt:AudioSourceConfiguration token="as_1"><tt:Name>as</tt:Name><tt:UseCount>1</tt:UseCount><tt:SourceToken>mic_1</tt:SourceToken></tt:AudioSourceConfiguration>${audioEncoder('tt:AudioEncoderConfiguration')}`
      : '';
    const ptz = behaviour.ptz
      ? '<tt:PTZConfiguration token="ptz_1"><tt:Name>ptz</tt:Name><tt:UseCount>1</tt:UseCount><tt:NodeToken>node_1</tt:NodeToken></tt:PTZConfiguration>'
      : '';
    const profiles = picturesOf(path, behaviour).map(({ token, codec, clip }) => {
      const { fps, sps } = loadClip(clip);
      const { widthPx, heightPx } = readPictureFormat(sps)!;
      return `<trt:Profiles token="${token}" fixed="true"><tt:Name>${token}</tt:Name><tt:VideoSourceConfiguration token="vs_1"><tt:Name>vs</tt:Name><tt:UseCount>1</tt:UseCount><tt:SourceToken>sensor_1</tt:SourceToken><tt:Bounds x="0" y="0" width="1280" height="720"/></tt:VideoSourceConfiguration><tt:VideoEncoderConfiguration token="ve_${token}"><tt:Name>ve</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>${codec}</tt:Encoding><tt:Resolution><tt:Width>${widthPx}</tt:Width><tt:Height>${heightPx}</tt:Height></tt:Resolution><tt:Quality>5</tt:Quality><tt:RateControl><tt:FrameRateLimit>${fps}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>2048</tt:BitrateLimit></tt:RateControl></tt:VideoEncoderConfiguration>${audio}${ptz}</trt:Profiles>`;
    });
    return `<trt:GetProfilesResponse>${profiles.join('')}</trt:GetProfilesResponse>`;
  },
  GetVideoSources: () =>
    '<trt:GetVideoSourcesResponse><trt:VideoSources token="sensor_1"><tt:Framerate>25</tt:Framerate><tt:Resolution><tt:Width>1280</tt:Width><tt:Height>720</tt:Height></tt:Resolution></trt:VideoSources></trt:GetVideoSourcesResponse>',
  GetStreamUri: ({ host, rtspPort, path, body, behaviour }) => {
    const token = /<(?:\w+:)?ProfileToken>([^<]*)</.exec(body)?.[1];
    const pictures = picturesOf(path, behaviour);
    const picture = pictures.find((each) => each.token === token) ?? pictures[0]!;
    return `<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>rtsp://${host}:${rtspPort}${picture.path}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri></trt:GetStreamUriResponse>`;
  },
  GetAudioEncoderConfigurations: ({ behaviour }) =>
    `<trt:GetAudioEncoderConfigurationsResponse>${hasEncoder(behaviour) ? audioEncoder('trt:Configurations') : ''}</trt:GetAudioEncoderConfigurationsResponse>`,
  GetRecordingSummary: ({ behaviour: { keptDays } }) => {
    if (keptDays == null) return fault('ActionNotSupported');
    const from = new Date(Date.now() - keptDays * DAY_MS).toISOString();
    return `<tse:GetRecordingSummaryResponse><tse:Summary><tt:DataFrom>${from}</tt:DataFrom><tt:DataUntil>${new Date().toISOString()}</tt:DataUntil><tt:NumberRecordings>1</tt:NumberRecordings></tse:Summary></tse:GetRecordingSummaryResponse>`;
  },
  GetStatus: ({ head, behaviour }) => {
    if (!behaviour.ptz) return fault('NoPTZProfile');
    const { pan, tilt, zoom } = head.position();
    const state = head.moving ? 'MOVING' : 'IDLE';
    return `<tptz:GetStatusResponse><tptz:PTZStatus><tt:Position><tt:PanTilt x="${pan.toFixed(4)}" y="${tilt.toFixed(4)}"/><tt:Zoom x="${zoom.toFixed(4)}"/></tt:Position><tt:MoveStatus><tt:PanTilt>${state}</tt:PanTilt><tt:Zoom>${state}</tt:Zoom></tt:MoveStatus><tt:UtcTime>${new Date().toISOString()}</tt:UtcTime></tptz:PTZStatus></tptz:GetStatusResponse>`;
  },
  GetPresets: ({ behaviour, head }) => {
    const presets = behaviour.ptz ? head.presets : [];
    const rows = presets.map(
      ({ token, name, position: { pan, tilt, zoom } }) =>
        `<tptz:Preset token="${token}"><tt:Name>${name}</tt:Name><tt:PTZPosition><tt:PanTilt x="${pan}" y="${tilt}"/><tt:Zoom x="${zoom}"/></tt:PTZPosition></tptz:Preset>`,
    );
    return `<tptz:GetPresetsResponse>${rows.join('')}</tptz:GetPresetsResponse>`;
  },
  GetPresetTours: ({ behaviour: { ptz, tour }, head }) => {
    if (!ptz) return fault('NoPTZProfile');
    if (tour === undefined) return fault('ActionNotSupported');
    const spots = head.presets.map(
      ({ token }) =>
        `<tt:TourSpot><tt:PresetDetail><tt:PresetToken>${token}</tt:PresetToken></tt:PresetDetail><tt:StayTime>PT10S</tt:StayTime></tt:TourSpot>`,
    );
    return `<tptz:GetPresetToursResponse><tptz:PresetTour token="tour_1"><tt:Name>tour</tt:Name><tt:Status><tt:State>${tour}</tt:State></tt:Status><tt:AutoStart>true</tt:AutoStart><tt:StartingCondition/>${spots.join('')}</tptz:PresetTour></tptz:GetPresetToursResponse>`;
  },
  AbsoluteMove: (call) => move(call, 'AbsoluteMove', (head, vector) => head.moveTo(vector)),
  RelativeMove: (call) => move(call, 'RelativeMove', (head, vector) => head.moveBy(vector)),
  ContinuousMove: (call) =>
    move(call, 'ContinuousMove', (head, vector) => {
      const seconds = /<(?:\w+:)?Timeout>PT([\d.]+)S</.exec(call.body)?.[1];
      head.keepMoving(vector, seconds === undefined ? Infinity : Number(seconds) * 1000);
    }),
  Stop: (call) => move(call, 'Stop', (head) => head.stop()),
  GotoHomePosition: (call) => move(call, 'GotoHomePosition', (head) => head.moveTo(HOME)),
  SetPreset: ({ head, behaviour, body }) => {
    if (!behaviour.ptz) return fault('NoPTZProfile');
    const name = /<(?:\w+:)?PresetName>([^<]*)</.exec(body)?.[1] ?? '';
    return `<tptz:SetPresetResponse><tptz:PresetToken>${head.keepPreset(name)}</tptz:PresetToken></tptz:SetPresetResponse>`;
  },
  GotoPreset: (call) =>
    move(call, 'GotoPreset', (head) => {
      const token = /<(?:\w+:)?PresetToken>([^<]*)</.exec(call.body)?.[1];
      const preset = head.presets.find((candidate) => candidate.token === token);
      if (preset) head.moveTo(preset.position);
    }),
};

function move(call: Call, name: string, order: (head: PtzHead, vector: PtzPosition) => void): string {
  if (!call.behaviour.ptz) return fault('NoPTZProfile');
  const number = (element: string, attribute: string): number => {
    const found = new RegExp(`<(?:\\w+:)?${element}\\b[^>]*\\b${attribute}="(-?[\\d.]+)"`).exec(
      call.body,
    )?.[1];
    const value = Number(found ?? 0);
    return Number.isFinite(value) ? value : 0;
  };
  order(call.head, { pan: number('PanTilt', 'x'), tilt: number('PanTilt', 'y'), zoom: number('Zoom', 'x') });
  return `<tptz:${name}Response/>`;
}

const hasEncoder = ({ audio, audioInProfile }: CameraBehaviour): boolean =>
  audio === true || audioInProfile === true;

const audioEncoder = (element: string): string =>
  `<${element} token="ae_1"><tt:Name>ae</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>G711</tt:Encoding><tt:Bitrate>64</tt:Bitrate><tt:SampleRate>8</tt:SampleRate></${element}>`;

const fault = (reason: string): string =>
  `<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:${reason}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">${reason}</s:Text></s:Reason></s:Fault>`;

const envelope = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" xmlns:tse="http://www.onvif.org/ver10/search/wsdl" xmlns:ter="http://www.onvif.org/ver10/error"><s:Body>${content}</s:Body></s:Envelope>`;

/** WS-Security UsernameToken with digest, as ONVIF cameras ask for. */
function tokenProved({ behaviour: { login }, body }: Call): boolean {
  if (!login) return true;
  const text = (name: string): string =>
    new RegExp(`<(?:\\w+:)?${name}\\b[^>]*>([^<]*)<`).exec(body)?.[1] ?? '';
  const digest = createHash('sha1')
    .update(Buffer.from(text('Nonce'), 'base64'))
    .update(text('Created'))
    .update(login.password)
    .digest('base64');
  return text('Username') === login.user && text('Password') === digest;
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) return null;
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString('utf8');
}
