import type { LongerKeepingBody } from '../../server/retention/longer-keeping.schema.ts';
import type {
  ExtensionBody,
  NextCameras,
  OwnPursuit,
  PursuitBody,
  PursuitView,
  WayHintView,
} from '../../server/pursuits/pursuits.schema.ts';
import { languageHeader } from './client.ts';
import { reached } from './request.ts';

async function read<T>(path: string): Promise<T> {
  const response = await reached(fetch(`/api${path}`, { headers: languageHeader() }));
  return (await response.json()) as T;
}

const send = (path: string, body: object = {}): Promise<Response> =>
  reached(
    fetch(`/api${path}`, {
      method: 'POST',
      headers: { ...languageHeader(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

/** The pursuit that this person has open, and how long one may be. */
export const readOwnPursuit = (): Promise<OwnPursuit> => read('/pursuits/mine');
/** The cameras ahead of the walk. Throws ApiFailure `pursuit-over` where it is not open any more. */
export const readNextCameras = (pursuitId: string): Promise<NextCameras> =>
  read(`/pursuits/${pursuitId}/next`);
/** The register, newest first, from below a number. */
export const readPursuits = (
  before: number | null,
): Promise<{ pursuits: readonly PursuitView[]; more: boolean }> =>
  read(`/pursuits${before === null ? '' : `?before=${before}`}`);

/** Where one person opened several cameras along one way without a pursuit: hints to look. */
export const readWayHints = (): Promise<{ hints: readonly WayHintView[] }> => read('/pursuits/hints');

/** Each throws ApiFailure with the field it blames. */
export const openPursuit = async (body: PursuitBody): Promise<OwnPursuit> =>
  (await (await send('/pursuits', body)).json()) as OwnPursuit;
export const endPursuit = async (pursuitId: string, withdrawn = false): Promise<void> =>
  void (await send(`/pursuits/${pursuitId}/end`, { withdrawn }));
export const extendPursuit = async (pursuitId: string, body: ExtensionBody): Promise<void> =>
  void (await send(`/pursuits/${pursuitId}/extensions`, body));

/** Records that recordings are lawfully kept longer, and ends that. */
export const keepLonger = async (cameraId: number, body: LongerKeepingBody): Promise<void> =>
  void (await send(`/cameras/${cameraId}/longer-keeping`, body));
export const keepNoLonger = async (cameraId: number, keepingId: string, reason: string): Promise<void> =>
  void (await send(`/cameras/${cameraId}/longer-keeping/${keepingId}/end`, { reason }));
