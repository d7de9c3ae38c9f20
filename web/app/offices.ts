import type { Action } from '../../server/platform/access.ts';
import type { Office } from './url-state.rules.ts';

/** Which right opens which register; a person sees the registers of their own work and no others. */
export const OFFICE_RIGHTS: Readonly<Record<Office, readonly Action[]>> = {
  organisation: ['organisation.read'],
  accounts: ['account.read'],
  contracts: ['contract.read', 'equipment.read'],
  agencies: ['agency.read', 'consultation.read'],
  audit: ['audit.read'],
  pursuits: ['pursuit.read'],
};

/** The registers that someone with these rights may open, in the order of the tabs. */
export const officesFor = (may: (action: Action) => boolean): Office[] =>
  (Object.keys(OFFICE_RIGHTS) as Office[]).filter((office) => OFFICE_RIGHTS[office].some(may));
