import type { DemoCamera } from './cameras.rules.ts';
import { demoUuid } from './random.rules.ts';
import { DEMO, type Cell, type Rows } from './land-rows.rules.ts';
import { FOREST_OFFICE } from './other-owners.rules.ts';

export const POLICE = '강릉경찰서';
export const EDUCATION = '강릉교육지원청';

/** The bodies that own cameras of the demo, by the code under which the register of agencies has them. */
export const DEMO_OWNERS: readonly {
  readonly code: string;
  readonly name: string;
  readonly phone: string;
}[] = [
  { code: 'police', name: POLICE, phone: '033-000-0182' },
  { code: 'education', name: EDUCATION, phone: '033-000-0186' },
  { code: 'forest', name: FOREST_OFFICE, phone: '033-000-0188' },
];

const OFFICER = '이주무';
const ENDS_IN_DAYS = 20;
/** So many of the schools' cameras stand under the trial alone. */
const TRIAL_CAMERAS = 6;

const daysFrom = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

interface DemoDelegation {
  readonly n: number;
  readonly agency: string;
  readonly askedOn: string;
  /** Null has been asked for and not been given yet. */
  readonly document: {
    readonly no: string;
    readonly on: string;
    readonly from: string;
    readonly to: string | null;
  } | null;
  readonly cameras: readonly DemoCamera[];
  readonly adjustments: readonly (readonly [day: string, agreed: string])[];
}

function delegationsOn(today: string, cameras: readonly DemoCamera[]): DemoDelegation[] {
  const of = (name: string) => cameras.filter(({ ownerAgency }) => ownerAgency === name);
  const schools = of(EDUCATION);
  return [
    {
      n: 1,
      agency: 'police',
      askedOn: '2022-02-21',
      document: { no: '강릉경찰서-2022-311', on: '2022-03-20', from: '2022-04-01', to: '2024-04-01' },
      cameras: [],
      adjustments: [],
    },
    {
      n: 2,
      agency: 'police',
      askedOn: '2024-02-14',
      document: { no: '강릉경찰서-2024-127', on: '2024-03-18', from: '2024-04-01', to: null },
      cameras: of(POLICE),
      adjustments: [
        ['2025-06-10', '밤(22:00–06:00)의 회전 조작은 경찰서 상황실이 요청할 때만 함'],
        ['2026-02-03', '장애 통보는 경찰서 정보화장비계로 함'],
      ],
    },
    {
      n: 3,
      agency: 'education',
      askedOn: '2025-02-03',
      document: { no: '학교안전과-2025-58', on: '2025-02-24', from: '2025-03-01', to: null },
      cameras: schools.slice(TRIAL_CAMERAS),
      adjustments: [['2025-03-04', '학교 안쪽을 향한 방향은 수업 시간에 보지 않음']],
    },
    {
      n: 4,
      agency: 'education',
      askedOn: daysFrom(today, -360),
      document: {
        no: '학교안전과-통학로 시범',
        on: daysFrom(today, -350),
        from: daysFrom(today, -345),
        to: daysFrom(today, ENDS_IN_DAYS),
      },
      cameras: schools.slice(0, TRIAL_CAMERAS),
      adjustments: [],
    },
    {
      n: 5,
      agency: 'forest',
      askedOn: daysFrom(today, -12),
      document: null,
      cameras: of(FOREST_OFFICE),
      adjustments: [],
    },
  ];
}

/**
 * Delegations and link security of the demo's other bodies as rows (Art. 18(5), 23, 25). The schools' trial ends so many
 * days after the day of loading, whatever day that is: an end that comes is to be seen at once, and in a city that is left
 * running it comes, and closes its six pictures.
 */
export function delegationRows(
  cameras: readonly DemoCamera[],
  cameraId: (camera: DemoCamera) => number,
  today: string,
): Rows[] {
  const delegations = delegationsOn(today, cameras);
  const id = ({ n }: DemoDelegation): string => demoUuid(3, n);
  return [
    {
      table: 'delegation',
      columns: [
        'delegation_id',
        'agency',
        'asked_on',
        'asked_by',
        'document_no',
        'document_on',
        'valid_from',
        'valid_to',
        'granted_by',
        'source',
      ],
      rows: delegations.map((each): Cell[] => {
        const { agency, askedOn, document } = each;
        const { no, on, from, to } = document ?? { no: null, on: null, from: null, to: null };
        return [id(each), agency, askedOn, OFFICER, no, on, from, to, document && OFFICER, DEMO];
      }),
    },
    {
      table: 'delegation_adjustment',
      columns: ['adjustment_id', 'delegation_id', 'agreed_on', 'agreed', 'recorded_by'],
      rows: delegations.flatMap((each) =>
        each.adjustments.map(([day, agreed], i): Cell[] => [
          demoUuid(4, each.n, i),
          id(each),
          day,
          agreed,
          OFFICER,
        ]),
      ),
    },
    {
      table: 'delegation_camera',
      columns: ['delegation_id', 'camera_id', 'named_from'],
      rows: delegations.flatMap((each) =>
        each.cameras.map((camera): Cell[] => [
          id(each),
          cameraId(camera),
          each.document?.from ?? each.askedOn,
        ]),
      ),
    },
    {
      table: 'link_security',
      columns: [
        'measure_id',
        'agency',
        'measures',
        'document_no',
        'decided_on',
        'valid_to',
        'recorded_by',
        'source',
      ],
      rows: [
        [
          demoUuid(5, 1),
          'police',
          '전용 회선과 방화벽, 접속 기록 보관, 연계 계정 분리',
          '정보통신과-2024-88',
          '2024-03-25',
          null,
          OFFICER,
          DEMO,
        ],
        [
          demoUuid(5, 2),
          'education',
          '암호화 터널, 학교별 접근 제한, 접속 기록 보관',
          '정보통신과-2025-41',
          '2025-02-20',
          null,
          OFFICER,
          DEMO,
        ],
      ],
    },
  ];
}
