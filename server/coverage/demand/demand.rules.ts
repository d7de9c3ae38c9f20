/**
 * Something that ought to be seen, by where it is: people, schools, accidents, whatever was loaded with a weight. Places
 * are metres of the plane; those of a grid are the middles of squares of the side `cellM`, over whose ground the weight
 * is spread evenly.
 */
export interface Demand {
  readonly demandId: number;
  readonly title: string;
  /** What one of the weight is, as 명. */
  readonly unit: string;
  readonly kind: 'points' | 'grid';
  readonly cellM: number | null;
  readonly synthetic: boolean;
  readonly east: Float64Array;
  readonly north: Float64Array;
  readonly weight: Float64Array;
}
