import type {
  SceneBody,
  SceneChange,
  SequenceBody,
  StillBody,
  WallView,
} from '../../server/streams/scenes.schema.ts';
import type { OwnWall, ShowBody, WallDisplaysView } from '../../server/streams/wall-displays.schema.ts';
import { languageHeader } from './client.ts';
import { reached } from './request.ts';

function send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Response> {
  const headers = { ...languageHeader(), 'content-type': 'application/json' };
  return reached(
    fetch(`/api${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
  );
}

/**
 * Leave to watch a camera, in the picture for a large tile or the small one. Opening is viewing: it is on record from here.
 * `byHand` false: a screen opens it by itself, anew or with a sequence.
 */
export async function openLive(
  cameraId: number,
  quality: 'main' | 'sub',
  byHand: boolean,
): Promise<{ url: string }> {
  const response = await send('POST', `/cameras/${cameraId}/live`, { quality, byHand });
  return (await response.json()) as { url: string };
}

/** The scenes and sequences that this person keeps or the room shares. */
export async function readWallScenes(): Promise<WallView> {
  const response = await reached(fetch('/api/wall', { headers: languageHeader() }));
  return (await response.json()) as WallView;
}

export const putScene = (sceneId: string, body: SceneBody): Promise<unknown> =>
  send('PUT', `/wall/scenes/${sceneId}`, body);
export const patchScene = (sceneId: string, body: SceneChange): Promise<unknown> =>
  send('PATCH', `/wall/scenes/${sceneId}`, body);
export const deleteScene = (sceneId: string): Promise<unknown> => send('DELETE', `/wall/scenes/${sceneId}`);
export const putSequence = (sequenceId: string, body: SequenceBody): Promise<unknown> =>
  send('PUT', `/wall/sequences/${sequenceId}`, body);
export const deleteSequence = (sequenceId: string): Promise<unknown> =>
  send('DELETE', `/wall/sequences/${sequenceId}`);

/** Puts a still on record before it is taken. Throws ApiFailure: 409 `not-on-screen`, 503 `audit-away`. */
export async function askStill(
  cameraId: number,
  body: StillBody,
): Promise<{ readonly stillId: string; readonly takenAt: string; readonly takenBy: string }> {
  const response = await send('POST', `/cameras/${cameraId}/still`, body);
  return (await response.json()) as { stillId: string; takenAt: string; takenBy: string };
}

/** The displays of the room and what stands on them. */
export async function readWallDisplays(): Promise<WallDisplaysView> {
  const response = await reached(fetch('/api/wall/displays', { headers: languageHeader() }));
  return (await response.json()) as WallDisplaysView;
}
/** Puts a scene or a sequence on a display; null leaves it its map. Throws ApiFailure. */
export const showOnDisplay = (displayId: number, show: ShowBody | null): Promise<unknown> =>
  show === null
    ? send('DELETE', `/wall/displays/${displayId}`)
    : send('PUT', `/wall/displays/${displayId}`, show);
/** What this screen is to show, where it is a display. */
export async function readOwnWall(): Promise<OwnWall['shown']> {
  const response = await reached(fetch('/api/wall/own', { headers: languageHeader() }));
  return ((await response.json()) as OwnWall).shown;
}
