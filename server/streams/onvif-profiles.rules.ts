import { devicePath } from './connection.schema.ts';

/** What of a profile decides whether a browser plays it and on which tile. */
export interface ProfileFacts {
  readonly token: string;
  readonly encoding: string | null;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
}

/** Below this a small tile shows nothing that could be told apart. */
const SMALLEST_WIDTH_PX = 320;

const sizeOf = ({ widthPx, heightPx }: ProfileFacts): number => (widthPx ?? 0) * (heightPx ?? 0);

/**
 * Which of a device's profiles to show: the largest H.264 picture on a large tile, the smallest that is at least 320 px
 * wide on a small one; null where there is none, and for the small one also where it is the large one again.
 */
export function chooseProfiles<P extends ProfileFacts>(
  profiles: readonly P[],
): { readonly large: P | null; readonly small: P | null } {
  const playable = profiles
    .filter(({ token, encoding }) => token !== '' && /^h\.?264$/i.test(encoding ?? ''))
    .sort((one, other) => sizeOf(other) - sizeOf(one));
  const large = playable[0] ?? null;
  const small = playable.findLast(({ widthPx }) => (widthPx ?? 0) >= SMALLEST_WIDTH_PX) ?? null;
  return { large, small: small !== null && large !== null && sizeOf(small) < sizeOf(large) ? small : null };
}

/** The path of a stream's address as a device says it; null where it says none that we would call, or puts a login into it. */
export function devicePathOf(uri: string | null): string | null {
  const path = /^rtsps?:\/\/[^/?#]{1,300}(\/[^#]*)$/i.exec(uri?.trim() ?? '')?.[1];
  const parsed = devicePath.safeParse(path);
  return parsed.success ? parsed.data : null;
}
