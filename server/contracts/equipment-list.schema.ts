import { z } from 'zod';
import { text } from '../platform/text.schema.ts';
import { EQUIPMENT_PARTS, type EquipmentPart } from './equipment.schema.ts';

/**
 * POST /equipment/list/preview?filename= (equipment.edit), a sheet of inspected equipment (점검표) as the body, CP949 or
 * UTF-8 -> EquipmentListReport; changes nothing. POST /equipment/list?filename=&fingerprint=&faulty= (equipment.edit), the
 * same file -> 201 EquipmentListReport. 409 `preview-stale` where the register has changed since, 409 `faulty-rows` where
 * rows are faulty and `faulty` is not `leave-out`. All in one transaction.
 */
export const equipmentPreviewQuery = z.strictObject({ filename: text(200) });
export const equipmentAcceptQuery = equipmentPreviewQuery.extend({
  fingerprint: text(64),
  faulty: z.enum(['refuse', 'leave-out']).default('refuse'),
});

export const EQUIPMENT_FIELDS = [
  'managementNo',
  'part',
  'maker',
  'model',
  'serial',
  'firmware',
  'installedOn',
] as const;
export type EquipmentField = (typeof EQUIPMENT_FIELDS)[number];

/** The words by which sheets name each part, as `plainHeader` writes them. */
export const PART_WORDS: Readonly<Record<EquipmentPart, readonly string[]>> = {
  camera: ['카메라', 'cctv', '카메라본체', 'camera'],
  pole: ['지주', '폴', '폴대', '기둥', 'pole'],
  power: ['전원', '전원장치', '전원공급장치', 'ups', 'power'],
  network: ['통신', '통신장비', '통신장치', '네트워크', '스위치', '광전송장치', 'network', 'switch'],
  recorder: ['녹화기', '저장장치', 'nvr', 'dvr', 'recorder'],
  encoder: ['인코더', '영상변환장치', 'encoder'],
};
/** The part that a word names, or null. `word` as `plainHeader` writes it. */
export const partOfWord = (word: string): EquipmentPart | null =>
  EQUIPMENT_PARTS.find((part) => PART_WORDS[part].includes(word)) ?? null;

export type EquipmentFault =
  | 'missing-value'
  | 'unknown-camera'
  | 'number-of-several'
  | 'unknown-part'
  | 'bad-day'
  | 'future-day'
  | 'too-long'
  | 'piece-twice'
  | 'which-piece'
  | 'unreadable-row';

export interface EquipmentListReport {
  readonly fingerprint: string;
  readonly fileName: string;
  readonly encoding: string;
  readonly rows: number;
  /** Full duplicates: counted and taken once. */
  readonly duplicates: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly faulty: number;
  /** `line` counts the heading as 1; `column` is the heading in the file; `message` says what to do. */
  readonly faults: readonly {
    readonly line: number;
    readonly field: EquipmentField | null;
    readonly column: string | null;
    readonly value: string | null;
    readonly fault: EquipmentFault;
    readonly message: { readonly ko: string; readonly en: string };
  }[];
  readonly done: boolean;
}
