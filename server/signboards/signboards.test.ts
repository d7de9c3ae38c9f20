import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PURPOSES } from '../cameras/purposes.rules.ts';
import { SIGN_STATES } from '../cameras/snapshot.rules.ts';
import { postsOn, type Registers } from './posts.rules.ts';
import {
  differences,
  isStanding,
  signStanding,
  truthOf,
  type PrintedSign,
  type SecurityExemption,
  type SignedCamera,
  type SignText,
  type SubstituteNotice,
} from './signboards.rules.ts';
import { datedDifferences } from './stale-since.rules.ts';

const DAY = '2026-11-25';

const registers: Registers = {
  departments: [
    {
      departmentId: 1,
      name: '정보통신과',
      phone: '033-000-0100',
      succeededBy: null,
      validFrom: '2015-01-01',
      validTo: null,
    },
    {
      departmentId: 2,
      name: '도로과',
      phone: '033-000-0200',
      succeededBy: null,
      validFrom: '2015-01-01',
      validTo: null,
    },
  ],
  posts: [
    {
      postId: 1,
      departmentId: 1,
      duty: 'operations-head',
      title: '정보통신과장',
      phone: '033-000-0112',
      validFrom: '2015-01-01',
      validTo: null,
    },
    {
      postId: 2,
      departmentId: 2,
      duty: 'department-manager',
      title: '시설팀장',
      phone: null,
      validFrom: '2015-01-01',
      validTo: null,
    },
  ],
  contractors: [
    {
      contractorId: 7,
      name: '시험정보통신',
      phone: '033-000-0300',
      validFrom: '2026-01-01',
      validTo: '2026-12-01',
    },
  ],
};

const camera: SignedCamera = {
  siteName: '중앙시장 앞 사거리',
  hoursText: '24시간',
  rangeText: '반경 50 m',
  integration: 'integrated',
  departmentId: 2,
  contractorId: null,
  purposes: [{ purpose: 'security', main: true, addedOn: '2018-01-01', endedOn: null, legalBasis: null }],
};
const truth = (over: Partial<SignedCamera> = {}, people = registers, day = DAY): SignText =>
  truthOf([{ ...camera, ...over }], postsOn(people, day), day);

const sign = (text: Partial<SignText> = {}, over: Partial<PrintedSign> = {}): PrintedSign => ({
  signboardId: 1,
  kind: 'sign',
  printedOn: '2020-06-01',
  removedOn: null,
  text: { ...truth(), ...text },
  ...over,
});
const stateOf = (printed: PrintedSign[], now = truth()) =>
  signStanding(
    printed.map((each) => ({ printed: each, truth: now })),
    [],
    null,
    DAY,
  ).state;
const fieldsOf = (printed: Partial<SignText>, now: SignText) =>
  differences({ ...truth(), ...printed }, now).map(({ field }) => field);

describe('Art. 10(1): the four items', () => {
  test('Art. 10(1)1: purpose in the words of Art. 6, and place', () => {
    expect(truth()).toMatchObject({ purpose: '방범', place: '중앙시장 앞 사거리' });
    const both = [...camera.purposes, { ...camera.purposes[0]!, purpose: 'dumping' as const, main: false }];
    expect(truth({ purposes: both }).purpose).toBe('방범·쓰레기 투기 방지');
  });

  test('Art. 10(1)1: a purpose counts from the day it was added to the day it ended', () => {
    const added = { purpose: 'traffic' as const, main: false, legalBasis: null };
    const purposes = [...camera.purposes, { ...added, addedOn: '2026-11-25', endedOn: '2026-12-01' }];
    expect(truth({ purposes }, registers, '2026-11-24').purpose).toBe('방범');
    expect(truth({ purposes }, registers, '2026-11-25').purpose).toBe('방범·교통정보 수집');
    expect(truth({ purposes }, registers, '2026-12-01').purpose).toBe('방범');
  });

  test('Art. 6, 10(1)1: what a statute allows is printed by its citation', () => {
    const purposes = [
      {
        purpose: 'statute' as const,
        main: true,
        addedOn: null,
        endedOn: null,
        legalBasis: '도로교통법 제4조의2',
      },
    ];
    expect(truth({ purposes }).purpose).toBe('도로교통법 제4조의2');
  });

  test('Art. 10(1)2: hours and range; an item left blank is wrong even where the truth is unknown', () => {
    expect(truth()).toMatchObject({ hours: '24시간', range: '반경 50 m' });
    expect(fieldsOf({ hours: ' ' }, truth({ hoursText: null }))).toEqual(['hours']);
  });

  test('Art. 5(1), 10(1)3: the centre answers for what it holds, integrated or linked', () => {
    expect(truth()).toMatchObject({ manager: '정보통신과장', contact: '033-000-0112' });
    expect(truth({ integration: 'linked' }).manager).toBe('정보통신과장');
  });

  test('Art. 5(1), 10(1)3: outside the centre the department answers, by its own telephone', () => {
    expect(truth({ integration: 'standalone' })).toMatchObject({
      manager: '도로과 시설팀장',
      contact: '033-000-0200',
    });
  });

  test('Art. 5(1): where nobody knows whether the centre holds it, nobody is named and no sign is accused', () => {
    const unknown = truth({ integration: null });
    expect(unknown).toMatchObject({ manager: null, contact: null });
    expect(fieldsOf({ manager: '옛 부서장', contact: '033-000-9999' }, unknown)).toEqual([]);
    expect(fieldsOf({ manager: '옛 부서장' }, truth()), 'the same print where the centre holds it').toEqual([
      'manager',
    ]);
  });

  test('Art. 10(1)4: a contractor appears on the sign only while a contract is in force', () => {
    const outsourced = { contractorId: 7 };
    expect(truth(outsourced)).toMatchObject({
      contractor: '시험정보통신',
      contractorContact: '033-000-0300',
    });
    expect(stateOf([sign()], truth(outsourced))).toBe('stale');
    expect(fieldsOf({}, truth(outsourced))).toEqual(['contractor', 'contractorContact']);
    expect(truth(outsourced, registers, '2025-12-31').contractor).toBeNull();
    expect(truth(outsourced, registers, '2026-12-01').contractor).toBeNull();
  });

  test('Art. 10(1)4: a contractor whose contract ended must come off the sign', () => {
    expect(fieldsOf({ contractor: '시험정보통신', contractorContact: '033-000-0300' }, truth())).toEqual([
      'contractor',
      'contractorContact',
    ]);
  });
});

describe('Art. 10(2): what makes a sign stale', () => {
  const renamedOn = '2026-01-02';
  const renamed: Registers = {
    ...registers,
    departments: [
      { ...registers.departments[0]!, name: '정보산업과', validTo: renamedOn, succeededBy: 3 },
      registers.departments[1]!,
      {
        departmentId: 3,
        name: '정보통신과',
        phone: null,
        succeededBy: null,
        validFrom: renamedOn,
        validTo: null,
      },
    ],
    posts: [
      { ...registers.posts[0]!, title: '정보산업과장', validTo: renamedOn },
      { ...registers.posts[0]!, postId: 9, departmentId: 3, title: '정보통신과장', validFrom: renamedOn },
      registers.posts[1]!,
    ],
  };
  const old = sign({ manager: '정보산업과장' });

  test('a renaming, on the day it takes effect and not on the day it was signed', () => {
    expect(differences(old.text, truth({}, renamed, '2026-01-01'))).toEqual([]);
    expect(differences(old.text, truth({}, renamed, renamedOn))).toEqual([
      { field: 'manager', printed: '정보산업과장', current: '정보통신과장' },
    ]);
    expect(datedDifferences(old, [camera], renamed, [], '2026-01-01')).toEqual([]);
    expect(datedDifferences(old, [camera], renamed, [], DAY)).toEqual([
      {
        field: 'manager',
        printed: '정보산업과장',
        current: '정보통신과장',
        since: renamedOn,
        cause: 'department-renamed',
      },
    ]);
  });

  test('restoring the name clears what was never reprinted, and only that', () => {
    const back = '2026-06-01';
    const restored: Registers = {
      ...renamed,
      departments: [
        ...renamed.departments.slice(0, 2),
        { ...renamed.departments[2]!, validTo: back, succeededBy: 4 },
        {
          departmentId: 4,
          name: '정보산업과',
          phone: null,
          succeededBy: null,
          validFrom: back,
          validTo: null,
        },
      ],
      posts: [
        renamed.posts[0]!,
        { ...renamed.posts[1]!, validTo: back },
        {
          ...renamed.posts[1]!,
          postId: 10,
          departmentId: 4,
          title: '정보산업과장',
          validFrom: back,
          validTo: null,
        },
        renamed.posts[2]!,
      ],
    };
    const reprinted = sign({ manager: '정보통신과장' }, { printedOn: '2026-02-01' });
    expect(datedDifferences(old, [camera], restored, [], DAY)).toEqual([]);
    expect(datedDifferences(reprinted, [camera], restored, [], DAY)).toMatchObject([
      { field: 'manager', since: back },
    ]);
  });

  test('a renamed department outside the centre: its cameras follow the successor', () => {
    const people: Registers = {
      ...registers,
      departments: [
        registers.departments[0]!,
        { ...registers.departments[1]!, validTo: renamedOn, succeededBy: 5 },
        {
          departmentId: 5,
          name: '도로시설과',
          phone: '033-000-0200',
          succeededBy: null,
          validFrom: renamedOn,
          validTo: null,
        },
      ],
    };
    const outside = { ...camera, integration: 'standalone' as const };
    const printed = sign({ manager: '도로과 시설팀장', contact: '033-000-0200' });
    expect(datedDifferences(printed, [outside], people, [], DAY)).toEqual([
      {
        field: 'manager',
        printed: '도로과 시설팀장',
        current: '도로시설과 시설팀장',
        since: renamedOn,
        cause: 'department-renamed',
      },
    ]);
  });

  test('a new telephone of the post', () => {
    const people = {
      ...registers,
      posts: [
        { ...registers.posts[0]!, validTo: '2026-03-01' },
        { ...registers.posts[0]!, postId: 3, phone: '033-000-9999', validFrom: '2026-03-01' },
      ],
    };
    expect(datedDifferences(sign(), [camera], people, [], DAY)).toMatchObject([
      { field: 'contact', since: '2026-03-01', cause: 'contact-changed' },
    ]);
  });

  test('integration itself (통합관리): the sign still names the department', () => {
    const printed = sign({ manager: '도로과 시설팀장', contact: '033-000-0200' });
    const edits = [{ field: 'integration' as const, on: '2025-04-01' }];
    expect(datedDifferences(printed, [camera], registers, edits, DAY)).toMatchObject([
      { field: 'manager', since: '2025-04-01', cause: 'integration-changed' },
      { field: 'contact', since: '2025-04-01', cause: 'integration-changed' },
    ]);
  });

  test('an added purpose, a contract that began, an edited range', () => {
    const changed: SignedCamera = {
      ...camera,
      contractorId: 7,
      rangeText: '반경 80 m',
      purposes: [
        ...camera.purposes,
        { purpose: 'illegal-parking', main: false, addedOn: '2023-04-01', endedOn: null, legalBasis: null },
      ],
    };
    const edits = [{ field: 'range' as const, on: '2024-08-01' }];
    expect(datedDifferences(sign(), [changed], registers, edits, DAY)).toMatchObject([
      { field: 'purpose', since: '2023-04-01', cause: 'purpose-changed' },
      { field: 'range', since: '2024-08-01', cause: 'range-changed' },
      { field: 'contractor', since: '2026-01-01', cause: 'contractor-changed' },
      { field: 'contractorContact', since: '2026-01-01', cause: 'contractor-changed' },
    ]);
  });

  test('a day nobody recorded stays unknown; a purpose never true was printed wrong', () => {
    expect(
      datedDifferences(sign({ range: '반경 30 m', purpose: '화재 예방' }), [camera], registers, [], DAY),
    ).toMatchObject([
      { field: 'purpose', since: '2020-06-01', cause: 'printed-wrong' },
      { field: 'range', since: null, cause: 'range-changed' },
    ]);
  });

  test('not spacing, not the order of purposes, not the dashes of a telephone number', () => {
    const purposes = [
      ...camera.purposes,
      { ...camera.purposes[0]!, purpose: 'traffic' as const, main: false },
    ];
    expect(
      fieldsOf({ purpose: '교통정보  수집 · 방범', contact: '033) 000 0112' }, truth({ purposes })),
    ).toEqual([]);
  });

  test('not what is unknown today', () => {
    const unknown = truth({ integration: 'standalone', departmentId: null, rangeText: null, purposes: [] });
    expect(unknown).toMatchObject({ manager: null, contact: null, range: null, purpose: null });
    expect(fieldsOf({}, unknown)).toEqual([]);
  });
});

describe('signs to cameras are m:n', () => {
  test('one sign for a pole says what all its cameras are for', () => {
    const other: SignedCamera = {
      ...camera,
      purposes: [{ purpose: 'dumping', main: true, addedOn: null, endedOn: null, legalBasis: null }],
    };
    expect(truthOf([camera, other], postsOn(registers, DAY), DAY)).toMatchObject({
      purpose: '방범·쓰레기 투기 방지',
      place: '중앙시장 앞 사거리',
    });
  });

  test('where one of its cameras is unknown in an item, the whole item is unknown', () => {
    const vague = { ...camera, rangeText: null };
    expect(truthOf([camera, vague], postsOn(registers, DAY), DAY).range).toBeNull();
  });

  test('one wrong sign makes the camera stale beside a right one', () => {
    expect(stateOf([sign(), sign({ contact: '033-000-0000' }, { signboardId: 2 })])).toBe('stale');
  });

  test('시행령 24①: only building signs make it a building sign', () => {
    const standing = (kinds: PrintedSign['kind'][]) =>
      signStanding(
        kinds.map((kind) => ({ printed: sign({}, { kind }), truth: truth() })),
        [],
        null,
        DAY,
      );
    expect(standing(['building-sign'])).toMatchObject({ state: 'as-printed', buildingSign: true });
    expect(standing(['building-sign', 'sign'])).toMatchObject({ state: 'as-printed', buildingSign: false });
  });

  test('a sign taken down, or not yet printed, speaks no more or not yet', () => {
    expect(stateOf([sign({}, { removedOn: DAY })])).toBe('missing');
    expect(stateOf([sign({}, { removedOn: '2026-11-26' })])).toBe('as-printed');
    expect(stateOf([sign({}, { printedOn: '2026-11-26' })])).toBe('missing');
    expect(stateOf([sign({ contact: '1' }, { removedOn: '2025-01-01' }), sign()])).toBe('as-printed');
  });
});

const notice: SubstituteNotice = {
  noticeId: 1,
  reason: 'traffic-flow',
  publishedAt: '시 홈페이지',
  publishedOn: '2021-01-01',
  withdrawnOn: null,
};
const decision: SecurityExemption = { decisionNo: '보안-1', decidedOn: '2021-01-01' };

describe('Art. 10(3) and 10(4)', () => {
  const state = (signs: PrintedSign[], notices: SubstituteNotice[], exemption: SecurityExemption | null) =>
    signStanding(
      signs.map((printed) => ({ printed, truth: truth() })),
      notices,
      exemption,
      DAY,
    );

  test('Art. 10(3): a published notice stands in for a sign until it is withdrawn', () => {
    expect(state([], [notice], null).state).toBe('web-notice');
    expect(state([], [{ ...notice, withdrawnOn: DAY }], null).state).toBe('missing');
    expect(state([], [{ ...notice, publishedOn: '2026-11-26' }], null).state).toBe('missing');
  });

  test('Art. 10(3): beside a sign it stands in for nothing, and a wrong sign stays wrong', () => {
    expect(state([sign()], [notice], null)).toMatchObject({
      state: 'as-printed',
      conflicts: ['notice-beside-sign'],
    });
    expect(state([sign({ contact: '1' })], [notice], null).state).toBe('stale');
  });

  test('Art. 10(4): exempt is not missing, and comes by a decision, never by default', () => {
    expect(state([], [], decision).state).toBe('exempt');
    expect(state([], [], { ...decision, decidedOn: '2026-11-26' }).state).toBe('missing');
    expect(state([], [], null).state).toBe('missing');
  });

  test('Art. 10(4): notwithstanding 10(1) and 10(2): a sign or notice there is a conflict, not a state', () => {
    expect(state([sign({ contact: '1' })], [notice], decision)).toMatchObject({
      state: 'exempt',
      stale: [],
      buildingSign: false,
      conflicts: ['sign-at-exempt-site', 'notice-of-exempt-site'],
    });
  });
});

describe('every combination', () => {
  const days = fc.constantFrom('2019-01-01', '2024-01-01', DAY, '2027-01-01');
  const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
  const text = fc.constantFrom('방범', '중앙시장 앞 사거리', '24시간', '', '033-000-0112', '정보통신과장');
  const printedText = fc
    .record({ wrong: fc.boolean(), contact: text, contractor: maybe(text) })
    .map(({ wrong, ...rest }): SignText => (wrong ? { ...truth(), ...rest } : truth()));
  const printed: fc.Arbitrary<PrintedSign> = fc.record({
    signboardId: fc.nat(),
    kind: fc.constantFrom('sign' as const, 'building-sign' as const),
    printedOn: maybe(days),
    removedOn: maybe(days),
    text: printedText,
  });
  const notices = fc.array(
    fc.record({
      noticeId: fc.nat(),
      reason: fc.constantFrom('traffic-flow' as const, 'long-range' as const, 'not-feasible' as const),
      publishedAt: fc.string(),
      publishedOn: days,
      withdrawnOn: maybe(days),
    }),
    { maxLength: 3 },
  );
  const exemption = maybe(fc.record({ decisionNo: fc.string(), decidedOn: days }));

  test('Art. 10: each camera is in exactly one state, and each state says why', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(printed, { maxLength: 4 }), notices, exemption, (signs, published, decided) => {
        const standing = signStanding(
          signs.map((each) => ({ printed: each, truth: truth() })),
          published,
          decided,
          DAY,
        );
        const hanging = signs.filter((each) => isStanding(each, DAY));
        const wrong = hanging.filter((each) => differences(each.text, truth()).length > 0);
        const valid = published.some(
          ({ publishedOn, withdrawnOn }) => publishedOn <= DAY && (withdrawnOn === null || withdrawnOn > DAY),
        );
        const exempt = decided !== null && decided.decidedOn <= DAY;
        const holds = {
          exempt,
          stale: !exempt && wrong.length > 0,
          'as-printed': !exempt && hanging.length > 0 && wrong.length === 0,
          'web-notice': !exempt && hanging.length === 0 && valid,
          missing: !exempt && hanging.length === 0 && !valid,
        };
        expect(SIGN_STATES.filter((state) => holds[state])).toEqual([standing.state]);
        expect(standing.stale.length > 0).toBe(standing.state === 'stale');
        seen.add(standing.state);
      }),
      { numRuns: 500, seed: 10 },
    );
    expect(seen.size).toBe(SIGN_STATES.length);
  });

  test('a sign printed from the truth of its day is never stale on that day', () => {
    const cameras = fc.array(
      fc.record({
        siteName: fc.constantFrom('중앙시장', '강릉역 광장'),
        hoursText: maybe(fc.constant('24시간')),
        rangeText: maybe(fc.constant('반경 50 m')),
        integration: fc.constantFrom('integrated' as const, 'linked' as const, 'standalone' as const),
        departmentId: maybe(fc.constantFrom(1, 2)),
        contractorId: maybe(fc.constant(7)),
        purposes: fc.uniqueArray(
          fc.record({
            purpose: fc.constantFrom(...PURPOSES),
            main: fc.boolean(),
            addedOn: maybe(days),
            endedOn: fc.constant(null),
            legalBasis: fc.constant('도로교통법'),
          }),
          { selector: ({ purpose }) => purpose, minLength: 1 },
        ),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(cameras, (spokenFor) => {
        const now = truthOf(spokenFor, postsOn(registers, DAY), DAY);
        const filled: SignText = { ...now };
        for (const field of ['purpose', 'hours', 'range', 'manager', 'contact'] as const)
          Object.assign(filled, { [field]: now[field] ?? (field === 'contact' ? '033-1' : '미상') });
        expect(differences(filled, now)).toEqual([]);
      }),
    );
  });
});
