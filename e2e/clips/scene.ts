import type { Eye, Light, Stage } from './stage.ts';

export interface Scene {
  readonly eye: Eye;
  readonly light: Light;
  /** What never moves, drawn once. */
  still(stage: Stage): void;
  /** What moves; `loop` runs from 0 to 1 and 1 looks like 0. */
  moving(stage: Stage, loop: number): void;
}

/** Draws far things first. */
export function backToFront(
  stage: Stage,
  things: readonly { at: readonly [number, number]; draw: () => void }[],
): void {
  const far = ({ at }: { at: readonly [number, number] }): number => stage.distance([at[0], at[1], 0]);
  for (const { draw } of [...things].sort((a, b) => far(b) - far(a))) draw();
}
