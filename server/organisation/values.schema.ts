import { z } from 'zod';
import { HIDDEN_LETTER } from '../platform/hidden-letters.rules.ts';
import { isoDay } from '../platform/day.schema.ts';

export const day = isoDay;
export const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((each) => !HIDDEN_LETTER.test(each), 'holds a letter that nobody sees');
export const number = z.int().min(1).max(0x7fffffff);
export const inPath = z.coerce.number().int().min(1).max(0x7fffffff);
export const reason = z.string().trim().min(2).max(300);
export const orderNo = text(80);
export const phone = text(40).nullable();
