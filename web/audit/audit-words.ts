import { RowWords } from '../../server/audit/row-words.rules.ts';
import type { AuditRow } from '../../server/audit/audit.schema.ts';
import { isWordKey, named, number, t } from '../ui/words/index.svelte.ts';

export { happenedAt, instantOf, namesRoute } from '../../server/audit/row-words.rules.ts';

const words = new RowWords({
  t: (key, params) => (isWordKey(key) ? t(key, params) : key),
  ...{ named, number },
});

export const actionWords = (action: string): string => words.action(action);
export const roleWords = (role: string): string => words.role(role);
export const objectWords = (row: AuditRow): string => words.object(row);
/** The facts of a row, each with its name. */
export const factsOf = (
  row: Pick<AuditRow, 'action' | 'detail'>,
): { key: string; name: string; words: string }[] => words.facts(row);

export function monthWords(month: string): string {
  return t('audit.month', { year: month.slice(0, 4), month: String(Number(month.slice(5))) });
}
