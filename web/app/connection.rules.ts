export type ConnectionState = 'connected' | 'late' | 'lost';

/** How the screen stands by the age of the server's last sign of life: late from 5 s, lost from 15 s. */
export function connectionOf(ageMs: number): ConnectionState {
  return ageMs >= 15_000 ? 'lost' : ageMs >= 5_000 ? 'late' : 'connected';
}
