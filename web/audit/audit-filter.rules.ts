import { actionsOfGroup, AUDIT_GROUPS } from '../../server/audit/audit-groups.rules.ts';

/** What the filter's fields hold; empty asks nothing. `action` is an action, a list of them, or `group:<name>`. */
export interface AuditAsk {
  from: string;
  to: string;
  person: string;
  action: string;
  outcome: string;
  camera: string;
  address: string;
  off: boolean;
  /** Whether the states of devices are looked through too. */
  probes: boolean;
}

export const askNothing = (): AuditAsk => ({
  from: '',
  to: '',
  person: '',
  action: '',
  outcome: '',
  camera: '',
  address: '',
  off: false,
  probes: false,
});

export const asksNothing = (ask: AuditAsk): boolean =>
  JSON.stringify(queryOf(ask)) === JSON.stringify(queryOf(askNothing()));

/** Whether the first day is after the last: no record could fit. */
export const daysBackwards = ({ from, to }: Pick<AuditAsk, 'from' | 'to'>): boolean =>
  from !== '' && to !== '' && from > to;

const GROUP = 'group:';
function actionsOf(choice: string): string {
  const group = AUDIT_GROUPS.find((each) => choice === `${GROUP}${each}`);
  return group === undefined ? choice : actionsOfGroup(group).join(',');
}

/** The question as the server takes it. */
export function queryOf(ask: AuditAsk): Record<string, string> {
  const { from, to, person, action, outcome, camera, address, off, probes } = ask;
  const given = {
    from,
    to,
    person,
    action: actionsOf(action),
    outcome,
    camera: camera.trim(),
    address: address.trim(),
    hours: off ? 'off' : '',
    // A chosen act says for itself whether it is one of the devices'.
    probes: probes || action !== '' ? '' : 'without',
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
}

/** The first and last day of a month `2026-11`. */
export function daysOfMonth(month: string): { from: string; to: string } {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return {
    from: `${month}-01`,
    to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10),
  };
}
