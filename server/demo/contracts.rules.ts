import { CLAUSES, type Clause, type Part } from '../contracts/contracts.schema.ts';
import type { Registers } from '../signboards/posts.rules.ts';
import { DEMO, type Cell, type Rows } from './land-rows.rules.ts';
import { CONTRACTOR, FORMER_CONTRACTOR } from './organisation.rules.ts';
import { demoUuid } from './random.rules.ts';

interface DemoContract {
  readonly contractor: string;
  readonly documentNo: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly parts: readonly Part[];
  /** Null is a draft with only the first clauses checked. */
  readonly signedAt: string | null;
  readonly months: readonly [training: number, check: number];
  readonly done: readonly (readonly ['training' | 'check', day: string, findings: string | null])[];
}

/** Contracts of the two invented contractors: lawful together on every day (Art. 12(1)). */
export const DEMO_CONTRACTS: readonly DemoContract[] = [
  {
    contractor: FORMER_CONTRACTOR,
    documentNo: '정보산업과-2022-118',
    title: '영상정보처리기기 유지보수와 관제 보조',
    from: '2022-07-01',
    to: '2026-07-01',
    parts: ['live-watch', 'camera-upkeep', 'network', 'installation'],
    signedAt: '2022-06-20T10:00:00+09:00',
    months: [12, 6],
    done: [['check', '2026-02-11', '출입 기록 2건 누락, 보완함']],
  },
  {
    contractor: CONTRACTOR,
    documentNo: '정보통신과-2026-204',
    title: '영상정보처리기기 유지보수',
    from: '2026-07-01',
    to: '2028-07-01',
    parts: ['camera-upkeep', 'network', 'installation', 'signboards'],
    signedAt: '2026-06-22T14:00:00+09:00',
    months: [6, 3],
    done: [
      ['training', '2026-07-15', null],
      ['check', '2026-08-04', '교체 부품 보관 장부 보완 요청'],
    ],
  },
  {
    contractor: CONTRACTOR,
    documentNo: '정보통신과-2026-205',
    title: '관제 보조와 저장장치 관리',
    from: '2026-07-01',
    to: '2027-07-01',
    parts: ['live-watch', 'situation-relay', 'storage'],
    signedAt: '2026-06-22T14:20:00+09:00',
    months: [6, 6],
    done: [['training', '2026-07-15', null]],
  },
  {
    contractor: CONTRACTOR,
    documentNo: '정보통신과-2026-310',
    title: '관제 소프트웨어 유지보수',
    from: '2027-01-01',
    to: '2029-01-01',
    parts: ['software-upkeep'],
    signedAt: null,
    months: [12, 6],
    done: [],
  },
];

const OFFICER = '이주무';

/** The demo's contracts as rows; numbers count from `firstContractId`. */
export function contractRows(registers: Registers, firstContractId: number): Rows[] {
  const numbered = DEMO_CONTRACTS.map((contract, i) => ({ ...contract, id: firstContractId + i }));
  const contractorId = (name: string): number =>
    registers.contractors.find((each) => each.name === name)!.contractorId;
  const clausesOf = ({ signedAt }: DemoContract): readonly Clause[] =>
    signedAt === null ? CLAUSES.slice(0, 3) : CLAUSES;
  return [
    {
      table: 'contract',
      columns: [
        'contract_id',
        'contractor_id',
        'document_no',
        'title',
        'valid_from',
        'valid_to',
        'signed_at',
        'signed_by',
        'training_months',
        'check_months',
        'source',
      ],
      rows: numbered.map((c) => [
        c.id,
        contractorId(c.contractor),
        c.documentNo,
        c.title,
        c.from,
        c.to,
        c.signedAt,
        c.signedAt === null ? null : OFFICER,
        ...c.months,
        DEMO,
      ]),
    },
    {
      table: 'contract_scope',
      columns: ['contract_id', 'part'],
      rows: numbered.flatMap(({ id, parts }) => parts.map((part): Cell[] => [id, part])),
    },
    {
      table: 'contract_clause',
      columns: ['contract_id', 'clause', 'ticked_on', 'ticked_by'],
      rows: numbered.flatMap((c) =>
        clausesOf(c).map((clause): Cell[] => [
          c.id,
          clause,
          c.signedAt?.slice(0, 10) ?? '2026-11-16',
          OFFICER,
        ]),
      ),
    },
    {
      table: 'contract_supervision',
      columns: ['supervision_id', 'contract_id', 'kind', 'done_on', 'done_by', 'findings', 'source'],
      rows: numbered.flatMap(({ id, done }) =>
        done.map(([kind, day, findings], n): Cell[] => [
          demoUuid(1, id, n),
          id,
          kind,
          day,
          OFFICER,
          findings,
          DEMO,
        ]),
      ),
    },
  ];
}
