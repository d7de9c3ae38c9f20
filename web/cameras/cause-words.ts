import { isWordKey, t } from '../ui/words/index.svelte.ts';

/** Why a camera is in its state, in words; a cause that this console does not know yet stands as it came. */
export const causeWords = (cause: string): string =>
  isWordKey(`cause.${cause}`) ? t(`cause.${cause}` as 'cause.unreachable') : cause;
