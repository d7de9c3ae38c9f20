import { createHash, randomBytes } from 'node:crypto';
import type { Purpose } from '../cameras/purposes.rules.ts';
import { WHOLE_CITY, type Actor, type Role } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import type { SignField } from '../signboards/signboards.rules.ts';

type Db = Sql | Tx;
const SOURCE = 'test';

/** A person who is signed in; an operator unless said otherwise. */
export const anActor = (over: Partial<Actor> = {}): Actor => ({
  contractorId: null,
  grants: WHOLE_CITY,
  pledged: true,
  passwordDue: false,
  display: false,
  accountId: null,
  sessionId: null,
  account: 'tester',
  personName: '시험관',
  seat: null,
  role: 'operator',
  departmentId: null,
  agency: null,
  address: '127.0.0.1',
  ...over,
});

interface DepartmentInput {
  name: string;
  phone: string | null;
  validFrom: string;
  validTo: string | null;
  /** The department that ends, at the latest, on the day this one begins and is followed by it. */
  succeeds: number | null;
}

export async function aDepartment(sql: Db, over: Partial<DepartmentInput> = {}): Promise<number> {
  const row = {
    name: '도로과',
    phone: '033-000-0200',
    validFrom: '2020-01-01',
    validTo: null,
    succeeds: null,
    ...over,
  };
  const [made] = await sql<{ departmentId: number }[]>`
    insert into department (name, phone, valid_from, valid_to, source)
    values (${row.name}, ${row.phone}, ${row.validFrom}, ${row.validTo}, ${SOURCE})
    returning department_id as "departmentId"`;
  if (row.succeeds !== null)
    await sql`
      update department set succeeded_by = ${made!.departmentId}, valid_to = coalesce(valid_to, ${row.validFrom})
      where department_id = ${row.succeeds}`;
  return made!.departmentId;
}

interface PostInput {
  departmentId: number;
  duty: 'operations-head' | 'department-manager';
  title: string;
  phone: string | null;
  validFrom: string;
  validTo: string | null;
}

export async function aPost(
  sql: Db,
  over: Partial<PostInput> & Pick<PostInput, 'departmentId'>,
): Promise<number> {
  const row: PostInput = {
    duty: 'operations-head',
    title: '정보통신과장',
    phone: '033-000-0112',
    validFrom: '2020-01-01',
    validTo: null,
    ...over,
  };
  const [made] = await sql<{ postId: number }[]>`
    insert into responsible_post (department_id, duty, title, phone, valid_from, valid_to, source)
    values (${row.departmentId}, ${row.duty}, ${row.title}, ${row.phone}, ${row.validFrom}, ${row.validTo}, ${SOURCE})
    returning post_id as "postId"`;
  return made!.postId;
}

export async function aContractor(
  sql: Db,
  over: Partial<{ name: string; phone: string; validFrom: string; validTo: string | null }> = {},
): Promise<number> {
  const row = {
    name: '시험정보통신',
    phone: '033-000-0300',
    validFrom: '2020-01-01',
    validTo: null,
    ...over,
  };
  const [made] = await sql<{ contractorId: number }[]>`
    insert into contractor (name, phone, valid_from, valid_to, source)
    values (${row.name}, ${row.phone}, ${row.validFrom}, ${row.validTo}, ${SOURCE})
    returning contractor_id as "contractorId"`;
  return made!.contractorId;
}

interface SiteInput {
  kind: 'pole' | 'wall' | 'building';
  name: string;
  roadAddress: string | null;
  lotAddress: string | null;
  hoursText: string | null;
  rangeText: string | null;
  lon: number;
  lat: number;
  source: string;
}

/** A place with nothing on it yet, in the middle of the city unless said otherwise. */
export async function aSite(sql: Db, over: Partial<SiteInput> = {}): Promise<number> {
  const row: SiteInput = {
    kind: 'pole',
    name: '중앙시장 앞 사거리',
    roadAddress: '강원특별자치도 강릉시 금성로 21',
    lotAddress: null,
    hoursText: '24시간',
    rangeText: '반경 50 m',
    lon: 128.8966,
    lat: 37.7537,
    source: SOURCE,
    ...over,
  };
  const [made] = await sql<{ siteId: number }[]>`
    insert into site (kind, name, road_address, lot_address, hours_text, range_text, geom, district_id, source)
    select ${row.kind}, ${row.name}, ${row.roadAddress}, ${row.lotAddress}, ${row.hoursText}, ${row.rangeText}, point,
           (select district_id from district where st_covers(geom, point) limit 1), ${row.source}
    from st_setsrid(st_makepoint(${row.lon}, ${row.lat}), 4326) as point
    returning site_id as "siteId"`;
  return made!.siteId;
}

export interface CameraInput {
  siteId: number;
  name: string;
  managementNo: string | null;
  kind: 'fixed' | 'ptz' | 'fisheye' | null;
  azimuthDeg: number | null;
  hfovDeg: number | null;
  rangeM: number | null;
  heightM: number | null;
  tiltDeg: number | null;
  owner: string;
  departmentId: number | null;
  contractorId: number | null;
  integration: 'integrated' | 'linked' | 'standalone' | null;
  integrationReason: string | null;
  watch: 'watched' | 'excluded';
  watchReason: string | null;
  protected: boolean;
  retentionDays: number | null;
  retentionMeasuredDays: number | null;
  installedMonth: string | null;
  purposes: readonly {
    purpose: Purpose;
    main?: boolean;
    addedOn?: string;
    endedOn?: string;
    legalBasis?: string;
  }[];
  source: string;
}

/** A camera on a site of its own (or on `siteId`), for security, with everything known. */
export async function aCamera(sql: Db, over: Partial<CameraInput> = {}): Promise<number> {
  const row: CameraInput = {
    siteId: over.siteId ?? (await aSite(sql)),
    name: '중앙시장 앞 사거리',
    managementNo: null,
    kind: 'fixed',
    azimuthDeg: 280,
    hfovDeg: 36,
    rangeM: 50,
    heightM: 6,
    tiltDeg: -20,
    owner: '강릉시',
    departmentId: null,
    contractorId: null,
    integration: 'integrated',
    integrationReason: null,
    watch: 'watched',
    watchReason: null,
    protected: false,
    retentionDays: 30,
    retentionMeasuredDays: null,
    installedMonth: '2021-05-01',
    purposes: [{ purpose: 'security', main: true }],
    source: SOURCE,
    ...over,
  };
  const [made] = await sql<{ cameraId: number }[]>`
    insert into camera (site_id, name, management_no, kind, azimuth_deg, hfov_deg, range_m, height_m, tilt_deg,
                        owner_agency, department_id, contractor_id, integration, integration_reason, watch,
                        watch_reason, protected, retention_days, retention_measured_days, installed_month, source)
    values (${row.siteId}, ${row.name}, ${row.managementNo}, ${row.kind}, ${row.azimuthDeg}, ${row.hfovDeg},
            ${row.rangeM}, ${row.heightM}, ${row.tiltDeg}, ${row.owner}, ${row.departmentId}, ${row.contractorId},
            ${row.integration}, ${row.integrationReason}, ${row.watch}, ${row.watchReason}, ${row.protected},
            ${row.retentionDays}, ${row.retentionMeasuredDays}, ${row.installedMonth}, ${row.source})
    returning camera_id as "cameraId"`;
  const cameraId = made!.cameraId;
  for (const each of row.purposes)
    await sql`
      insert into camera_purpose (camera_id, purpose, main, added_on, ended_on, legal_basis)
      values (${cameraId}, ${each.purpose}, ${each.main ?? false}, ${each.addedOn ?? null}, ${each.endedOn ?? null},
              ${each.legalBasis ?? null})`;
  return cameraId;
}

interface SignboardInput extends Record<Exclude<SignField, 'contractor' | 'contractorContact'>, string> {
  kind: 'sign' | 'building-sign';
  printedOn: string | null;
  removedOn: string | null;
  contractor: string | null;
  contractorContact: string | null;
}

/** A sign (안내판) for these cameras; what it says is true of {@link aCamera} under {@link aPost}, unless said otherwise. */
export async function aSignboard(
  sql: Db,
  cameraIds: readonly number[],
  over: Partial<SignboardInput> = {},
): Promise<number> {
  const row: SignboardInput = {
    kind: 'sign',
    printedOn: '2021-06-01',
    removedOn: null,
    purpose: '방범',
    place: '중앙시장 앞 사거리',
    hours: '24시간',
    range: '반경 50 m',
    manager: '정보통신과장',
    contact: '033-000-0112',
    contractor: null,
    contractorContact: null,
    ...over,
  };
  const [made] = await sql<{ signboardId: number }[]>`
    insert into signboard (kind, geom, printed_on, removed_on, printed_purpose, printed_place, printed_hours,
                           printed_range, printed_manager, printed_contact, printed_contractor,
                           printed_contractor_contact, source)
    values (${row.kind}, st_setsrid(st_makepoint(128.8966, 37.7537), 4326), ${row.printedOn}, ${row.removedOn},
            ${row.purpose}, ${row.place}, ${row.hours}, ${row.range}, ${row.manager}, ${row.contact},
            ${row.contractor}, ${row.contractorContact}, ${SOURCE})
    returning signboard_id as "signboardId"`;
  const signboardId = made!.signboardId;
  for (const cameraId of cameraIds)
    await sql`insert into signboard_camera values (${signboardId}, ${cameraId})`;
  return signboardId;
}

/** A notice on the city's page in place of a sign (Art. 10(3)). */
export async function aNotice(
  sql: Db,
  cameraIds: readonly number[],
  over: Partial<{ reason: string; publishedOn: string; withdrawnOn: string | null }> = {},
): Promise<number> {
  const row = { reason: 'traffic-flow', publishedOn: '2021-06-01', withdrawnOn: null, ...over };
  const [made] = await sql<{ noticeId: number }[]>`
    insert into substitute_notice (reason, published_at_place, published_on, withdrawn_on, source)
    values (${row.reason}, '시 홈페이지', ${row.publishedOn}, ${row.withdrawnOn}, ${SOURCE})
    returning notice_id as "noticeId"`;
  for (const cameraId of cameraIds)
    await sql`insert into substitute_notice_camera values (${made!.noticeId}, ${cameraId})`;
  return made!.noticeId;
}

/** A decision that no sign is put up, for security (Art. 10(4)). */
export async function anExemption(sql: Db, cameraId: number, decidedOn = '2021-06-01'): Promise<void> {
  await sql`insert into security_exemption values (${cameraId}, '보안-2021-1', ${decidedOn}, ${SOURCE})`;
}

/** Puts the secrecy pledge of an account on record (Art. 32). */
export async function aPledge(sql: Db, accountId: number): Promise<void> {
  await sql`
    insert into pledge (account_id, text_version, text_signed, source) values (${accountId}, '1', '서약', ${SOURCE})`;
}

let people = 0;

export interface SignedIn {
  readonly cookie: string;
  readonly account: string;
  readonly accountId: number;
  readonly sessionId: string;
}

/** A person with an open session, the pledge on record and the whole city's rights of the role. */
/** Ties an account to a person of the register who is made for it. */
export async function asAPerson(sql: Db, accountId: number): Promise<number> {
  const [row] = await sql<{ personId: number }[]>`
    with made as (
      insert into person (person_no, name, source) values (${`T-${++people}`}, '시험관', ${SOURCE}) returning person_id
    )
    update account set person_id = made.person_id from made where account_id = ${accountId}
    returning account.person_id as "personId"`;
  return row!.personId;
}

export async function aSignedInPerson(
  sql: Db,
  role: Role,
  over: { departmentId?: number; contractorId?: number; agency?: string } = {},
): Promise<SignedIn> {
  const token = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(token).digest();
  const account = `person-${++people}`;
  const agency = over.agency ?? (role === 'liaison' ? 'police' : null);
  const [person] = await sql<{ accountId: number }[]>`
    insert into account (account, password_hash, role, department_id, contractor_id, agency, person_name, source)
    values (${account}, 'x', ${role}, ${over.departmentId ?? null}, ${over.contractorId ?? null}, ${agency},
            '시험관', ${SOURCE})
    returning account_id as "accountId"`;
  const { accountId } = person!;
  const fromOutside = agency !== null || over.contractorId !== undefined;
  await sql`
    insert into access_grant (account_id, valid_to, reason, granted_by)
    values (${accountId}, case when ${fromOutside} then now() + interval '30 days' end, '시험', ${SOURCE})`;
  await aPledge(sql, accountId);
  const [session] = await sql<{ sessionId: string }[]>`
    insert into session (token_hash, account_id, expires_at)
    values (${hash}, ${accountId}, now() + interval '1 hour') returning session_id as "sessionId"`;
  return { cookie: `__Host-session=${token}`, account, accountId, ...session! };
}
