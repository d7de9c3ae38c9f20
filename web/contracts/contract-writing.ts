import type { Supervision } from '../../server/contracts/contracts.schema.ts';

/** What is about to be done with a contract. A record carries its own number, so that a second press is the same one. */
export type Writing =
  | { readonly act: 'sign' | 'withdraw' | 'end' }
  | { readonly act: 'supervise'; readonly kind: Supervision; readonly supervisionId: string };
