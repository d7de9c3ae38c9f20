import type { EquipmentPart } from '../contracts/equipment.schema.ts';
import type { Registers } from '../signboards/posts.rules.ts';
import type { DemoCamera } from './cameras.rules.ts';
import { DEMO, type Cell, type Rows } from './land-rows.rules.ts';
import { CONTRACTOR, departmentIdOf } from './organisation.rules.ts';
import { demoUuid, hashOf, pick, pickWeighted, randomFrom, type Random } from './random.rules.ts';

const OFFICER = '이주무';

const MODELS: Readonly<
  Record<'fixed' | 'ptz' | 'fisheye', readonly (readonly [maker: string, model: string])[]>
> = {
  fixed: [
    ['가상광학', 'GF-200'],
    ['가상광학', 'GF-420'],
    ['예시전자', 'YE-B2'],
  ],
  ptz: [
    ['가상광학', 'GP-30X'],
    ['예시전자', 'YE-P36'],
  ],
  fisheye: [['예시전자', 'YE-F360']],
};
const BESIDES: Readonly<Partial<Record<EquipmentPart, readonly [string, string]>>> = {
  network: ['보기통신', 'BT-SW8'],
  pole: ['보기금속', 'BM-6.5'],
  power: ['보기전기', 'BE-UPS1'],
};
/** Cameras whose age nobody has on record. */
const UNKNOWN_AGE = 0.06;

/** A day of the month in which the camera was put up, or null where nobody knows. */
function installedOn(camera: DemoCamera, random: Random): string | null {
  const day = 1 + Math.floor(random() * 27);
  return random() < UNKNOWN_AGE
    ? null
    : `${camera.installedMonth.slice(0, 8)}${String(day).padStart(2, '0')}`;
}

const FAULTS = [
  ['영상이 나오지 않음', 'network', '통신선 단선', '통신선 교체'],
  ['화면이 흐림', 'camera', '돔 커버 오염', '커버 청소'],
  ['야간에 적외선 조명이 켜지지 않음', 'camera', '조명 소자 노후', '조명 모듈 교체'],
  ['전원이 반복해서 끊김', 'power', '누전 차단기 노후', '차단기 교체'],
] as const satisfies readonly (readonly [string, EquipmentPart, string, string])[];
const FINDERS = ['김관제', '정보수', OFFICER] as const;
const HOUR_MS = 3_600_000;

/** Every camera's equipment, who looks after it and its faults as rows; `cameraId` numbers the cameras (Art. 12(2)). */
export function equipmentRows(
  cameras: readonly DemoCamera[],
  registers: Registers,
  cameraId: (camera: DemoCamera) => number,
  seed: number,
): Rows[] {
  const contractorId = registers.contractors.find(({ name }) => name === CONTRACTOR)!.contractorId;
  const equipment: Cell[][] = [];
  const faults: Cell[][] = [];
  let open = 0;
  for (const camera of cameras) {
    const random = randomFrom(hashOf(seed, 9300, camera.number));
    const id = cameraId(camera);
    const day = installedOn(camera, random);
    const [maker, model] = pick(random, MODELS[camera.kind]);
    const serial = `S${hashOf(seed, 9301, camera.number).toString(36).toUpperCase().padStart(7, '0')}`;
    equipment.push([
      id,
      'camera',
      maker,
      model,
      serial,
      pick(random, ['2.8.1', '3.0.4', '3.1.0']),
      day,
      DEMO,
    ]);
    const beside =
      camera.onPole === 1
        ? pickWeighted<EquipmentPart | null>(random, [
            ['network', 3],
            ['pole', 2],
            ['power', 1],
            [null, 6],
          ])
        : null;
    if (beside !== null) equipment.push([id, beside, ...BESIDES[beside]!, null, null, day, DEMO]);
    if (camera.traits.includes('refuses')) {
      // Half of what the probes find in fault is on record already; the rest is proposed.
      if (open++ % 2 === 1) continue;
      const at = Date.parse('2026-11-19T02:41:00+09:00') + Math.floor(random() * 60) * HOUR_MS;
      faults.push(faultRow(id, 0, at, FAULTS[0], null, random));
    } else if (random() < 0.06) {
      const times = 1 + Math.floor(random() * 3);
      for (let n = 1; n <= times; n++) {
        const at =
          Date.parse('2026-01-05T09:00:00+09:00') + Math.floor((n - 1 + random()) * 90 * 24) * HOUR_MS;
        const hours = 1 + Math.floor(random() * 60);
        faults.push(faultRow(id, n, at, pick(random, FAULTS), at + hours * HOUR_MS, random));
      }
    }
  }
  return [
    {
      table: 'camera_upkeep',
      columns: ['camera_id', 'department_id', 'contractor_id', 'since', 'recorded_by'],
      rows: cameras.map((c) => [
        cameraId(c),
        c.hasContractor ? null : departmentIdOf(registers, c.department),
        c.hasContractor ? contractorId : null,
        '2026-07-01',
        OFFICER,
      ]),
    },
    {
      table: 'equipment',
      columns: ['camera_id', 'part', 'maker', 'model', 'serial', 'firmware', 'installed_on', 'source'],
      rows: equipment,
    },
    {
      table: 'equipment_fault',
      columns: [
        'fault_id',
        'camera_id',
        'part',
        'found_at',
        'found_by',
        'what',
        'cause',
        'repaired_at',
        'repaired_by',
        'repair_note',
        'source',
      ],
      rows: faults,
    },
  ];
}

function faultRow(
  cameraId: number,
  n: number,
  foundMs: number,
  [what, part, cause, note]: (typeof FAULTS)[number],
  repairedMs: number | null,
  random: Random,
): Cell[] {
  const repaired = repairedMs === null ? null : new Date(repairedMs).toISOString();
  return [
    demoUuid(2, cameraId, n),
    cameraId,
    part,
    new Date(foundMs).toISOString(),
    pick(random, FINDERS),
    what,
    repaired === null ? null : cause,
    repaired,
    repaired === null ? null : '정보수',
    repaired === null ? null : note,
    DEMO,
  ];
}
