import type { Tx } from '../platform/db.ts';
import { insertAudioOrders } from './faults.sql.ts';

/** What stands in the order until somebody has put an end to it. */
const WHAT =
  '카메라가 음성 트랙을 내보냅니다. 소리는 받지도 저장하지도 않았습니다. 장비 설정에서 음성을 끄고, 끈 날과 방법을 적어 닫으십시오(제11조제2항).';

/**
 * Opens a work order for each of these cameras that offers a sound track (녹음기능 사용 금지, Art. 11(2)) and of which none is open.
 * Other findings of a probe are only proposed: this one is a breach of law and stays until a person closes it. Returns how many.
 */
export function orderAudioOff(tx: Tx, cameraIds: readonly number[]): Promise<number> {
  return insertAudioOrders(tx, cameraIds, WHAT);
}
