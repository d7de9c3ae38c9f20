import type { Point } from './plane.rules.ts';

export interface Road {
  readonly name: string | null;
  readonly class: 'motorway' | 'trunk' | 'main' | 'street' | 'lane';
  readonly widthM: number;
  readonly line: readonly Point[];
}

/** A park, a grove or the ground round a lake. */
export interface Green {
  readonly name: string | null;
  readonly ring: readonly Point[];
}
