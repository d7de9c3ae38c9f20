import type { Nudge } from '../../server/streams/ptz.rules.ts';

export type Direction = 'left' | 'right' | 'up' | 'down' | 'closer' | 'wider';

/** Keys by their place on the keyboard. */
const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Equal: 'closer',
  NumpadAdd: 'closer',
  Minus: 'wider',
  NumpadSubtract: 'wider',
};
export const directionOf = (code: string): Direction | null => DIRECTIONS[code] ?? null;

const SLOW = 0.2;
const FAST = 0.7;

/** The motion that the held directions ask for together; two that are opposite cancel each other. */
export function heldNudge(held: ReadonlySet<Direction>, fast: boolean): Nudge {
  const speed = fast ? FAST : SLOW;
  const along = (more: Direction, less: Direction): number =>
    speed * (Number(held.has(more)) - Number(held.has(less)));
  return { pan: along('right', 'left'), tilt: along('down', 'up'), zoom: along('closer', 'wider') };
}
