import type { SecurityDecision } from '../../server/cameras/cameras.schema.ts';
import type { Connection, ConnectionBody } from '../../server/streams/connection.schema.ts';
import { api, languageHeader } from './client.ts';
import { answered, reached } from './request.ts';

const written = (body: object): RequestInit => ({
  method: 'PUT',
  headers: { ...languageHeader(), 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const taken = (): RequestInit => ({ method: 'DELETE', headers: languageHeader() });

/** Protects a camera by a decision (Art. 10(4)), or (null) lifts the protection. Throws ApiFailure with its field. */
export async function writeProtection(cameraId: number, decision: SecurityDecision | null): Promise<void> {
  await reached(
    fetch(`/api/cameras/${cameraId}/protection`, decision === null ? taken() : written(decision)),
  );
}

/** Where a camera's device answers, without its password. Throws ApiFailure 404 `no-stream` where it has none. */
export async function readConnection(cameraId: number): Promise<Connection> {
  return answered(api.cameras[':cameraId'].stream.$get({ param: { cameraId: String(cameraId) } }));
}

/** Connects a camera's device, or (null) takes the connection away. Throws ApiFailure with the field it blames. */
export async function writeConnection(cameraId: number, connection: ConnectionBody | null): Promise<void> {
  await reached(
    fetch(`/api/cameras/${cameraId}/stream`, connection === null ? taken() : written(connection)),
  );
}
