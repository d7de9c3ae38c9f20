import { z } from 'zod';
import { saysSomething } from './citation.rules.ts';
import { HIDDEN_LETTER } from './hidden-letters.rules.ts';

const UNSEEN = 'holds a letter that nobody sees';
const seen = (each: string): boolean => !HIDDEN_LETTER.test(each);
const trimmed = (max: number) => z.string().trim().min(1).max(max);

/** Words on one line, as a person reads them. */
export const text = (max: number) => trimmed(max).refine(seen, UNSEEN);

/** Words that stand for something: a number, a name, a reason. Dots and dashes do not. */
export const telling = (max: number) => text(max).refine(saysSomething, 'says nothing');

/** Words on one line, or nothing. */
export const perhaps = (max: number) => z.string().trim().max(max).refine(seen, UNSEEN);

/** Words on several lines. */
export const passage = (max: number) =>
  trimmed(max).refine((each) => seen(each.replace(/[\t\r\n]/g, ' ')), UNSEEN);
