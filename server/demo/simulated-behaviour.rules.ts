import type { CameraBehaviour } from './simulator/behaviour.ts';
import { subPathOf } from './simulator/pictures.rules.ts';

export const SIMULATED_CLIPS = [
  'crossing-day',
  'crossing-night',
  'alley-night',
  'school-gate',
  'harbour',
] as const;
export type SimulatedClip = (typeof SIMULATED_CLIPS)[number];

/** What is out of the ordinary with a simulated camera; the word stands at the end of its path. */
export const SIMULATED_TRAITS = {
  ptz: { ptz: true },
  /** Offers a sound track, which Art. 11(2) forbids. */
  audio: { audio: true },
  refuses: { refuse: 503 },
  slow: { describeDelayMs: 2600 },
  h265: { codec: 'H265' },
  /** Answers, and sends no picture. */
  stalled: { stallAfterS: 0 },
  /** Sends one picture again and again. */
  frozen: { frozen: true },
  clockoff: { clockOffS: 73 },
  /** Another firmware than the one on record. */
  otherfirmware: { firmware: '2.1.0-rc4' },
  /** A head that a tour of its own turns, which serves no purpose that anybody named (Art. 11(1)). */
  touring: { tour: 'Touring' },
  /** Its recorder keeps beyond the ceiling of Art. 31(1). */
  overkept: { keptDays: 41 },
  /** No recorder tells how long it keeps. */
  norecorder: { keptDays: null },
} as const satisfies Record<string, Partial<CameraBehaviour>>;
export type SimulatedTrait = keyof typeof SIMULATED_TRAITS;

/** `/cam/412/crossing-night/ptz+slow`: the whole behaviour is in the path, so that register and simulator agree. */
export const simulatedPath = (n: number, clip: SimulatedClip, traits: readonly SimulatedTrait[]): string =>
  ['', 'cam', n, clip, ...(traits.length > 0 ? [traits.join('+')] : [])].join('/');

/** What the register says of a simulated camera, which it is true to but for its traits. */
export type AsRegistered = Pick<CameraBehaviour, 'firmware' | 'keptDays'>;

/** The behaviour of the simulated camera at a path, or null when there is none there. */
export function simulatedBehaviourOf(path: string, registered: AsRegistered = {}): CameraBehaviour | null {
  const [, clip, words] = /^\/cam\/\d{1,7}\/([a-z-]+)(?:\/([a-z0-9+]+))?$/u.exec(path) ?? [];
  if (!SIMULATED_CLIPS.some((each) => each === clip)) return null;
  let behaviour: CameraBehaviour = { ...registered, clip: clip!, sub: `${clip!}-small` };
  for (const word of words?.split('+') ?? []) {
    if (!Object.hasOwn(SIMULATED_TRAITS, word)) return null;
    behaviour = { ...behaviour, ...SIMULATED_TRAITS[word as SimulatedTrait] };
  }
  if (!hasSmallPicture(behaviour)) delete (behaviour as { sub?: string }).sub;
  return behaviour;
}

/** A simulated camera of H.265 has one picture only. */
const hasSmallPicture = ({ codec }: Partial<CameraBehaviour>): boolean => codec !== 'H265';

/** Where its small picture is; null where it has none. */
export const simulatedSubPath = (path: string, traits: readonly SimulatedTrait[]): string | null =>
  traits.every((trait) => hasSmallPicture(SIMULATED_TRAITS[trait])) ? subPathOf(path) : null;
