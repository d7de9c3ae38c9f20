import { z } from 'zod';
import { isoDay } from '../platform/day.schema.ts';
import { telling, text } from '../platform/text.schema.ts';

export const day = isoDay;
export { text };
export const number = z.int().min(1).max(0x7fffffff);
export const inPath = z.coerce.number().int().min(1).max(0x7fffffff);
export const reason = telling(300);
export const orderNo = text(80);
export const phone = text(40).nullable();
