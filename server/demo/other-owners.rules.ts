import type { Integration } from '../cameras/snapshot.rules.ts';
import type { Site } from './sites.rules.ts';

export const FOREST_OFFICE = '강릉국유림관리소';
/** An invented body that nobody has put down as the city's or another's: whose its cameras are is to be decided. */
export const UNDECIDED_OWNER = '가상관광개발공사';
const FOREST_EVERY = 5;
const UNDECIDED_EVERY = 4;

interface OwnedCamera {
  readonly site: Site;
  readonly ownerAgency: string;
  readonly integration: Integration;
  readonly integrationReason: string | null;
  readonly hasContractor: boolean;
  readonly mobile: boolean;
  readonly protected: boolean;
}

/**
 * Cameras that are not the city's and stand outside the centre (Art. 18(5), 23): some at the woods belong to the forest
 * office, which has not delegated them yet, some at facilities to an owner that is still undecided.
 */
export function givenToOthers<T extends OwnedCamera>(cameras: readonly T[]): T[] {
  return cameras.map((camera) => {
    const { use, number } = camera.site;
    if (camera.ownerAgency !== '강릉시' || camera.mobile || camera.protected) return camera;
    const outside = { ...camera, integration: 'standalone' as const, hasContractor: false };
    if ((use === 'park' || use === 'country') && number % FOREST_EVERY === 0)
      return { ...outside, ownerAgency: FOREST_OFFICE, integrationReason: '권한 수임을 협의하는 중' };
    if (camera.integration === 'standalone' && number % UNDECIDED_EVERY === 0)
      return { ...outside, ownerAgency: UNDECIDED_OWNER, integrationReason: '소유기관을 확인하는 중' };
    return camera;
  });
}
