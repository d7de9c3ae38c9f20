import type { Role } from '../../platform/access.ts';

/** Ways in which a person proves who they are. Another identity provider would be one more of them. */
export type ProofKind = 'password' | 'totp' | 'passkey';

/** The account that a proof is about, as it stood when it was proved. */
export interface LoginAccount {
  readonly accountId: number;
  readonly account: string;
  readonly personName: string;
  readonly role: Role;
  readonly source: string;
}

/** Who proved what: all that opening a session asks about, whichever way the proof came. */
export interface Proven {
  readonly account: LoginAccount;
  readonly proofs: readonly ProofKind[];
}
