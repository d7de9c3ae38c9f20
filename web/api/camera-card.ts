import type { CameraCard, CameraPatch, ReadValues } from '../../server/cameras/cameras.schema.ts';
import { api, languageHeader } from './client.ts';
import { answered, reached } from './request.ts';

/** Everything a card shows. Throws ApiFailure 404 where there is no such camera for this person. */
export async function readCameraCard(cameraId: number): Promise<CameraCard> {
  const card = await answered(api.cameras[':cameraId'].$get({ param: { cameraId: String(cameraId) } }));
  // The client spells out what JSON can hold; the schema's own type is the same thing by name.
  return card as unknown as CameraCard;
}

/** Writes fields of one camera; null makes a value unknown. Throws ApiFailure with the field it blames. */
export async function writeCamera(
  cameraId: number,
  patch: CameraPatch & { readonly consultationId?: string; readonly read?: ReadValues },
): Promise<void> {
  await reached(
    fetch(`/api/cameras/${cameraId}`, {
      method: 'PATCH',
      headers: { ...languageHeader(), 'content-type': 'application/json' },
      body: JSON.stringify(patch),
    }),
  );
}
