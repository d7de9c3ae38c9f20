import type { Door } from './discover-range.rules.ts';
import { readElement } from './onvif-answer.rules.ts';
import { postSoap } from './onvif-http.ts';
import { saidText } from './said-text.rules.ts';
import { soapEnvelope } from './soap-envelope.ts';
import { StreamError } from './stream-error.rules.ts';

/** What answers at a door: a device service, and what it is where it says so to whoever asks. */
export interface Greeting {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly serialNo: string | null;
  readonly asksLogin: boolean;
}

const DEVICE = 'http://www.onvif.org/ver10/device/wsdl';
/** Where a device service is by the standard. */
export const USUAL_PATH = '/onvif/device_service';
const PATIENCE_MS = 2_000;
const NOTHING_SAID = { manufacturer: null, model: null, firmware: null, serialNo: null };

/**
 * Whether a device service answers at an address inside the camera networks, without a login: none is sent to what nobody
 * knows. No address it names is followed. Null where there is none. Never rejects.
 */
export async function greetDevice(door: Door & { readonly path?: string }): Promise<Greeting | null> {
  const time = await answerTo(door, 'GetSystemDateAndTime');
  if (time === null) return null;
  if (time === 'asks-login') return { ...NOTHING_SAID, asksLogin: true };
  if (!time.includes('GetSystemDateAndTimeResponse')) return null;
  const information = await answerTo(door, 'GetDeviceInformation');
  if (information === null || information === 'asks-login')
    return { ...NOTHING_SAID, asksLogin: information !== null };
  const said = (name: string): string | null => saidText(readElement(information, name));
  return {
    manufacturer: said('Manufacturer'),
    model: said('Model'),
    firmware: said('FirmwareVersion'),
    serialNo: said('SerialNumber'),
    asksLogin: false,
  };
}

async function answerTo(door: Door & { readonly path?: string }, question: string): Promise<string | null> {
  const body = soapEnvelope(`<${question} xmlns="${DEVICE}"/>`, null, 0);
  const asked = { action: `${DEVICE}/${question}`, body };
  try {
    const { xml } = await postSoap(door, door.path ?? USUAL_PATH, asked, PATIENCE_MS);
    if (!/<(?:[\w.-]{1,64}:)?Envelope[\s>]/.test(xml)) return null;
    return xml.includes('NotAuthorized') ? 'asks-login' : xml;
  } catch (error) {
    return error instanceof StreamError &&
      error.code === 'unauthorized' &&
      question !== 'GetSystemDateAndTime'
      ? 'asks-login'
      : null;
  }
}
