import type {
  AgenciesPage,
  BodyCamerasPage,
  BodyDetail,
  CameraDelegation,
  PicturesThatEnd,
} from '../../server/agencies/agencies.schema.ts';
import type {
  ConsultationChoices,
  ConsultationsPage,
} from '../../server/consultations/consultations.schema.ts';
import { languageHeader } from './client.ts';
import { reached } from './request.ts';

async function read<T>(path: string): Promise<T> {
  const response = await reached(fetch(`/api${path}`, { headers: languageHeader() }));
  return (await response.json()) as T;
}

async function send(method: 'POST' | 'PUT', path: string, body: object): Promise<void> {
  const headers = { ...languageHeader(), 'content-type': 'application/json' };
  await reached(fetch(`/api${path}`, { method, headers, body: JSON.stringify(body) }));
}

export const readAgencies = (): Promise<AgenciesPage> => read('/agencies');
export const readBody = (code: string): Promise<BodyDetail> => read(`/agencies/${code}`);
export const readBodyCameras = (code: string, after: number): Promise<BodyCamerasPage> =>
  read(`/agencies/${code}/cameras?after=${after}`);
export const readCameraDelegation = (cameraId: number): Promise<CameraDelegation> =>
  read(`/cameras/${cameraId}/delegation`);
/** How many open pictures the end of a delegation or a measure would close. `path`: of the one that would end. */
export const readPicturesThatEnd = (path: string, endedOn: string): Promise<PicturesThatEnd> =>
  read(`${path}/pictures?endedOn=${endedOn}`);
/** Does one act on the register of agencies. Throws ApiFailure with the server's sentence. */
export const doOnAgencies = send;

export const readConsultations = (
  state: 'open' | 'answered',
  after: string | null,
): Promise<ConsultationsPage> =>
  read(`/consultations?state=${state}${after === null ? '' : `&after=${after}`}`);
export const readCameraConsultations = (
  cameraId: number,
): Promise<Pick<ConsultationsPage, 'consultations'>> => read(`/cameras/${cameraId}/consultations`);
export const readConsultationChoices = (): Promise<ConsultationChoices> => read('/consultations/choices');
/** Asks, answers, withdraws or says something. Throws ApiFailure with the server's sentence. */
export const doOnConsultations = (path: string, body: object): Promise<void> =>
  send('POST', `/consultations${path}`, body);
