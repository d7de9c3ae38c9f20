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
      name: this.#name(action, key),
      words: this.#value(action, key, value),
    }));
  }

  /** A setting may differ by role; a code is a body's own, a display's, or of what an act was refused for. */
  #name(action: string, key: string): string {
    const role = action === 'setting.change' ? this.role(key) : key;
    if (role !== key) return role;
    const own = key === 'code' && !action.startsWith('agency.');
    const as = own ? (action === 'display.register' ? 'pairing' : 'refusedFor') : key;
    return this.#speech.named('audit.key', as);
  }

  #value(action: string, key: string, value: Json): string {
    const { t, number } = this.#speech;
    if (value === null || value === '') return '—';
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
    if (typeof value === 'number') return isCount(key) ? number(value) : String(value);
    if (typeof value === 'string') return this.#text(action, key, value);
    if (!Array.isArray(value)) return this.#parts(action, key, value as { readonly [key: string]: Json });
    const list = value as readonly Json[];
    return list.length === 0 ? '—' : list.map((each) => this.#value(action, key, each)).join(', ');
  }

  #parts(action: string, key: string, parts: { readonly [key: string]: Json }): string {
    const { field, from, to } = parts;
    if (key === 'changes' && typeof field === 'string') return this.#change(field, from ?? null, to ?? null);
    if (key === 'hours')
      return `${this.#value(action, '', from ?? null)}–${this.#value(action, '', to ?? null)}`;
    return Object.entries(parts)
      .map(([inner, each]) => `${this.#name(action, inner)} ${this.#value(action, inner, each)}`)
      .join(' · ');
  }

  /** What was changed in the register, with the words of its card. */
  #change(field: string, from: Json, to: Json): string {
    const { t, named } = this.#speech;
    const said = (value: Json): string =>
      typeof value === 'string' && value !== '' ? named(field, value) : this.#value('', field, value);
    return `${named('field', field)}: ${t('audit.change', { from: said(from), to: said(to) })}`;
  }

  /** Some texts are names of the program's own, each with its word; the rest are what somebody wrote. */
  #text(action: string, key: string, value: string): string {
    const { named } = this.#speech;
    if (INSTANT.test(value) && !Number.isNaN(Date.parse(value))) return instantOf(value);
    if (key === 'action') return this.action(value);
    if (key === 'outcome') return this.outcome(value);
    if (key === 'role') return this.role(value);
    const prefix = prefixOf(action, key);
    if (prefix === null) return value;
    const [, code, rest] = /^([a-z0-9-]+): (.+)$/s.exec(value) ?? [];
    return code === undefined ? named(prefix, value) : `${this.#statute(code)}: ${rest}`;
  }

  /** On which ground in law: a statute, or whose consent. */
  #statute(code: string): string {
    const { named } = this.#speech;
    const statute = named('pursuit.statute', code);
    return statute === code ? named('pursuit.basis', code) : statute;
  }
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

const NO_COUNTS = /(Id|Ids|Port|No|Seq)$|^(ports|no|line|before|camera|person|epsg|seed|from|to|phone)$/;
/** Whether a number says how many, and is not the name of something: a port is written as it is typed. */
const isCount = (key: string): boolean => !NO_COUNTS.test(key);

const WHY_OF: Readonly<Record<string, string>> = {
  'camera.turn.end': 'audit.moved',
  'camera.turn': 'audit.returned',
  'camera.watch.end': 'audit.ended',
  'pursuit.end': 'pursuit.why',
  'audit.spool-broken': 'audit.spool',
};

/** Where the words of a fact's values stand that are names of the program's own. */
const PREFIXES: Readonly<Record<string, string>> = {
  act: 'request.act',
  add: 'audit.is.all',
  anchorTrouble: 'audit.trouble',
  answer: 'consultations.state',
  basis: 'pursuit.statute',
  cameras: 'audit.is.all',
  clause: 'contracts.clause',
  consultationKind: 'consultations.kind',
  decided: 'request.state',
  decision: 'review',
  doing: 'audit.doing',
  encoding: 'audit.is.encoding',
  table: 'audit.is.table',
  which: 'audit.is.which',
  light: 'audit.is.light',
  failed: 'audit.is.failed',
  ground: 'keeping.ground',
  kind: 'audit.is.kind',
  language: 'audit.is.language',
  method: 'audit.is.proof',
  part: 'equipment.part',
  parts: 'contracts.part',
  proofs: 'audit.is.proof',
  purpose: 'purpose',
  purposes: 'purpose',
  quality: 'audit.is.quality',
  remove: 'audit.is.all',
  secondFactor: 'audit.is.secondFactor',
  serves: 'purpose',
  way: 'discovery.way',
};

function prefixOf(action: string, key: string): string | null {
  if (key === 'why') return WHY_OF[action] ?? 'audit.why';
  if (key === 'what') return action === 'audit.read' ? 'audit.read' : null;
  if (key === 'code') {
    if (action.startsWith('agency.')) return null;
    return action === 'display.register' ? 'audit.is.code' : 'audit.refused';
  }
  if (key === 'from' || key === 'to') return action.startsWith('account.') ? 'role' : null;
  return Object.hasOwn(PREFIXES, key) ? PREFIXES[key]! : null;
}
