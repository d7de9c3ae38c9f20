import type {
  BarredArc,
  BarredSectorBody,
  CalibrationBody,
  CalibrationView,
  Command,
  PresetView,
  PtzView,
  TurnedView,
} from '../../server/streams/ptz.schema.ts';
import type { Nudge } from '../../server/streams/ptz.rules.ts';
import { languageHeader } from './client.ts';
import { reached } from './request.ts';

async function read<T>(path: string): Promise<T> {
  const response = await reached(fetch(`/api${path}`, { headers: languageHeader() }));
  return (await response.json()) as T;
}

const send = (cameraId: number, act: string, body: object): Promise<Response> =>
  reached(
    fetch(`/api/cameras/${cameraId}/ptz${act}`, {
      method: 'POST',
      headers: { ...languageHeader(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
const viewed = async (response: Promise<Response>): Promise<PtzView> =>
  (await (await response).json()) as PtzView;

/** Which cameras look elsewhere than home, and into which parts of the compass none is turned. */
export interface TurnedNow {
  readonly views: readonly TurnedView[];
  readonly barred: readonly BarredArc[];
}
export const readTurnedViews = (): Promise<TurnedNow> => read('/ptz/views');
export const readPtz = (cameraId: number): Promise<PtzView> => read(`/cameras/${cameraId}/ptz`);

/** Each throws ApiFailure with the server's sentence where the law, another's hold or the device stands against it. */
export const holdCamera = (cameraId: number, command: Command): Promise<PtzView> =>
  viewed(send(cameraId, '/hold', command));
export const turnToPlace = (cameraId: number, place: { lon: number; lat: number }): Promise<PtzView> =>
  viewed(send(cameraId, '', place));
export const sendHome = (cameraId: number): Promise<PtzView> => viewed(send(cameraId, '/home', {}));
export const goToPreset = (cameraId: number, token: string): Promise<PtzView> =>
  viewed(send(cameraId, '/preset', { token }));
export const readPresets = async (cameraId: number): Promise<readonly PresetView[]> =>
  (await read<{ presets: readonly PresetView[] }>(`/cameras/${cameraId}/ptz/presets`)).presets;
export const keepPreset = async (cameraId: number, name: string): Promise<readonly PresetView[]> =>
  ((await (await send(cameraId, '/presets', { name })).json()) as { presets: readonly PresetView[] }).presets;
export const releaseCamera = (cameraId: number): Promise<PtzView> => viewed(send(cameraId, '/release', {}));
export const nudgeCamera = async (cameraId: number, nudge: Nudge): Promise<void> =>
  void (await send(cameraId, '/nudge', nudge));
export const stopCamera = async (cameraId: number): Promise<void> => void (await send(cameraId, '/stop', {}));

export const readCalibration = (cameraId: number): Promise<CalibrationView> =>
  read(`/cameras/${cameraId}/ptz/calibration`);
/** Throws ApiFailure where the sightings tell no direction, or disagree. */
export async function calibrate(cameraId: number, body: CalibrationBody): Promise<void> {
  await reached(
    fetch(`/api/cameras/${cameraId}/ptz/calibration`, {
      method: 'PUT',
      headers: { ...languageHeader(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

async function bar(cameraId: number, path: string, body: object): Promise<void> {
  await reached(
    fetch(`/api/cameras/${cameraId}/barred-sectors${path}`, {
      method: 'POST',
      headers: { ...languageHeader(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

/** Decides where a camera is not to look, and ends such a decision. Throws ApiFailure with the field it blames. */
export const addBarredSector = (cameraId: number, sector: BarredSectorBody): Promise<void> =>
  bar(cameraId, '', sector);
export const endBarredSector = (cameraId: number, sectorId: string, reason: string): Promise<void> =>
  bar(cameraId, `/${sectorId}/end`, { reason });
