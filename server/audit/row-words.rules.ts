import type { Json } from '../platform/without-secrets.rules.ts';
import type { AuditRow } from './audit.schema.ts';

/** The words of one language, by the keys of the screen. */
export interface Speech {
  readonly t: (key: string, params?: Readonly<Record<string, string | number>>) => string;
  /** The words of `prefix.value`, or the bare value where there are none. */
  readonly named: (prefix: string, value: string) => string;
  readonly number: (value: number) => string;
}

const seoul = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Seoul',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `2026-01-02 04:12:31` in Seoul. */
export const instantOf = (at: string | Date): string => seoul.format(new Date(at));

/** A refused function is named by the act; the path of it is the program's own. */
export const namesRoute = (objectKind: string): boolean => objectKind === 'route';

/** When what a row tells of happened, where the row itself was joined to the chain later (Art. 18(1)). */
export function happenedAt({ detail }: Pick<AuditRow, 'detail'>): string | null {
  const at = (detail['spooled'] as { readonly at?: unknown } | null | undefined)?.at;
  return typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? at : null;
}

/** What the screen and the exported file say of a row of the audit (Art. 30(3)). */
export class RowWords {
  readonly #speech: Speech;

  constructor(speech: Speech) {
    this.#speech = speech;
  }

  action = (action: string): string => this.#speech.named('audit.action', action);

  /** Whom a row names: a display or the program has no role of its own in the catalogue. */
  role = (role: string): string => (role === 'system' ? '' : this.#speech.named('role', role));

  outcome = (outcome: string): string => this.#speech.named('audit.outcome', outcome);

  /** What a row is about, but for a camera, which has a button of its own. */
  object({ objectKind, objectId, hidden }: Pick<AuditRow, 'objectKind' | 'objectId' | 'hidden'>): string {
    const { t, named } = this.#speech;
    if (hidden) return t('audit.hidden');
    const kind = named('audit.kind', objectKind);
    if (namesRoute(objectKind)) return kind;
    if (objectKind === 'setting' && objectId !== null) return `${kind} ${named('settings', objectId)}`;
    return objectId === null || objectId.length > 24 ? kind : `${kind} ${objectId}`;
  }

  /** The facts of a row, each with its name. */
  facts({
    action,
    detail,
  }: Pick<AuditRow, 'action' | 'detail'>): { key: string; name: string; words: string }[] {
    return Object.entries(detail).map(([key, value]) => ({
      key,
      name: this.#speech.named('audit.key', key),
      words: this.#fact(action, key, value),
    }));
  }

  #value(value: Json): string {
    const { t, named, number } = this.#speech;
    if (value === null) return '—';
    if (typeof value === 'boolean') return value ? t('settings.yes') : t('settings.no');
    if (typeof value === 'number') return number(value);
    if (typeof value === 'string') return value === '' ? '—' : value;
    if (Array.isArray(value))
      return value.length === 0
        ? '—'
        : (value as readonly Json[]).map((each) => this.#value(each)).join(', ');
    return Object.entries(value)
      .map(([key, each]) => `${named('audit.key', key)} ${this.#part(key, each as Json)}`)
      .join(' · ');
  }

  #part(key: string, value: Json): string {
    return key === 'at' && typeof value === 'string' && !Number.isNaN(Date.parse(value))
      ? instantOf(value)
      : this.#value(value);
  }

  /** Some values are names of the program's own, each with its word. */
  #fact(action: string, key: string, value: Json): string {
    const { named } = this.#speech;
    if (key === 'action' && Array.isArray(value)) return (value as string[]).map(this.action).join(', ');
    if (typeof value !== 'string') return this.#value(value);
    switch (key) {
      case 'action':
        return this.action(value);
      case 'outcome':
        return this.outcome(value);
      case 'what':
        return action === 'audit.read' ? named('audit.read', value) : value;
      case 'role':
        return this.role(value);
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
        return named(WHY_OF[action] ?? 'audit.why', value);
      case 'at':
        return instantOf(value);
      default:
        return this.#value(value);
    }
  }
}

const WHY_OF: Readonly<Record<string, string>> = {
  'camera.turn.end': 'audit.moved',
  'camera.turn': 'audit.returned',
  'camera.watch.end': 'audit.ended',
  'pursuit.end': 'pursuit.why',
  'audit.spool-broken': 'audit.spool',
};
