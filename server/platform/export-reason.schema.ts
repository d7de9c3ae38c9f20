import { text } from './text.schema.ts';

export const REASON_LETTERS = { least: 5, most: 300 } as const;

/** Why something is taken out of the console: asked before it, kept in its audit row (Art. 30(3)). */
export const exportReason = text(REASON_LETTERS.most).min(REASON_LETTERS.least);
