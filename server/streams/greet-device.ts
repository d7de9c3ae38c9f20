import type { Door } from './discover-range.rules.ts';
import { readElement } from './onvif-answer.rules.ts';
import { postSoap } from './onvif-http.ts';
import { soapEnvelope } from './soap-envelope.ts';
import { StreamError } from './stream-error.rules.ts';

/** What answers at a door: a device service, and what it is where it says so to whoever asks. */
export interface Greeting {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly asksLogin: boolean;
}

const DEVICE = 'http://www.onvif.org/ver10/device/wsdl';
const PATH = '/onvif/device_service';
const PATIENCE_MS = 2_000;

/**
 * Whether a device service answers at an address inside the camera networks, without a login: none is sent to what nobody
 * knows. No address it names is followed. Null where there is none. Never rejects.
 */
export async function greetDevice(door: Door): Promise<Greeting | null> {
  const time = await answerTo(door, 'GetSystemDateAndTime');
  if (time === null) return null;
  if (time === 'asks-login') return { manufacturer: null, model: null, asksLogin: true };
  if (!time.includes('GetSystemDateAndTimeResponse')) return null;
  const information = await answerTo(door, 'GetDeviceInformation');
  if (information === null || information === 'asks-login')
    return { manufacturer: null, model: null, asksLogin: information !== null };
  const manufacturer = readElement(information, 'Manufacturer');
  return { manufacturer, model: readElement(information, 'Model'), asksLogin: false };
}

async function answerTo(door: Door, question: string): Promise<string | null> {
  const body = soapEnvelope(`<${question} xmlns="${DEVICE}"/>`, null, 0);
  try {
    const { xml } = await postSoap(door, PATH, { action: `${DEVICE}/${question}`, body }, PATIENCE_MS);
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
