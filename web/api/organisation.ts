import type {
  AppointBody,
  CorrectionBody,
  CorrectionForm,
  CorrectionPreview,
  DesignateBody,
  OrganisationView,
  Plan,
  PostView,
  PreviewView,
  ReorganisationView,
  ReorganiseBody,
  ResponsibleView,
  TimelineView,
  UnansweredPage,
} from '../../server/organisation/organisation.schema.ts';
import type {
  LeaveBody,
  LeaveView,
  PeoplePage,
  PersonForm,
  PersonView,
} from '../../server/organisation/person.schema.ts';
import type { StaffReport } from '../../server/organisation/staff.schema.ts';
import { languageHeader } from './client.ts';
import { reached } from './request.ts';

type Query = Readonly<Record<string, string>>;

async function asked<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = { ...languageHeader(), ...init.headers };
  const response = await reached(fetch(`/api${path}`, { ...init, headers }));
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
const read = <T>(path: string, query: Query = {}): Promise<T> => {
  const words = new URLSearchParams(query).toString();
  return asked(words === '' ? path : `${path}?${words}`);
};
/** Does one act on the organisation. Throws ApiFailure with the field it blames. */
const write = <T>(method: 'POST' | 'PUT', path: string, body: object): Promise<T> =>
  asked(`/organisation${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const sendStaff = (path: string, file: File, query: Query): Promise<StaffReport> =>
  asked(`/organisation/staff${path}?${new URLSearchParams({ filename: file.name, ...query }).toString()}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: file,
  });

export const readOrganisation = (moment: Query): Promise<OrganisationView> => read('/organisation', moment);
/** Only `known` matters to a timeline: it holds every day. */
export const readTimeline = ({ known }: Query): Promise<TimelineView> =>
  read('/organisation/timeline', known === undefined ? {} : { known });
export const readPeople = (query: Query): Promise<PeoplePage> => read('/organisation/people', query);
export const readUnanswered = (query: Query): Promise<UnansweredPage> =>
  read('/organisation/unanswered', query);
export const readResponsible = (cameraId: number, moment: Query = {}): Promise<ResponsibleView> =>
  read(`/cameras/${cameraId}/responsible`, moment);

export const designate = (body: DesignateBody): Promise<OrganisationView> =>
  write('POST', '/designations', body);
/** What an order would change. Nothing is written. */
export const previewPlan = (plan: Plan): Promise<PreviewView> =>
  write('POST', '/reorganisations/preview', plan);
export const reorganise = (body: ReorganiseBody): Promise<ReorganisationView> =>
  write('POST', '/reorganisations', body);
/** Whose days else the correction of a holding's first day would move. Nothing is written. */
export const previewCorrection = (form: CorrectionForm): Promise<CorrectionPreview> =>
  write('POST', '/corrections/preview', form);
export const correctDay = (body: CorrectionBody): Promise<void> => write('POST', '/corrections', body);
export const appoint = (body: AppointBody): Promise<PostView> => write('POST', '/appointments', body);
export const addPerson = (form: PersonForm): Promise<PersonView> => write('POST', '/people', form);
export const changePerson = (personId: number, form: PersonForm): Promise<PersonView> =>
  write('PUT', `/people/${personId}`, form);
export const personLeaves = (personId: number, body: LeaveBody): Promise<LeaveView> =>
  write('POST', `/people/${personId}/leave`, body);

/** An account belongs to a person, so that leaving closes it; null takes it from whoever it belonged to. */
export const linkAccount = (account: string, personId: number | null): Promise<void> =>
  asked(`/accounts/${encodeURIComponent(account)}/person`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ personId }),
  });

/** What a staff list would change, row by row. Nothing is written. */
export const previewStaff = (file: File): Promise<StaffReport> => sendStaff('/preview', file, {});
export const acceptStaff = (file: File, fingerprint: string, leaveOut: boolean): Promise<StaffReport> =>
  sendStaff('', file, { fingerprint, faulty: leaveOut ? 'leave-out' : 'refuse' });
