import { cites, saysSomething } from '../../server/platform/citation.rules.ts';
import type { PursuitBody } from '../../server/pursuits/pursuits.schema.ts';
import { CONSENT_BY, PURSUIT_STATUTES, type PursuitStatuteCode } from '../../server/pursuits/pursuit.law.ts';

/** A declaration as it stands in the form; `basis` is who consented, or the code of a statute. */
export interface PursuitDraft {
  basis: (typeof CONSENT_BY)[number] | PursuitStatuteCode | '';
  record: string;
  on: string;
  citation: string;
  purpose: string;
  incident: string;
  minutes: string;
}

export type DraftField =
  'basis' | 'record' | 'on' | 'citation' | 'article' | 'purpose' | 'incident' | 'minutes';

export const emptyPursuit = (purposes: readonly string[], today: string): PursuitDraft => ({
  ...{ basis: '', record: '', on: today, citation: '', incident: '', minutes: '60' },
  purpose: purposes.length === 1 ? purposes[0]! : '',
});

export const isConsent = (basis: PursuitDraft['basis']): basis is (typeof CONSENT_BY)[number] =>
  (CONSENT_BY as readonly string[]).includes(basis);

export const needsPurpose = (basis: PursuitDraft['basis']): boolean =>
  PURSUIT_STATUTES.find(({ code }) => code === basis)?.beyondPurpose !== true;

export const minutesOf = (text: string): number | null =>
  /^\d{1,4}$/.test(text.trim()) && Number(text) > 0 ? Number(text) : null;

/** What is declared, or the first field that is missing; the order is that of the form. */
export function readDraft(
  draft: PursuitDraft,
  mostMinutes: number,
): { readonly wrong: DraftField } | Pick<PursuitBody, 'basis' | 'purpose' | 'incident' | 'minutes'> {
  const { basis } = draft;
  if (basis === '') return { wrong: 'basis' };
  if (isConsent(basis)) {
    if (!saysSomething(draft.record)) return { wrong: 'record' };
    if (draft.on === '') return { wrong: 'on' };
  } else if (!saysSomething(draft.citation)) return { wrong: 'citation' };
  else if (!cites(basis, draft.citation)) return { wrong: 'article' };
  if (draft.purpose === '' && needsPurpose(basis)) return { wrong: 'purpose' };
  if (!saysSomething(draft.incident)) return { wrong: 'incident' };
  const minutes = minutesOf(draft.minutes);
  if (minutes === null || minutes > mostMinutes) return { wrong: 'minutes' };
  return {
    basis: isConsent(basis)
      ? { kind: 'consent', by: basis, record: draft.record.trim(), on: draft.on }
      : { kind: 'statute', statute: basis, citation: draft.citation.trim() },
    purpose: draft.purpose === '' ? null : (draft.purpose as PursuitBody['purpose']),
    incident: draft.incident.trim(),
    minutes,
  };
}
