import { plainHeader } from '../../geodata/row-batch.ts';
import { HIDDEN_LETTER } from '../platform/hidden-letters.rules.ts';
import { columnsIn, dayIn, type ListForm, type ListRow } from '../platform/list-columns.ts';
import type { Sentence } from '../platform/sentence.ts';
import {
  partOfWord,
  type EquipmentFault,
  type EquipmentField,
  type EquipmentListReport,
} from './equipment-list.schema.ts';
import type { EquipmentPart, EquipmentRow } from './equipment.schema.ts';

/** What a sheet of inspected equipment holds: of which camera, and which part, at least. */
export const EQUIPMENT_LIST: ListForm<EquipmentField> = {
  aliases: {
    managementNo: [
      '관리번호',
      '카메라관리번호',
      '카메라번호',
      'cctv번호',
      'cctv관리번호',
      'managementno',
      'camera',
    ],
    part: ['부분', '구분', '장비', '장비명', '장비구분', '장비종류', '품목', 'part'],
    maker: ['제조사', '제작사', '제조업체', '제조회사', 'maker', 'manufacturer'],
    model: ['모델', '모델명', '규격', 'model'],
    serial: ['일련번호', '시리얼', '시리얼번호', '제조번호', '제품번호', 's/n', 'serial', 'serialno'],
    firmware: ['펌웨어', '펌웨어버전', 'firmware'],
    installedOn: ['설치일', '설치일자', '설치연월일', '설치년월일', '도입일', 'installed', 'installedon'],
  },
  required: ['managementNo', 'part'],
  names: {
    managementNo: { ko: '관리번호', en: 'management number' },
    part: { ko: '부분', en: 'part' },
    maker: { ko: '제조사', en: 'maker' },
    model: { ko: '모델', en: 'model' },
    serial: { ko: '일련번호', en: 'serial number' },
    firmware: { ko: '펌웨어', en: 'firmware' },
    installedOn: { ko: '설치일', en: 'day of installation' },
  },
  notFound: {
    ko: '관리번호와 부분(장비) 열을 찾지 못했습니다. 첫 줄에 열 이름을 적어 주십시오: 관리번호, 부분, 제조사, 모델, 일련번호, 펌웨어, 설치일.',
    en: 'No columns of management number and part were found. Name the columns in the first row: 관리번호, 부분, 제조사, 모델, 일련번호, 펌웨어, 설치일.',
  },
};
const FIELDS = Object.keys(EQUIPMENT_LIST.aliases) as EquipmentField[];
const FACTS = ['maker', 'model', 'serial', 'firmware', 'installedOn'] as const;
type Fact = (typeof FACTS)[number];
const LONGEST = 120;

type Facts = Readonly<Record<Fact, string | null>>;
export interface NewPiece extends Facts {
  readonly cameraId: number;
  readonly part: EquipmentPart;
}
/** What a sheet does to the register, with everything that is told of it. */
export interface EquipmentPlan extends Omit<
  EquipmentListReport,
  'fingerprint' | 'fileName' | 'encoding' | 'done'
> {
  readonly create: readonly NewPiece[];
  readonly update: readonly EquipmentRow[];
}
/** The register as far as a sheet speaks of it: cameras of its numbers, and their equipment in use. */
export interface KnownEquipment {
  readonly cameras: readonly { readonly cameraId: number; readonly managementNo: string }[];
  readonly pieces: readonly EquipmentRow[];
}

type Values = Readonly<Record<EquipmentField, string>>;
type Fault = EquipmentListReport['faults'][number];
type Blame = (field: EquipmentField | null, fault: EquipmentFault, message: Sentence) => void;

/** The management numbers of which a sheet speaks. */
export function numbersIn(header: readonly string[], rows: readonly ListRow[]): string[] {
  const { managementNo } = columnsIn(EQUIPMENT_LIST, header);
  return [...new Set(rows.map(({ cells }) => cells[managementNo] ?? '').filter((each) => each !== ''))];
}

/**
 * Holds a sheet against the register as it stands: which pieces are new, which facts change, and what is wrong with which
 * row and what to do about it (노후장비 관리, Art. 12(2)). A piece is known again by its serial number, or by being the
 * only one of its part on the camera. An empty cell says nothing: what is known stays. Nothing is taken out of use by it.
 */
export function planOfEquipment(
  header: readonly string[],
  rows: readonly ListRow[],
  known: KnownEquipment,
  today: string,
): EquipmentPlan {
  const columns = columnsIn(EQUIPMENT_LIST, header);
  const camerasOf = Map.groupBy(known.cameras, ({ managementNo }) => managementNo);
  const piecesOf = Map.groupBy(known.pieces, ({ cameraId, part }) => `${cameraId} ${part}`);
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  const claimed = new Map<string, number>();
  const create: NewPiece[] = [];
  const update: EquipmentRow[] = [];
  let [duplicates, unchanged, faulty] = [0, 0, 0];

  for (const row of rows) {
    const values = Object.fromEntries(
      FIELDS.map((field) => [field, columns[field] < 0 ? '' : (row.cells[columns[field]] ?? '')]),
    ) as Values;
    const found: Fault[] = [];
    const blame: Blame = (field, fault, message) => {
      const column = field === null || columns[field] < 0 ? null : header[columns[field]]!;
      const value = field === null ? null : values[field].slice(0, 80);
      found.push({ line: row.line, field, column, value, fault, message });
    };
    const whole = JSON.stringify(values);
    if (!row.broken && seen.has(whole)) {
      duplicates++;
      continue;
    }
    if (row.broken)
      blame(null, 'unreadable-row', {
        ko: '칸 수가 머리글과 다르거나 따옴표가 닫히지 않았습니다. 이 줄의 쉼표와 따옴표를 고치십시오.',
        en: 'The row has other cells than the heading, or an open quote. Mend its commas and quotes.',
      });
    else {
      seen.set(whole, row.line);
      check(values, today, blame);
    }
    const cameraId = row.broken ? null : cameraOf(values.managementNo, camerasOf, blame);
    const part = row.broken ? null : partOf(values.part, blame);
    if (cameraId !== null && part !== null && found.length === 0) {
      const there = piecesOf.get(`${cameraId} ${part}`) ?? [];
      const isFree = (each: EquipmentRow): boolean => !claimed.has(`piece ${each.equipmentId}`);
      const piece = pieceOf(values.serial, there, isFree, blame);
      // By its number and by its row of the register: a nameless piece may be named by the first of two rows.
      const keys = [
        ...(piece === null ? [] : [`piece ${piece.equipmentId}`]),
        ...(piece === null || values.serial !== '' ? [`${cameraId} ${part} ${values.serial}`] : []),
      ];
      const earlier = keys.map((key) => claimed.get(key)).find((line) => line !== undefined);
      if (earlier !== undefined)
        blame('serial', 'piece-twice', {
          ko: `${earlier}번째 줄도 같은 장비입니다. 한 줄만 남기거나 일련번호를 적으십시오.`,
          en: `Line ${earlier} is about the same piece. Leave one, or write the serial numbers.`,
        });
      else if (found.length === 0) {
        for (const key of keys) claimed.set(key, row.line);
        const facts = factsOf(values, piece);
        if (piece === null) create.push({ cameraId, part, ...facts });
        else if (FACTS.some((fact) => facts[fact] !== piece[fact])) update.push({ ...piece, ...facts });
        else unchanged++;
      }
    }
    if (found.length === 0) continue;
    faults.push(...found);
    faulty++;
  }
  return {
    ...{ rows: rows.length, duplicates, created: create.length, updated: update.length, unchanged, faulty },
    ...{ faults, create, update },
  };
}

const factsOf = (values: Values, piece: EquipmentRow | null): Facts => {
  const given = (fact: Fact): string | null =>
    fact === 'installedOn' ? dayIn(values.installedOn) : values[fact] || null;
  return Object.fromEntries(FACTS.map((fact) => [fact, given(fact) ?? piece?.[fact] ?? null])) as Facts;
};

function check(values: Values, today: string, blame: Blame): void {
  for (const field of EQUIPMENT_LIST.required)
    if (values[field] === '')
      blame(field, 'missing-value', {
        ko: `${EQUIPMENT_LIST.names[field].ko} 칸이 비어 있습니다. 채워 주십시오.`,
        en: `The ${EQUIPMENT_LIST.names[field].en} is empty. Fill it in.`,
      });
  for (const field of FIELDS) {
    if (values[field].length > LONGEST)
      blame(field, 'too-long', {
        ko: `${EQUIPMENT_LIST.names[field].ko} 칸에는 ${LONGEST}자까지 적습니다. 줄여 주십시오.`,
        en: `The ${EQUIPMENT_LIST.names[field].en} holds ${LONGEST} letters at most. Shorten it.`,
      });
    if (HIDDEN_LETTER.test(values[field]))
      blame(field, 'unreadable-row', {
        ko: `${EQUIPMENT_LIST.names[field].ko} 칸에 보이지 않는 문자가 있습니다. 지우고 다시 적어 주십시오.`,
        en: `The ${EQUIPMENT_LIST.names[field].en} holds a letter that nobody sees. Remove it and write it anew.`,
      });
  }
  if (values.installedOn === '') return;
  const day = dayIn(values.installedOn);
  if (day === null || day < '1900-01-01')
    blame('installedOn', 'bad-day', {
      ko: '날짜가 아닙니다. 2026-01-02처럼 적어 주십시오. 모르면 비워 두십시오.',
      en: 'Not a day. Write it like 2026-01-02, or leave it empty where nobody knows.',
    });
  else if (day > today)
    blame('installedOn', 'future-day', {
      ko: '아직 오지 않은 날입니다. 오늘이나 지난 날을 적어 주십시오.',
      en: 'A day to come. Give today or a day before.',
    });
}

function cameraOf(
  managementNo: string,
  camerasOf: ReadonlyMap<string, readonly { readonly cameraId: number }[]>,
  blame: Blame,
): number | null {
  if (managementNo === '') return null;
  const [camera, ...others] = camerasOf.get(managementNo) ?? [];
  if (camera !== undefined && others.length === 0) return camera.cameraId;
  if (camera === undefined)
    blame('managementNo', 'unknown-camera', {
      ko: '맡은 카메라 가운데 이 관리번호가 없습니다. 번호를 확인해 주십시오.',
      en: 'None of the cameras in your hands has this number. Look the number up.',
    });
  else
    blame('managementNo', 'number-of-several', {
      ko: `카메라 ${others.length + 1}대가 이 관리번호를 씁니다. 카메라 카드에서 적어 주십시오.`,
      en: `${others.length + 1} cameras have this number. Record the piece on the camera's card.`,
    });
  return null;
}

function partOf(word: string, blame: Blame): EquipmentPart | null {
  const part = partOfWord(plainHeader(word));
  if (part === null && word !== '')
    blame('part', 'unknown-part', {
      ko: '모르는 부분입니다. 카메라, 지주, 전원, 통신, 녹화기, 인코더 가운데 하나로 적어 주십시오.',
      en: 'Unknown part. Write one of: camera, pole, power, network, recorder, encoder.',
    });
  return part;
}

/** The piece of the register that a row speaks of; null where it is a new one. */
function pieceOf(
  serial: string,
  there: readonly EquipmentRow[],
  isFree: (piece: EquipmentRow) => boolean,
  blame: Blame,
): EquipmentRow | null {
  if (serial === '') {
    if (there.length > 1)
      blame('serial', 'which-piece', {
        ko: `이 카메라에는 같은 부분이 ${there.length}개 적혀 있습니다. 어느 것인지 일련번호를 적어 주십시오.`,
        en: `${there.length} pieces of this part are on record for the camera. Write the serial number.`,
      });
    return there[0] ?? null;
  }
  const own = there.find((piece) => piece.serial === serial);
  if (own !== undefined) return own;
  const [nameless, ...others] = there.filter((piece) => piece.serial === null && isFree(piece));
  return nameless !== undefined && others.length === 0 ? nameless : null;
}
