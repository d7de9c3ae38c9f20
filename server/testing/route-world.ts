import { randomUUID } from 'node:crypto';
import type { Protection, Role } from '../platform/access.ts';
import type { Sql } from '../platform/db.ts';
import { aCamera, aContractor, aDepartment, aSignedInPerson, asAPerson, type SignedIn } from './factories.ts';

/** Whose a sample is: of the actor's own department, contractor and agency, of others, or of others and protected. */
export type Whose = 'own' | 'other' | 'hidden';

/** A city with two of everything, so that a thing is somebody's and not another's. */
export interface World {
  readonly sql: Sql;
  readonly today: string;
  readonly departmentIds: Readonly<Record<'own' | 'other', number>>;
  readonly contractorIds: Readonly<Record<'own' | 'other', number>>;
  readonly agencies: Readonly<Record<'own' | 'other', string>>;
  /** A camera of the centre's that everybody who watches may watch. */
  readonly cameraId: number;
  /** A scene of the wall that the room shares. */
  readonly sharedSceneId: string;
  /** A camera outside the centre, of the own department: a department watches none but these (Art. 5(1)). */
  readonly ownCameraId: number;
}

export async function aWorld(sql: Sql): Promise<World> {
  const { accountId } = await aSignedInPerson(sql, 'operator');
  const [scene] = await sql<{ sceneId: string }[]>`
    insert into wall_scene (scene_id, account_id, name, tiles, shared, kept_by)
    values (gen_random_uuid(), ${accountId}, '함께 쓰는 장면', 4, true, '시험관') returning scene_id as "sceneId"`;
  const own = await aDepartment(sql, { name: '교통과' });
  return {
    sharedSceneId: scene!.sceneId,
    sql,
    today: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date()),
    departmentIds: {
      own,
      other: await aDepartment(sql, { name: '공원과' }),
    },
    contractorIds: {
      own: await aContractor(sql, { name: '우리정비' }),
      other: await aContractor(sql, { name: '남의정비' }),
    },
    agencies: { own: 'police', other: 'fire' },
    cameraId: await aCamera(sql),
    ownCameraId: await aCamera(sql, {
      ...{ departmentId: own, integration: 'standalone', integrationReason: '효율성 저하' },
    }),
  };
}

/** Somebody of the role, with a session, of the department, contractor or agency that is 'own'. */
export async function aPersonOf(world: World, role: Role): Promise<SignedIn> {
  const person = await aSignedInPerson(world.sql, role, {
    ...(role === 'department' ? { departmentId: world.departmentIds.own } : {}),
    ...(role === 'maintainer' ? { contractorId: world.contractorIds.own } : {}),
    ...(role === 'liaison' ? { agency: world.agencies.own } : {}),
  });
  await asAPerson(world.sql, person.accountId);
  return person;
}

/** A path parameter's value, with what `judge` is to be asked about the thing it names. */
export interface Sample {
  readonly value: string | number;
  readonly object?: Protection;
}

/** Makes the thing anew for each cell, so that no cell sees what another has done. */
export type Sampler = (
  world: World,
  whose: Whose,
  who: SignedIn,
  earlier: Readonly<Record<string, string>>,
) => Sample | Promise<Sample>;

export const fixed =
  (value: string | number): Sampler =>
  () => ({ value });

/** A camera outside the centre, of the department and contractor, with a device. */
export const aCameraOf: Sampler = async ({ sql, departmentIds, contractorIds }, whose) => {
  const of = whose === 'own' ? 'own' : 'other';
  const facts = {
    departmentId: departmentIds[of],
    contractorId: contractorIds[of],
    integration: 'standalone',
    protected: whose === 'hidden',
  } as const;
  const cameraId = await aCamera(sql, { ...facts, integrationReason: '효율성 저하' });
  await sql`
    insert into camera_stream (camera_id, host, rtsp_port, rtsp_path)
    values (${cameraId}, '127.0.0.1', 554, '/cam/1')`;
  return {
    value: cameraId,
    object: { ...facts, purposes: ['security'], districtId: null },
  };
};

/** A sector in which the camera that the path names is not to look. */
export const aBarredSectorOf: Sampler = async ({ sql }, _whose, _who, { cameraId }) => {
  const [row] = await sql<{ value: string }[]>`
    insert into barred_sector (sector_id, camera_id, from_deg, to_deg, reason, valid_from, decided_by, source)
    values (gen_random_uuid(), ${cameraId!}, 10, 20, '주택 창문', '2026-01-02', '시험관', 'test')
    returning sector_id as value`;
  return { value: row!.value };
};

const aPursuit = async (sql: Sql, { accountId, sessionId }: SignedIn): Promise<string> => {
  const [row] = await sql<{ value: string }[]>`
    insert into pursuit (pursuit_id, account_id, session_id, person_name, role, basis, statute, citation, purpose,
                         incident, began_camera_id, ends_at)
    values (gen_random_uuid(), ${accountId}, ${sessionId}, '시험관', 'operator', 'statute', 'other', '제1조', 'security',
            '사건 1', 1, now() + interval '1 hour') returning pursuit_id as value`;
  return row!.value;
};

/** A pursuit that the person has open: another's does not exist for anybody else but the officer. */
export const aPursuitOf: Sampler = async ({ sql }, _whose, who) => ({ value: await aPursuit(sql, who) });

/** The own one, which nobody extends, or another's. */
export const aPursuitToExtend: Sampler = async ({ sql }, whose, who) => {
  const follower = whose === 'own' ? who : await aSignedInPerson(sql, 'operator');
  return { value: await aPursuit(sql, follower), object: { accountId: follower.accountId } };
};

/** What is lawfully kept longer of the camera that the path names. */
export const aLongerKeepingOf: Sampler = async ({ sql, today }, _whose, _who, { cameraId }) => {
  const [row] = await sql<{ value: string }[]>`
    insert into longer_keeping (keeping_id, camera_id, ground, citation, reason, valid_from, valid_to, decided_by)
    values (gen_random_uuid(), ${cameraId!}, 'evidence', '수사-1', '증거', ${today}, '2039-01-01', '시험관')
    returning keeping_id as value`;
  return { value: row!.value };
};

/** The own account, or another's. */
export const anAccount: Sampler = async ({ sql }, whose, who) => {
  if (whose === 'own') return { value: who.account, object: { accountId: who.accountId } };
  const { account, accountId } = await aSignedInPerson(sql, 'operator');
  return { value: account, object: { accountId } };
};

/** A scene of the wall that the person keeps: another's private one does not exist for anybody else. */
export const aSceneOfPerson: Sampler = async ({ sql, cameraId }, _whose, { accountId }) => {
  const [row] = await sql<{ value: string }[]>`
    insert into wall_scene (scene_id, account_id, name, tiles, kept_by)
    values (gen_random_uuid(), ${accountId}, ${randomUUID().slice(0, 8)}, 4, '시험관') returning scene_id as value`;
  await sql`
    insert into wall_scene_camera (scene_id, tile, camera_id, called, hidden)
    values (${row!.value}, 1, ${cameraId}, '어느 카메라', false)`;
  return { value: row!.value };
};

/** What an officer asked about an overseer's account: the own one where the actor has it, or another's. */
export const aRequestAboutAccount: Sampler = async ({ sql }, whose, who) => {
  const { account, accountId } = whose === 'own' ? who : await aSignedInPerson(sql, 'auditor');
  const asker = await aSignedInPerson(sql, 'officer');
  await asAPerson(sql, asker.accountId);
  const [row] = await sql<{ value: string }[]>`
    insert into account_request (request_id, act, account, account_id, payload, stood, reason, asked_by,
                                 asked_by_account, expires_at)
    select gen_random_uuid(), 'password', ${account}, account_id, '{"act": "password"}',
           jsonb_build_object('role', role, 'departmentId', department_id, 'agency', agency,
                              'contractorId', contractor_id, 'personId', person_id),
           '전화 분실', '이주무', ${asker.accountId}, now() + interval '1 day'
    from account where account_id = ${accountId} returning request_id as value`;
  return { value: row!.value, object: { accountId } };
};

/** A right in force of the account that the path names. */
export const aRightOfAccount: Sampler = async ({ sql }, _whose, _who, { account }) => {
  const [row] = await sql<{ value: number }[]>`
    select grant_id as value from access_grant join account using (account_id)
    where account.account = ${account!} and revoked_at is null limit 1`;
  return { value: row!.value };
};

/** A right that the quarter's review has not decided. */
export const aRightToReview: Sampler = async ({ sql }) => {
  const { accountId } = await aSignedInPerson(sql, 'operator');
  const [row] = await sql<{ value: number }[]>`
    select grant_id as value from access_grant where account_id = ${accountId}`;
  return { value: row!.value };
};

/** A display that waits for its code, answered for by an operator. */
export const aDisplay: Sampler = async ({ sql }) => {
  const { accountId } = await aSignedInPerson(sql, 'operator');
  const [row] = await sql<{ value: number }[]>`
    insert into display (name, network, account_id, registered_by, source)
    values ('벽 1', '127.0.0.0/8', ${accountId}, '시험관', 'test') returning display_id as value`;
  return { value: row!.value };
};

/** A device that was found and that no camera in the register stands for. */
export const aFoundDevice: Sampler = async ({ sql }) => {
  const [row] = await sql<{ value: number }[]>`
    insert into found_device (host, port, path, asks_login, network, answered_by, first_seen_at, last_seen_at)
    select '10.20.0.1', 1 + count(*)::int, '/onvif', true, '10.20.0.0/16', 'probe', now(), now() from found_device
    returning found_device_id as value`;
  return { value: row!.value };
};

/** A file that was read and waits to be accepted. */
export const anUpload: Sampler = async ({ sql }) => {
  const [row] = await sql<{ value: string }[]>`
    insert into import_upload (file_name, stored_name, state) values ('시험.csv', 'no-such-file', 'reading')
    returning import_id as value`;
  return { value: row!.value };
};

/** A contract of the contractor over a part that may always be outsourced, every clause ticked; signed or a draft. */
export const aContractOf =
  (signed: boolean): Sampler =>
  async ({ sql, contractorIds }, whose) => {
    const contractorId = contractorIds[whose === 'own' ? 'own' : 'other'];
    const [row] = await sql<{ value: number }[]>`
      insert into contract (contractor_id, document_no, title, valid_from, valid_to, training_months, check_months, source)
      values (${contractorId}, '계약-1', '망 정비', '2020-01-01', '2040-01-01', 12, 6, 'test')
      returning contract_id as value`;
    const { value } = row!;
    await sql`insert into contract_scope (contract_id, part) values (${value}, 'network')`;
    await sql`
      insert into contract_clause (contract_id, clause, ticked_on, ticked_by)
      select ${value}, clause, '2020-01-01', '시험관'
      from unnest(array['scope', 'sub-outsourcing', 'access-limits', 'status-checks', 'liability']) as clause`;
    if (signed)
      await sql`update contract set signed_at = now(), signed_by = '시험관' where contract_id = ${value}`;
    return { value, object: { contractorId } };
  };

/** The liaison's own body, or another. */
export const anAgency: Sampler = ({ agencies }, whose) => {
  const agency = agencies[whose === 'own' ? 'own' : 'other'];
  return { value: agency, object: { agency } };
};

/** A delegation of the body that was asked for, or is in force. */
export const aDelegationOf =
  (granted: boolean): Sampler =>
  async ({ sql, agencies }, whose) => {
    const agency = agencies[whose === 'own' ? 'own' : 'other'];
    const [row] = await sql<{ value: string }[]>`
      insert into delegation (delegation_id, agency, asked_on, asked_by, source)
      values (gen_random_uuid(), ${agency}, '2026-01-02', '시험관', 'test') returning delegation_id as value`;
    if (granted)
      await sql`
        update delegation
        set document_no = '경무-1', document_on = '2026-01-03', valid_from = '2026-01-03', granted_by = '시험관'
        where delegation_id = ${row!.value}`;
    return { value: row!.value, object: { agency } };
  };

/** A security measure of the body that is in force. */
export const aMeasureOf: Sampler = async ({ sql, agencies }, whose) => {
  const agency = agencies[whose === 'own' ? 'own' : 'other'];
  const [row] = await sql<{ value: string }[]>`
    insert into link_security (measure_id, agency, measures, document_no, decided_on, recorded_by, source)
    values (gen_random_uuid(), ${agency}, '전용 회선', '보안-1', '2026-01-02', '시험관', 'test')
    returning measure_id as value`;
  return { value: row!.value, object: { agency } };
};

/** A consultation that the department has asked for and nobody has answered. */
export const aConsultationOf: Sampler = async ({ sql, departmentIds }, whose) => {
  const departmentId = departmentIds[whose === 'own' ? 'own' : 'other'];
  const [row] = await sql<{ value: string }[]>`
    insert into consultation (consultation_id, kind, department_id, subject, asked_by, source)
    values (gen_random_uuid(), 'change', ${departmentId}, '높이 조정', '시험관', 'test')
    returning consultation_id as value`;
  return { value: row!.value, object: { departmentId } };
};

/** A demand that was loaded. */
export const aDemand: Sampler = async ({ sql }) => {
  const [row] = await sql<{ value: number }[]>`
    insert into demand_layer (title, unit, kind, file_name, digest, source, loaded_by)
    values (${randomUUID()}, '명', 'points', '인구.csv', 'x', 'test', '시험관') returning demand_id as value`;
  await sql`insert into demand_point values (${row!.value}, 0, 190000, 570000, 3)`;
  return { value: row!.value };
};

/** A plan of the department. */
export const aPlanOf: Sampler = async ({ sql, departmentIds }, whose) => {
  const departmentId = departmentIds[whose === 'own' ? 'own' : 'other'];
  const [row] = await sql<{ value: string }[]>`
    insert into siting_plan (plan_id, title, department_id, owner_name, changed_by)
    values (gen_random_uuid(), '교2동 보강', ${departmentId}, '시험관', '시험관') returning plan_id as value`;
  return { value: row!.value, object: { departmentId } };
};

/** A piece of equipment of the camera that the path names. */
export const aPieceOfCamera: Sampler = async ({ sql }, _whose, _who, { cameraId }) => {
  const [row] = await sql<{ value: number }[]>`
    insert into equipment (camera_id, part, source) values (${cameraId!}, 'camera', 'test')
    returning equipment_id as value`;
  return { value: row!.value };
};

/** An open fault of the camera that the path names. */
export const aFaultOfCamera: Sampler = async ({ sql }, _whose, _who, { cameraId }) => {
  const [row] = await sql<{ value: string }[]>`
    insert into equipment_fault (fault_id, camera_id, found_at, found_by, what, source)
    values (gen_random_uuid(), ${cameraId!}, now(), '시험관', '영상 끊김', 'test') returning fault_id as value`;
  return { value: row!.value };
};

/** Works going on at the camera that the path names. */
export const someWorksOnCamera: Sampler = async ({ sql }, _whose, _who, { cameraId }) => {
  const [row] = await sql<{ value: string }[]>`
    insert into maintenance_window (window_id, camera_id, from_at, to_at, reason, planned_by)
    values (gen_random_uuid(), ${cameraId!}, now(), now() + interval '1 hour', '렌즈 청소', '시험관')
    returning window_id as value`;
  return { value: row!.value };
};

/** Somebody in the register of people: everybody's to read who may read it at all. */
export const aPersonInRegister: Sampler = async ({ sql }) => {
  const [row] = await sql<{ id: number }[]>`
    insert into person (person_no, name, source) values (${randomUUID().slice(0, 12)}, '한사람', 'test')
    returning person_id as id`;
  return { value: row!.id };
};
