import { HIDDEN_LETTER } from '../platform/hidden-letters.rules.ts';
import { columnsIn, dayIn, type ListForm, type ListRow } from '../platform/list-columns.ts';
import type { PersonView } from './person.schema.ts';
import { CHANGES_SHOWN, type StaffFault, type StaffField, type StaffReport } from './staff.schema.ts';
import { nameOf, openActing, standsOn, type State } from './state.rules.ts';

/** What a staff list holds: a number and a name at least. */
export const STAFF_LIST: ListForm<StaffField> = {
  aliases: {
    personNo: [
      '사번',
      '직원번호',
      '행정번호',
      '개인번호',
      '사원번호',
      'personno',
      'staffno',
      'employeeno',
      'number',
    ],
    name: ['성명', '이름', '직원명', 'name'],
    department: ['부서', '부서명', '소속', '소속부서', '실과', 'department'],
    title: ['직위', '직책', '보직', '직위(직책)', '직위명', 'title', 'post'],
    phone: ['전화', '전화번호', '연락처', '사무실전화', '행정전화', 'phone', 'telephone'],
    from: ['발령일', '발령일자', '임용일', '보직일', '시작일', 'from', 'since'],
  },
  required: ['personNo', 'name'],
  names: {
    personNo: { ko: '사번', en: 'number' },
    name: { ko: '성명', en: 'name' },
    department: { ko: '부서', en: 'department' },
    title: { ko: '직위', en: 'title' },
    phone: { ko: '전화번호', en: 'telephone' },
    from: { ko: '발령일', en: 'first day' },
  },
  notFound: {
    ko: '사번과 성명 열을 찾지 못했습니다. 첫 줄에 열 이름을 적어 주십시오: 사번, 성명, 부서, 직위, 전화번호, 발령일.',
    en: 'No columns of number and name were found. Name the columns in the first row: 사번, 성명, 부서, 직위, 전화번호, 발령일.',
  },
};
const LONGEST: Readonly<Record<StaffField, number>> = {
  ...{ personNo: 20, name: 40, department: 60, title: 40, phone: 40, from: 20 },
};

export interface NewPerson {
  readonly personNo: string;
  readonly name: string;
  readonly title: string | null;
  readonly phone: string | null;
  readonly departmentId: number | null;
}
export interface StaffAppointment {
  readonly line: number;
  readonly personNo: string;
  readonly postId: number;
  readonly kind: 'holder' | 'acting';
  readonly fromDay: string;
  /** The list names an acting one of the same post too, who stays beside the holder. */
  readonly keepsActing?: true;
}
/** What a list does to the register, with everything that is told of it. */
export interface StaffPlan extends Omit<StaffReport, 'fingerprint' | 'fileName' | 'encoding' | 'done'> {
  readonly create: readonly NewPerson[];
  readonly update: readonly (NewPerson & { readonly personId: number })[];
  readonly appoint: readonly StaffAppointment[];
}

type Values = Readonly<Record<StaffField, string>>;
type Fault = StaffReport['faults'][number];
type Sentence = Fault['message'];

const ACTING = /\s*[([]?\s*직무\s*대리\s*[)\]]?\s*$/;

/**
 * Holds a staff list against the register as it stands: who is new, who changes, who takes which post from when, what is
 * wrong with which row and what to do about it, and who is not in the file. Nobody leaves by a list (Art. 5(1), 32).
 */
export function planOfStaff(
  header: readonly string[],
  rows: readonly ListRow[],
  people: readonly PersonView[],
  state: State,
  today: string,
): StaffPlan {
  const columns = columnsIn(STAFF_LIST, header);
  const known = new Map(people.map((person) => [person.personNo, person]));
  const faults: Fault[] = [];
  const seen = new Map<string, { readonly line: number; readonly whole: string }>();
  const claimed = new Map<string, number>();
  const create: NewPerson[] = [];
  const update: (NewPerson & { personId: number })[] = [];
  const appoint: StaffAppointment[] = [];
  const told: StaffReport['appointments'][number][] = [];
  const changes: StaffReport['changes'][number][] = [];
  let [duplicates, unchanged, faulty] = [0, 0, 0];

  for (const row of rows) {
    const values = Object.fromEntries(
      Object.entries(columns).map(([field, column]) => [field, column < 0 ? '' : (row.cells[column] ?? '')]),
    ) as Values;
    const found: Fault[] = [];
    const blame = (field: StaffField | null, fault: StaffFault, message: Sentence): void => {
      const column = field === null || columns[field] < 0 ? null : header[columns[field]]!;
      const value = field === null ? null : values[field].slice(0, 80);
      found.push({ line: row.line, field, column, value, fault, message });
    };
    const whole = JSON.stringify(values);
    const earlier = values.personNo === '' ? undefined : seen.get(values.personNo);
    if (earlier?.whole === whole && !row.broken) {
      duplicates++;
      continue;
    }
    if (values.personNo !== '') seen.set(values.personNo, earlier ?? { line: row.line, whole });
    if (row.broken)
      blame(null, 'unreadable-row', {
        ko: '칸 수가 머리글과 다르거나 따옴표가 닫히지 않았습니다. 이 줄의 쉼표와 따옴표를 고치십시오.',
        en: 'The row has other cells than the heading, or an open quote. Mend its commas and quotes.',
      });
    else check(values, blame);
    if (earlier !== undefined)
      blame('personNo', 'number-twice', {
        ko: `${earlier.line}번째 줄에 같은 사번이 다른 내용으로 있습니다. 맞는 줄만 남기십시오.`,
        en: `Line ${earlier.line} has the same number with other facts. Leave the right one.`,
      });
    const person = known.get(values.personNo);
    if (person?.leftOn != null)
      blame('personNo', 'person-left', {
        ko: `${person.leftOn}에 떠난 사람의 사번입니다. 다시 왔으면 새 사번으로 적으십시오.`,
        en: `The number of somebody who left on ${person.leftOn}. Whoever came back has a new number.`,
      });
    const departmentId = departmentOf(values.department, state, today, blame);
    const post = departmentId === null ? null : postOf(values, departmentId, state, today, blame);
    if (post !== null) {
      const key = `${post.postId} ${post.kind}`;
      const other = claimed.get(key);
      if (other !== undefined)
        blame('title', 'post-held-twice', {
          ko: `${other}번째 줄의 사람도 같은 자리에 있습니다. 한 자리에는 한 사람만 둡니다.`,
          en: `The person of line ${other} is in the same post. One post has one person.`,
        });
      else claimed.set(key, row.line);
      const later = state.holdings.find(
        (held) => held.postId === post.postId && held.kind === post.kind && held.validFrom >= post.fromDay,
      );
      if (later !== undefined && !isSame(later, person, post.fromDay))
        blame('from', 'holder-later', {
          ko: `${later.validFrom}부터 ${later.personName}이(가) 이 자리에 있습니다. 발령일을 그 뒤로 적거나 조직 화면에서 바로잡으십시오.`,
          en: `${later.personName} is in this post from ${later.validFrom}. Give a later day, or correct it on the screen.`,
        });
    }
    if (found.length > 0) {
      faults.push(...found);
      faulty++;
      continue;
    }
    const next: NewPerson = {
      personNo: values.personNo,
      name: values.name,
      title: columns.title < 0 ? (person?.title ?? null) : values.title || null,
      phone: columns.phone < 0 ? (person?.phone ?? null) : values.phone || null,
      departmentId: columns.department < 0 ? (person?.departmentId ?? null) : departmentId,
    };
    if (person === undefined) create.push(next);
    else if (differs(person, next)) update.push({ ...next, personId: person.personId });
    else unchanged++;
    if ((person === undefined || differs(person, next)) && changes.length < CHANGES_SHOWN)
      changes.push(changeOf(row.line, person, next, state));
    if (post === null) continue;
    const standing = state.holdings.find(
      (held) => held.postId === post.postId && held.kind === post.kind && standsOn(post.fromDay, held),
    );
    if (standing !== undefined && standing.personId === person?.personId) continue;
    appoint.push({ line: row.line, personNo: values.personNo, ...post });
    const held = state.posts.find(({ postId }) => postId === post.postId)!;
    const acting = post.kind === 'holder' ? openActing(state, held, post.fromDay) : undefined;
    told.push({
      ...{ line: row.line, personName: values.name, kind: post.kind, fromDay: post.fromDay },
      post: held.title,
      instead: standing?.personName ?? null,
      actingEnded: acting?.personName ?? null,
    });
  }
  // Whoever is named acting by the same list stays beside the holder whom it names.
  for (const [i, each] of appoint.entries())
    if (each.kind === 'holder' && claimed.has(`${each.postId} acting`)) {
      appoint[i] = { ...each, keepsActing: true };
      told[i] = { ...told[i]!, actingEnded: null };
    }
  return {
    ...{ rows: rows.length, duplicates, created: create.length, updated: update.length, unchanged, faulty },
    ...{ faults, changes, appointments: told, create, update, appoint },
    notInFile: people
      .filter(({ personNo, leftOn }) => leftOn === null && !seen.has(personNo))
      .map(({ personId, personNo, name, department, account }) => ({
        ...{ personId, personNo, name, department, account },
      })),
  };
}

const isSame = (
  held: { readonly personId: number; readonly validFrom: string },
  person: PersonView | undefined,
  fromDay: string,
): boolean => held.personId === person?.personId && held.validFrom === fromDay;

const differs = (person: PersonView, next: NewPerson): boolean =>
  person.name !== next.name ||
  person.title !== next.title ||
  person.phone !== next.phone ||
  person.departmentId !== next.departmentId;

/** Who would be new or changed, with what the register holds now and what it would hold. */
function changeOf(
  line: number,
  person: PersonView | undefined,
  next: NewPerson,
  state: State,
): StaffReport['changes'][number] {
  const department = next.departmentId === null ? null : nameOf(state, next.departmentId);
  const facts = [
    { field: 'name', from: person?.name ?? null, to: next.name },
    { field: 'department', from: person?.department ?? null, to: department },
    { field: 'title', from: person?.title ?? null, to: next.title },
    { field: 'phone', from: person?.phone ?? null, to: next.phone },
  ] as const;
  return {
    ...{ line, personNo: next.personNo, name: next.name, isNew: person === undefined },
    facts: facts.filter(({ field, from, to }) => from !== to && !(person === undefined && field === 'name')),
  };
}

type Blame = (field: StaffField | null, fault: StaffFault, message: Sentence) => void;

function check(values: Values, blame: Blame): void {
  for (const field of STAFF_LIST.required)
    if (values[field] === '')
      blame(field, 'missing-value', {
        ko: `${STAFF_LIST.names[field].ko}이(가) 비어 있습니다. 채워 주십시오.`,
        en: `The ${STAFF_LIST.names[field].en} is empty. Fill it in.`,
      });
  for (const [field, longest] of Object.entries(LONGEST) as [StaffField, number][])
    if (values[field].length > longest)
      blame(field, 'too-long', {
        ko: `${STAFF_LIST.names[field].ko}은(는) ${longest}자까지입니다. 줄여 주십시오.`,
        en: `The ${STAFF_LIST.names[field].en} holds ${longest} letters at most. Shorten it.`,
      });
  for (const field of Object.keys(LONGEST) as StaffField[])
    if (HIDDEN_LETTER.test(values[field]))
      blame(field, 'unreadable-row', {
        ko: `${STAFF_LIST.names[field].ko}에 보이지 않는 문자가 있습니다. 지우고 다시 적어 주십시오.`,
        en: `The ${STAFF_LIST.names[field].en} holds a letter that nobody sees. Remove it and write it anew.`,
      });
  if (values.from !== '' && dayIn(values.from) === null)
    blame('from', 'bad-day', {
      ko: '날짜가 아닙니다. 2026-01-02처럼 적어 주십시오.',
      en: 'Not a day. Write it like 2026-01-02.',
    });
}

function departmentOf(name: string, state: State, today: string, blame: Blame): number | null {
  if (name === '') return null;
  const named = state.departments.filter((each) => each.name === name);
  const standing = named.find((each) => standsOn(today, each));
  if (standing !== undefined) return standing.departmentId;
  const ended = named.filter(({ validTo }) => validTo !== null && validTo <= today).at(-1);
  const successor = state.departments.find(({ departmentId }) => departmentId === ended?.succeededBy);
  if (ended === undefined)
    blame('department', 'unknown-department', {
      ko: '조직에 없는 부서입니다. 이름을 고치거나 부서를 먼저 만드십시오.',
      en: 'There is no such department. Mend the name, or found the department first.',
    });
  else
    blame('department', 'department-ended', {
      ko: `${ended.validTo}에 없어진 부서입니다.${successor === undefined ? '' : ` ${successor.name}(으)로 적으십시오.`}`,
      en: `The department ended on ${ended.validTo}.${successor === undefined ? '' : ` Write ${successor.name}.`}`,
    });
  return null;
}

function postOf(
  values: Values,
  departmentId: number,
  state: State,
  today: string,
  blame: Blame,
): Omit<StaffAppointment, 'line' | 'personNo'> | null {
  const fromDay = values.from === '' ? today : dayIn(values.from);
  if (values.title === '' || fromDay === null) return null;
  const acting = ACTING.test(values.title);
  const title = values.title.replace(ACTING, '').replace(/\s+/g, '');
  const plain = (text: string): string => text.replace(/\s+/g, '');
  const posts = state.posts.filter((post) => post.departmentId === departmentId);
  const isNamed = (post: (typeof posts)[number]): boolean =>
    [plain(post.title), plain(post.title.replace(values.department, ''))].includes(title) ||
    // 부서장 is written as 과장 beside the department's name: 교통과 · 과장 is 교통과장.
    (title.length > 1 && plain(post.title) === plain(values.department).slice(0, -1) + title);
  const named = posts.filter(isNamed);
  const post = named.find((each) => standsOn(fromDay, each));
  if (post !== undefined) return { postId: post.postId, kind: acting ? 'acting' : 'holder', fromDay };
  if (named.length > 0 || acting)
    blame(named.length > 0 ? 'from' : 'title', 'post-not-there', {
      ko: `${fromDay}에 이 부서에는 그런 자리가 없습니다. 발령일이나 직위를 고치십시오.`,
      en: `The department has no such post on ${fromDay}. Mend the day or the title.`,
    });
  return null;
}
