import { expect, type APIRequestContext } from 'playwright/test';
import type { CameraCard, CameraPatch } from '../server/cameras/cameras.schema.ts';

/** Edits a camera as somebody does who has just read its card. */
export async function editCamera(
  officer: APIRequestContext,
  cameraId: number,
  patch: CameraPatch,
): Promise<void> {
  const card = (await (await officer.get(`/api/cameras/${cameraId}`)).json()) as CameraCard;
  const current = { ...card, retentionDays: card.retention.declaredDays };
  const read = Object.fromEntries(Object.keys(patch).map((field) => [field, current[field as 'name']]));
  const answer = await officer.patch(`/api/cameras/${cameraId}`, { data: { ...patch, read } });
  expect(answer.status(), await answer.text()).toBe(200);
}
