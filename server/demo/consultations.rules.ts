import type { Registers } from '../signboards/posts.rules.ts';
import type { DemoCamera } from './cameras.rules.ts';
import { demoUuid } from './random.rules.ts';
import { DEMO, type Cell, type Rows } from './land-rows.rules.ts';
import { departmentIdOf, type DepartmentName } from './organisation.rules.ts';

const OFFICER = '이주무';
const daysFrom = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

interface DemoConsultation {
  readonly n: number;
  readonly kind: 'coordination' | 'change';
  readonly department: DepartmentName;
  readonly subject: string | null;
  readonly body: string | null;
  readonly askedBy: string;
  readonly daysAgo: number;
  readonly answer: readonly [state: string, daysAgo: number, text: string | null] | null;
  readonly cameras: readonly DemoCamera[];
  /** What the department wrote into the register, and what stood there before. */
  readonly change: readonly [field: 'heightM' | 'azimuthDeg', before: number] | null;
  readonly messages: readonly (readonly [daysAgo: number, by: string, role: string, body: string])[];
}

function consultationsOf(cameras: readonly DemoCamera[]): DemoConsultation[] {
  const of = (department: DepartmentName): DemoCamera[] =>
    cameras.filter(
      (c) =>
        c.department === department &&
        c.ownerAgency === '강릉시' &&
        !c.protected &&
        c.kind === 'fixed' &&
        c.azimuthDeg !== null,
    );
  const [traffic, roads, floods] = [of('교통과'), of('도로과'), of('재난안전과')];
  const consultation = { subject: null, body: null, answer: null, change: null, messages: [] };
  const all: DemoConsultation[] = [
    {
      ...consultation,
      n: 1,
      kind: 'change',
      department: '교통과',
      askedBy: '박교통',
      daysAgo: 3,
      cameras: traffic.slice(0, 1),
      change: ['heightM', 4],
    },
    {
      ...consultation,
      n: 2,
      kind: 'coordination',
      department: '재난안전과',
      subject: '남대천 수위 카메라의 저장 공간',
      body: '장마철에 보관 기간을 채우려면 저장 공간이 더 있어야 합니다. 2027년 자원 배정에 넣어 주십시오.',
      askedBy: '한재난',
      daysAgo: 9,
      cameras: floods.slice(0, 2),
      messages: [[7, OFFICER, 'officer', '카메라마다 하루에 쓰는 양을 알려 주십시오.']],
    },
    {
      ...consultation,
      n: 3,
      kind: 'change',
      department: '교통과',
      subject: '교차로 카메라의 높이 조정',
      body: '신호등 공사 뒤 두 대를 같은 지주에서 올려 답니다.',
      askedBy: '박교통',
      daysAgo: 24,
      answer: ['agreed', 22, null],
      cameras: traffic.slice(1, 3),
    },
    {
      ...consultation,
      n: 4,
      kind: 'change',
      department: '교통과',
      askedBy: '박교통',
      daysAgo: 6,
      answer: ['returned', 5, '방위를 잰 사진이 없습니다. 사진과 함께 다시 물어 주십시오.'],
      cameras: traffic.slice(3, 4),
      change: ['azimuthDeg', 180],
    },
    {
      ...consultation,
      n: 5,
      kind: 'coordination',
      department: '도로과',
      subject: '지하차도 카메라의 유지보수 시기',
      body: null,
      askedBy: '장도로',
      daysAgo: 40,
      answer: ['agreed-with-conditions', 36, '교통 통제는 밤 11시 이후에 하고 하루 전에 관제실에 알릴 것'],
      cameras: roads.slice(0, 1),
    },
  ];
  return all.filter((each) => each.cameras.length > 0);
}

/** Consultations of the demo's departments with the centre as rows, some open and some answered (Art. 4(2), 5(3)). */
export function consultationRows(
  cameras: readonly DemoCamera[],
  registers: Registers,
  cameraId: (camera: DemoCamera) => number,
  today: string,
): Rows[] {
  const consultations = consultationsOf(cameras);
  const id = ({ n }: DemoConsultation): string => demoUuid(6, n);
  const at = (daysAgo: number, time: string): string => `${daysFrom(today, -daysAgo)}T${time}+09:00`;
  const valueOf = (camera: DemoCamera, field: 'heightM' | 'azimuthDeg'): number | null => camera[field];
  return [
    {
      table: 'consultation',
      columns: [
        'consultation_id',
        'kind',
        'department_id',
        'subject',
        'body',
        'asked_by',
        'asked_at',
        'state',
        'answered_by',
        'answered_at',
        'answer',
        'source',
      ],
      rows: consultations.map((each): Cell[] => {
        const [state, answeredDaysAgo, text] = each.answer ?? ['asked', null, null];
        return [
          id(each),
          each.kind,
          departmentIdOf(registers, each.department),
          each.subject,
          each.body,
          each.askedBy,
          at(each.daysAgo, '10:20:00'),
          state,
          answeredDaysAgo === null ? null : OFFICER,
          answeredDaysAgo === null ? null : at(answeredDaysAgo, '16:05:00'),
          text,
          DEMO,
        ];
      }),
    },
    {
      table: 'consultation_camera',
      columns: ['consultation_id', 'camera_id'],
      rows: consultations.flatMap((each) =>
        each.cameras.map((camera): Cell[] => [id(each), cameraId(camera)]),
      ),
    },
    {
      table: 'consultation_change',
      columns: ['consultation_id', 'camera_id', 'changed_at', 'actor', 'field', 'from_value', 'to_value'],
      rows: consultations.flatMap((each) =>
        each.change === null
          ? []
          : each.cameras.map((camera): Cell[] => [
              id(each),
              cameraId(camera),
              at(each.daysAgo, '10:20:00'),
              each.askedBy,
              each.change![0],
              each.change![1],
              valueOf(camera, each.change![0]),
            ]),
      ),
    },
    {
      table: 'consultation_message',
      columns: ['message_id', 'consultation_id', 'said_at', 'said_by', 'by_role', 'body'],
      rows: consultations.flatMap((each) =>
        each.messages.map(([daysAgo, by, role, body], i): Cell[] => [
          demoUuid(7, each.n, i),
          id(each),
          at(daysAgo, '11:40:00'),
          by,
          role,
          body,
        ]),
      ),
    },
  ];
}
