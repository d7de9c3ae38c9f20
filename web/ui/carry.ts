const KIND = 'application/x-gwanje-number';

/** Gives a drag a number to carry, and where on the wall it came from; null where it came from elsewhere. */
export function carry(event: DragEvent, number: number, from: number | null = null): void {
  event.dataTransfer?.setData(KIND, JSON.stringify({ number, from }));
  if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copyMove';
}

/** Whether a drag carries a number of ours: what it is can only be read once it is dropped. */
export const carries = (event: DragEvent): boolean => event.dataTransfer?.types.includes(KIND) ?? false;

/** The number that was dropped; null for anything else. */
export function carried(event: DragEvent): { readonly number: number; readonly from: number | null } | null {
  try {
    const { number, from } = JSON.parse(event.dataTransfer?.getData(KIND) ?? '') as Record<string, unknown>;
    if (!Number.isInteger(number)) return null;
    return { number: number as number, from: Number.isInteger(from) ? (from as number) : null };
  } catch {
    return null;
  }
}
