import type { Sql, Tx } from '../platform/db.ts';
import { ApiError } from '../platform/http-errors.ts';
import type { Lack } from './agencies.schema.ts';
import { lacksOn, lacksToWatchOn } from './delegations.rules.ts';
import { selectLinkFacts, type CameraLinkFacts } from './link-facts.sql.ts';

/** What somebody is about to do with a camera: integrate or link it, connect its device, watch it. */
export type LinkAct = 'link' | 'connect' | 'watch';

/** What each of these cameras lacks on a day for being watched at the centre; bulk and single ask this alone. */
export async function lacksToWatch(
  sql: Sql | Tx,
  cameraIds: readonly number[],
  today: string,
): Promise<Map<number, readonly Lack[]>> {
  const facts = await selectLinkFacts(sql, cameraIds);
  return new Map(facts.map((each) => [each.cameraId, lacksToWatchOn(each, today)]));
}

/**
 * Refuses what may not be done with a camera that is another body's, or may be: throws 409 `no-delegation` (Art. 18(5),
 * 23), `no-link-security` (Art. 25) or `unknown-owner`, naming what is missing and the way out. Connecting a device is
 * linking it: pictures come to the centre from then on (Art. 2(5)).
 */
export async function refuseUnlawfulLink(
  tx: Tx,
  cameraId: number,
  doing: LinkAct,
  today: string,
): Promise<void> {
  const [facts] = await selectLinkFacts(tx, [cameraId]);
  if (facts !== undefined) refuseUnlawfulFacts(facts, doing, today);
}

/** The same question where the facts are at hand already. */
export function refuseUnlawfulFacts(facts: CameraLinkFacts, doing: LinkAct, today: string): void {
  const lacks = doing === 'watch' ? lacksToWatchOn(facts, today) : lacksOn(facts, today);
  if (lacks.length > 0) throw unlawful(facts, lacks, doing);
}

const WORDS: Readonly<Record<LinkAct, { ko: string; en: string; field?: string }>> = {
  link: { ko: '통합·연계할', en: 'integrated or linked', field: 'integration' },
  connect: { ko: '영상을 연결할', en: 'connected', field: 'host' },
  watch: { ko: '영상을 볼', en: 'watched' },
};

function unlawful(facts: CameraLinkFacts, lacks: readonly Lack[], doing: LinkAct): ApiError {
  const { ko, en, field } = WORDS[doing];
  const name = facts.agencyName ?? facts.owner;
  const refused = (code: string, says: string, english: string): ApiError =>
    new ApiError(409, code, { ko: says, en: english }, field);
  // Whoever watches has no such register: it is the officer's.
  const wayOut =
    doing === 'watch'
      ? '운영책임자에게 알려 주십시오. 기관과 협의 대장에 적히면 열립니다.'
      : '기관과 협의 대장에서 적은 뒤 다시 하십시오.';
  const out =
    doing === 'watch'
      ? 'Tell the officer: it opens once that is in the register of agencies.'
      : 'Record it in the register of agencies, then try again.';
  const decide =
    doing === 'watch'
      ? '운영책임자에게 알려 주십시오. 기관과 협의 대장에서 누구의 것인지 정하면 열립니다.'
      : '기관과 협의 대장의 ‘누구의 것입니까’에서 정해 주십시오.';
  const decideIt =
    doing === 'watch'
      ? 'Tell the officer: it opens once the register of agencies says whose it is.'
      : 'Decide it under “Whose is it?” in the register of agencies.';
  if (lacks.includes('owner'))
    return refused(
      'unknown-owner',
      `소유기관 ‘${facts.owner}’이 시인지 다른 기관인지 적혀 있지 않아 ${ko} 수 없습니다(제18조제5항). ${decide}`,
      `Nobody has recorded whether the owner “${facts.owner}” is the city or another body, so it cannot be ${en} (Art. 18(5)). ${decideIt}`,
    );
  if (lacks.includes('delegation')) {
    const alsoKo = lacks.includes('security') ? ' 연계 보안대책도 없습니다(제25조).' : '';
    const also = lacks.includes('security')
      ? ' A security measure for the link is missing too (Art. 25).'
      : '';
    return refused(
      'no-delegation',
      `${name}의 카메라인데 이 카메라를 적은 권한 수임이 오늘 효력이 없어 ${ko} 수 없습니다(제18조제5항, 제23조).${alsoKo} ${wayOut}`,
      `This camera is of ${name} and no delegation in force today names it, so it cannot be ${en} (Art. 18(5), 23).${also} ${out}`,
    );
  }
  return refused(
    'no-link-security',
    `${name}의 카메라인데 이 기관과의 연계 보안대책이 오늘 효력이 없어 ${ko} 수 없습니다(제25조). ${wayOut}`,
    `This camera is of ${name} and no security measure for the link is in force today, so it cannot be ${en} (Art. 25). ${out}`,
  );
}
