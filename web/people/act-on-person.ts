import type { RightView } from '../../server/people/accounts.schema.ts';

/** What an officer is about to do with a person's account. */
export type ActOnPerson =
  | { readonly kind: 'give' | 'role' | 'password' | 'factor' | 'close' | 'unlock' }
  | { readonly kind: 'change' | 'revoke'; readonly right: RightView };
