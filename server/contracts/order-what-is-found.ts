import type { Tx } from '../platform/db.ts';
import { insertFoundOrders } from './faults.sql.ts';

/** Breaches of law that a probe orders the end of; its other findings are only proposed. */
export const ORDERED_FINDINGS = ['audio-track', 'over-retention', 'certificate-differs'] as const;
export type OrderedFinding = (typeof ORDERED_FINDINGS)[number];

/** What an order asks for until somebody has put an end to the breach. */
interface FoundOrder {
  readonly part: 'camera' | 'recorder';
  readonly cause: string;
  readonly what: string;
  /** For how many hours after such an order was closed no new one is opened. */
  readonly graceHours: number;
}

const ORDERS: Readonly<Record<OrderedFinding, FoundOrder>> = {
  'audio-track': {
    part: 'camera',
    cause: '음성 트랙',
    what: '카메라가 음성 트랙을 내보냅니다. 소리는 받지도 저장하지도 않았습니다. 장비 설정에서 음성을 끄고, 끈 날과 방법을 적어 닫으십시오(제11조제2항).',
    graceHours: 0,
  },
  'over-retention': {
    part: 'recorder',
    cause: '보관기간 넘음',
    what: '녹화기에 보관기간을 넘긴 영상이 있습니다. 녹화기의 보관 설정을 고쳐 지우고, 지운 날과 방법을 적어 닫으십시오. 제31조제1항 각 호에 따라 더 보관한다면 그 근거를 적으십시오(제31조제1항).',
    // A recorder that was set right deletes in its own time, and is asked again after six hours only.
    graceHours: 24,
  },
  'certificate-differs': {
    part: 'camera',
    cause: '보안인증과 다름',
    what: '장비가 대장에 적힌 보안인증과 다릅니다. 인증받은 판으로 되돌리거나 새 인증을 확인해 대장에 적고, 한 일을 적어 닫으십시오(제7조, 제30조제3항).',
    // The device is asked again after six hours only.
    graceHours: 24,
  },
};

/** A camera of which it was found, and what was found in particular. */
export interface FoundAt {
  readonly cameraId: number;
  readonly detail?: string;
}

/**
 * Opens a work order for each of these cameras and of which none of its kind is open (녹음기능 사용 금지, Art. 11(2); 보관기간의
 * 상한, Art. 31(1)): a breach of law stays until a person closes it. Returns how many.
 */
export function orderWhatIsFound(
  tx: Tx,
  finding: OrderedFinding,
  found: readonly FoundAt[],
): Promise<number> {
  return found.length === 0
    ? Promise.resolve(0)
    : insertFoundOrders(tx, found, { finding, ...ORDERS[finding] });
}
