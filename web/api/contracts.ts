import type {
  ContractsPage,
  ContractView,
  NewContractBody,
} from '../../server/contracts/contracts.schema.ts';
import type { EquipmentListReport } from '../../server/contracts/equipment-list.schema.ts';
import type {
  CameraEquipment,
  ContractorsOwn,
  EquipmentPage,
  EquipmentPatch,
  FaultsPage,
  KeeperBody,
  NewEquipmentBody,
  RepairBody,
} from '../../server/contracts/equipment.schema.ts';
import type { NewWindowBody } from '../../server/contracts/maintenance.schema.ts';
import type { SearchResult } from '../../server/cameras/cameras.schema.ts';
import type { DiscoveryBody, DiscoveryView, NewCameraBody } from '../../server/streams/discovery.schema.ts';
import type { FoundState } from '../../server/streams/found-devices.rules.ts';
import type { RebootBody } from '../../server/streams/reboot.schema.ts';
import { languageHeader } from './client.ts';
import { reached } from './request.ts';

async function read<T>(path: string, query: Readonly<Record<string, string>> = {}): Promise<T> {
  const search = new URLSearchParams(query).toString();
  const response = await reached(
    fetch(`/api${path}${search === '' ? '' : `?${search}`}`, { headers: languageHeader() }),
  );
  return (await response.json()) as T;
}

async function send<T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: object): Promise<T> {
  const headers = { ...languageHeader(), 'content-type': 'application/json' };
  const response = await reached(fetch(`/api${path}`, { method, headers, body: JSON.stringify(body) }));
  return (await response.json()) as T;
}

export const readContracts = (): Promise<ContractsPage> => read('/contracts', { limit: '200' });
/** Does one act on contracts. Throws ApiFailure, 409 `whole-outsourced` where a whole would be outsourced. */
export const doOnContracts = (method: 'POST' | 'PUT', path: string, body: object): Promise<unknown> =>
  send(method, `/contracts${path}`, body);
/** Writes a draft. Throws ApiFailure, 409 `whole-outsourced` where beginning it could not be lawful. */
export const writeContract = (body: NewContractBody): Promise<ContractView> =>
  send('POST', '/contracts', body);
export const readEquipment = (query: Readonly<Record<string, string>>): Promise<EquipmentPage> =>
  read('/equipment', query);
/** The cameras of the contractor that the person stands for. */
export const readContractorsOwn = (): Promise<ContractorsOwn> => read('/equipment/own');
const sendSheet = async (
  path: string,
  file: File,
  query: Readonly<Record<string, string>>,
): Promise<EquipmentListReport> => {
  const search = new URLSearchParams({ filename: file.name, ...query }).toString();
  const headers = { ...languageHeader(), 'content-type': 'text/csv' };
  const sent = fetch(`/api/equipment/list${path}?${search}`, { method: 'POST', headers, body: file });
  return (await (await reached(sent)).json()) as EquipmentListReport;
};
/** What a sheet of equipment would change, row by row. Nothing is written. */
export const previewEquipmentSheet = (file: File): Promise<EquipmentListReport> =>
  sendSheet('/preview', file, {});
export const acceptEquipmentSheet = (
  file: File,
  fingerprint: string,
  leaveOut: boolean,
): Promise<EquipmentListReport> =>
  sendSheet('', file, { fingerprint, faulty: leaveOut ? 'leave-out' : 'refuse' });
export const readFaults = (query: Readonly<Record<string, string>>): Promise<FaultsPage> =>
  read('/faults', query);
export const readCameraEquipment = (cameraId: number): Promise<CameraEquipment> =>
  read(`/cameras/${cameraId}/equipment`);
export const reportFault = (cameraId: number, faultId: string, what: string): Promise<CameraEquipment> =>
  send('POST', `/cameras/${cameraId}/faults`, { faultId, what, part: null, cause: null, foundAt: null });
/** Closes a fault now. Throws ApiFailure, 409 `fault-closed` where another has closed it. */
export const repairFault = (
  cameraId: number,
  faultId: string,
  repair: Pick<RepairBody, 'cause' | 'note'>,
): Promise<CameraEquipment> =>
  send('PATCH', `/cameras/${cameraId}/faults/${faultId}`, { ...repair, repairedAt: null });
export const addEquipment = (cameraId: number, body: NewEquipmentBody): Promise<CameraEquipment> =>
  send('POST', `/cameras/${cameraId}/equipment`, body);
export const changeEquipment = (
  cameraId: number,
  equipmentId: number,
  patch: EquipmentPatch,
): Promise<CameraEquipment> => send('PATCH', `/cameras/${cameraId}/equipment/${equipmentId}`, patch);
export const giveToKeeper = (cameraId: number, body: KeeperBody): Promise<CameraEquipment> =>
  send('PUT', `/cameras/${cameraId}/keeper`, body);
/** Announces works on a camera. Throws ApiFailure, naming the field. */
export const planMaintenance = (cameraId: number, body: NewWindowBody): Promise<CameraEquipment> =>
  send('POST', `/cameras/${cameraId}/maintenance`, body);
/** Ends works before their time. Throws ApiFailure, 409 `works-over` where they have ended. */
export const endMaintenance = (cameraId: number, windowId: string): Promise<CameraEquipment> =>
  send('POST', `/cameras/${cameraId}/maintenance/${windowId}/end`, {});

/** Starts a device anew. Throws ApiFailure, 409 `camera-watched` with how many screens show it. */
export async function rebootCamera(cameraId: number, body: RebootBody): Promise<void> {
  const headers = { ...languageHeader(), 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  await reached(fetch(`/api/cameras/${cameraId}/reboot`, init));
}

export const readDiscovery = (show: FoundState): Promise<DiscoveryView> =>
  read('/devices/discovery', { show });
/** Begins to look for devices. Throws ApiFailure, naming the field, or 409 `discovery-runs`. */
export const startDiscovery = (
  body: Omit<DiscoveryBody, 'ports'> & Partial<Pick<DiscoveryBody, 'ports'>>,
): Promise<DiscoveryView> => send('POST', '/devices/discovery', body);
/** Puts a camera into the register for a found device. Throws ApiFailure naming the field. */
export const addFoundDevice = (
  foundDeviceId: number,
  body: NewCameraBody,
): Promise<{ readonly cameraId: number }> => send('POST', `/devices/${foundDeviceId}/camera`, body);
const setIgnored = async (foundDeviceId: number, init: RequestInit): Promise<void> => {
  const headers = { ...languageHeader(), 'content-type': 'application/json' };
  await reached(fetch(`/api/devices/${foundDeviceId}/ignored`, { ...init, headers }));
};
/** Sets a found device aside, with why. */
export const ignoreDevice = (foundDeviceId: number, reason: string): Promise<void> =>
  setIgnored(foundDeviceId, { method: 'PUT', body: JSON.stringify({ reason }) });
export const heedDevice = (foundDeviceId: number): Promise<void> =>
  setIgnored(foundDeviceId, { method: 'DELETE' });
/** The first few cameras that a number or a name stands for. */
export async function findCameras(q: string): Promise<readonly SearchResult[]> {
  const { results } = await read<{ results: readonly SearchResult[] }>('/cameras/search', { q, limit: '8' });
  return results.filter(({ cameraId }) => cameraId !== undefined).slice(0, 5);
}
