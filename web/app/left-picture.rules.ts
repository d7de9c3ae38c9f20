/** What of the right side decides whether a picture was left: its camera, the chosen one, and what lies over the card. */
export interface RightSide {
  readonly leftId: number | null;
  readonly selectedId: number | null;
  readonly covered: boolean;
}

/**
 * How somebody comes back to the moving picture that gave way to what is shown now: by shutting what covers its card, or
 * by going back from another camera. Null where none was left, or where it plays again.
 */
export function wayBack({ leftId, selectedId, covered }: RightSide): 'shut' | 'back' | null {
  if (leftId === null || selectedId === null) return null;
  if (selectedId === leftId) return covered ? 'shut' : null;
  return covered ? null : 'back';
}
