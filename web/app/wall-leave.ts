import { ApiFailure } from '../api/request.ts';
import { openLive } from '../api/wall.ts';
import { t } from '../ui/words/index.svelte.ts';

/** Leave to watch on a tile, which is small: where the right is lacking it says so in a word. */
export async function leaveToWatch(
  cameraId: number,
  quality: 'main' | 'sub',
  byHand: boolean,
): Promise<{ url: string }> {
  try {
    return await openLive(cameraId, quality, byHand);
  } catch (failure) {
    if (!(failure instanceof ApiFailure) || failure.code !== 'forbidden') throw failure;
    throw new ApiFailure(failure.status, failure.code, t('wall.noRight'));
  }
}
