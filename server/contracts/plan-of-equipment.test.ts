import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isHeaderOf, type ListRow } from '../platform/list-columns.ts';
import { EQUIPMENT_PARTS, type EquipmentRow } from './equipment.schema.ts';
import { partOfWord, PART_WORDS } from './equipment-list.schema.ts';
import { EQUIPMENT_LIST, numbersIn, planOfEquipment } from './plan-of-equipment.ts';

const TODAY = '2026-11-25';
const HEADER = ['관리번호', '장비구분', '제조사', '모델명', '일련번호', '설치일자'];
const cameras = [
  { cameraId: 1, managementNo: 'G-1' },
  { cameraId: 2, managementNo: 'G-2' },
  { cameraId: 3, managementNo: 'G-3' },
  { cameraId: 4, managementNo: 'G-3' },
];
const uncertified = {
  ...{ certificateNo: null, certifiedModel: null, certifiedFirmware: null, certificateUntil: null },
  unverified: false,
};
const piece = (over: Partial<EquipmentRow> = {}): EquipmentRow => ({
  ...{ equipmentId: 7, cameraId: 1, part: 'camera', maker: '가상', model: 'V-1', serial: 'S1' },
  ...{ firmware: '1.0', installedOn: '2020-01-01', removedOn: null, ...uncertified, ...over },
});
const rows = (...cells: string[][]): ListRow[] =>
  cells.map((each, index) => ({ line: index + 2, cells: each, broken: false }));
const planned = (list: ListRow[], pieces: EquipmentRow[] = []) =>
  planOfEquipment(HEADER, list, { cameras, pieces }, TODAY);
const faultsOf = (list: ListRow[], pieces: EquipmentRow[] = []) =>
  planned(list, pieces).faults.map(({ line, field, fault }) => [line, field, fault]);

test('a sheet is known by the names that contractors give its columns and parts', () => {
  expect(isHeaderOf(EQUIPMENT_LIST, HEADER)).toBe(true);
  expect(isHeaderOf(EQUIPMENT_LIST, ['\ufeffCCTV 번호', '품목'])).toBe(true);
  expect(isHeaderOf(EQUIPMENT_LIST, ['관리번호', '위도'])).toBe(false);
  for (const part of EQUIPMENT_PARTS)
    for (const word of PART_WORDS[part]) expect(partOfWord(word)).toBe(part);
  expect(numbersIn(HEADER, rows(['G-1', '카메라'], ['G-1', 'NVR'], ['', '']))).toEqual(['G-1']);
});

describe('Art. 12(2): which piece a row speaks of', () => {
  test('a part that is not on record is new, with what the row says and no more', () => {
    expect(planned(rows(['G-1', '지주', '', '', '', '2019.3.4'])).create).toEqual([
      {
        ...{ cameraId: 1, part: 'pole', maker: null, model: null, serial: null, firmware: null },
        installedOn: '2019-03-04',
      },
    ]);
  });

  test('the only piece of its part is known again, and an empty cell leaves what is known', () => {
    const plan = planned(rows(['G-1', '카메라', '', 'V-2', '', '']), [piece()]);
    expect(plan.update).toEqual([piece({ model: 'V-2' })]);
    expect(planned(rows(['G-1', '카메라', '가상', '', '', '']), [piece()])).toMatchObject({ unchanged: 1 });
  });

  test('a serial number finds its own piece, names a nameless one, or is a new piece', () => {
    const two = [piece(), piece({ equipmentId: 8, serial: 'S2' })];
    expect(planned(rows(['G-1', '카메라', '', 'V-3', 'S2', '']), two).update).toEqual([
      piece({ equipmentId: 8, serial: 'S2', model: 'V-3' }),
    ]);
    expect(planned(rows(['G-1', '카메라', '', '', 'S9', '']), [piece({ serial: null })]).update).toEqual([
      piece({ serial: 'S9' }),
    ]);
    const both = rows(['G-1', '카메라', '', '', 'S8', ''], ['G-1', '카메라', '', '', 'S9', '']);
    expect(planned(both, [piece({ serial: null })])).toMatchObject({ updated: 1, created: 1, faulty: 0 });
    expect(planned(rows(['G-1', '카메라', '', '', 'S9', '']), two)).toMatchObject({ created: 1, updated: 0 });
    expect(faultsOf(rows(['G-1', '카메라', '', '', '', '']), two)).toEqual([[2, 'serial', 'which-piece']]);
  });

  test('two rows about one piece are refused, a row written twice is taken once', () => {
    const list = rows(
      ['G-1', '카메라', '', 'V-2', 'S1', ''],
      ['G-1', '카메라', '', 'V-3', 'S1', ''],
      ['G-1', '카메라', '', 'V-2', 'S1', ''],
      ['G-2', '지주', '', '', '', ''],
      ['G-2', '지주', '가상', '', '', ''],
    );
    expect(faultsOf(list, [piece()])).toEqual([
      [3, 'serial', 'piece-twice'],
      [6, 'serial', 'piece-twice'],
    ]);
    const named = rows(['G-1', '카메라', '', '', 'S2', ''], ['G-1', '카메라', '', 'V-9', 'S2', '']);
    expect(faultsOf(named, [piece({ serial: null })])).toEqual([[3, 'serial', 'piece-twice']]);
    expect(planned(list, [piece()])).toMatchObject({ duplicates: 1, updated: 1, created: 1, faulty: 2 });
  });
});

test('a faulty row is told with line, field and the way out, and does nothing', () => {
  const list = rows(
    ['', '카메라', '', '', '', ''],
    ['G-9', '카메라', '', '', '', ''],
    ['G-3', '카메라', '', '', '', ''],
    ['G-1', '안테나', '', '', '', ''],
    ['G-1', '카메라', '가'.repeat(121), '', '', '어제'],
    ['G-1', '카메라', '', '', '', '2026-11-26'],
    ['G-1', '카메라', '', '가\u202e나', '', ''],
  );
  expect(faultsOf([...list, { line: 9, cells: ['G-1'], broken: true }])).toEqual([
    [2, 'managementNo', 'missing-value'],
    [3, 'managementNo', 'unknown-camera'],
    [4, 'managementNo', 'number-of-several'],
    [5, 'part', 'unknown-part'],
    [6, 'maker', 'too-long'],
    [6, 'installedOn', 'bad-day'],
    [7, 'installedOn', 'future-day'],
    [8, 'model', 'unreadable-row'],
    [9, null, 'unreadable-row'],
  ]);
  expect(planned(list)).toMatchObject({ create: [], update: [], faulty: 7 });
  for (const { message } of planned(list).faults) expect(message.ko).toMatch(/(십시오|적습니다)\.?$/);
});

test('every row is new, changed, as it was, a duplicate or faulty, and what was taken in is as it was the next time', () => {
  const row = fc.tuple(
    fc.constantFrom('', 'G-1', 'G-2', 'G-9'),
    fc.constantFrom('카메라', '지주', '안테나'),
    fc.constantFrom('', '가상'),
    fc.constantFrom('', 'V-2'),
    fc.constantFrom('', 'S1', 'S2'),
    fc.constantFrom('', '2020-01-01', '2026-12-31'),
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 10 }), fc.constantFrom('S1', null), (cells, serial) => {
      const list = rows(...cells);
      const plan = planned(list, [piece({ serial })]);
      const { created, updated, unchanged, duplicates, faulty } = plan;
      expect(created + updated + unchanged + duplicates + faulty).toBe(list.length);
      const changed = new Set(plan.update.map(({ equipmentId }) => equipmentId));
      expect(changed.size).toBe(updated);
      const after = [
        ...[piece({ serial })].filter(({ equipmentId }) => !changed.has(equipmentId)),
        ...plan.update,
        ...plan.create.map((each, index) => ({
          ...{ ...uncertified, ...each, equipmentId: 100 + index, removedOn: null },
        })),
      ];
      const refused = new Set(plan.faults.map(({ line }) => JSON.stringify(cells[line - 2])));
      const taken = list.filter((each) => each.cells[4] !== '' && !refused.has(JSON.stringify(each.cells)));
      expect(planned(taken, after)).toMatchObject({ created: 0, updated: 0, faulty: 0 });
    }),
    { numRuns: 2000 },
  );
});
