import type { AuditRow } from '../../server/audit/audit.schema.ts';
import type { Json } from '../../server/platform/act.ts';
import { named, number, t } from '../ui/words/index.svelte.ts';
import { dayOf, timeOf } from '../ui/words/times.ts';

export const actionWords = (action: string): string => named('audit.action', action);

/** `2026-01-02 04:12:31` in Seoul. */
export const instantOf = (at: string): string => `${dayOf(new Date(at))} ${timeOf(new Date(at))}`;

/** Whom a row names: a display or the program has no role of its own in the catalogue. */
export const roleWords = (role: string): string => (role === 'system' ? '' : named('role', role));

/** A refused function is named by the act; the path of it is the program's own. */
export const namesRoute = (objectKind: string): boolean => objectKind === 'route';

/** When what a row tells of happened, where the row itself was joined to the chain later (Art. 18(1)). */
export function happenedAt({ detail }: Pick<AuditRow, 'detail'>): string | null {
  const at = (detail['spooled'] as { readonly at?: unknown } | null | undefined)?.at;
  return typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? at : null;
}

/** What a row is about, but for a camera, which has a button of its own. */
export function objectWords({ objectKind, objectId, hidden }: AuditRow): string {
  if (hidden) return t('audit.hidden');
  const kind = named('audit.kind', objectKind);
  if (namesRoute(objectKind)) return kind;
  if (objectKind === 'setting' && objectId !== null) return `${kind} ${named('settings', objectId)}`;
  return objectId === null || objectId.length > 24 ? kind : `${kind} ${objectId}`;
}

export function monthWords(month: string): string {
  return t('audit.month', { year: month.slice(0, 4), month: String(Number(month.slice(5))) });
}

function valueWords(value: Json): string {
  if (value === null) return '—';
  if (typeof value === 'boolean') return value ? t('settings.yes') : t('settings.no');
  if (typeof value === 'number') return number(value);
  if (typeof value === 'string') return value === '' ? '—' : value;
  if (Array.isArray(value))
    return value.length === 0 ? '—' : (value as readonly Json[]).map(valueWords).join(', ');
  return Object.entries(value)
    .map(([key, each]) => `${named('audit.key', key)} ${partWords(key, each as Json)}`)
    .join(' · ');
}

const partWords = (key: string, value: Json): string =>
  key === 'at' && typeof value === 'string' && !Number.isNaN(Date.parse(value))
    ? instantOf(value)
    : valueWords(value);

/** Some values are names of the program's own, each with its word. */
function factWords(action: string, key: string, value: Json): string {
  if (key === 'action' && Array.isArray(value)) return (value as string[]).map(actionWords).join(', ');
  if (typeof value !== 'string') return valueWords(value);
  switch (key) {
    case 'action':
      return actionWords(value);
    case 'outcome':
      return named('audit.outcome', value);
    case 'what':
      return action === 'audit.read' ? named('audit.read', value) : value;
    case 'role':
      return roleWords(value);
    case 'act':
      return named('request.act', value);
    case 'decided':
      return named('request.state', value);
    case 'anchorTrouble':
      return named('audit.trouble', value);
    case 'doing':
      return named('audit.doing', value);
    case 'serves':
      return named('purpose', value);
    case 'why':
      if (action === 'camera.turn.end') return named('audit.moved', value);
      if (action === 'camera.turn') return named('audit.returned', value);
      return named(
        action === 'camera.watch.end'
          ? 'audit.ended'
          : action === 'audit.spool-broken'
            ? 'audit.spool'
            : 'audit.why',
        value,
      );
    case 'at':
      return instantOf(value);
    default:
      return valueWords(value);
  }
}

/** The facts of a row, each with its name. */
export const factsOf = ({
  action,
  detail,
}: Pick<AuditRow, 'action' | 'detail'>): { key: string; name: string; words: string }[] =>
  Object.entries(detail).map(([key, value]) => ({
    key,
    name: named('audit.key', key),
    words: factWords(action, key, value),
  }));
