import { exportReason } from './export-reason.schema.ts';
import { invalid } from './http-errors.ts';

/** The reason that a request gives for taking data out. Throws 400 naming `reason` where it gives none. */
export function reasonGiven(given: string | undefined): string {
  const reason = exportReason.safeParse(given ?? '');
  if (reason.success && !reason.data.includes('\0')) return reason.data;
  throw invalid(
    'reason',
    '내보내는 까닭을 5자 이상 적어 주십시오(제30조제3항). 감사 기록에 남습니다.',
    'Give the reason for the export in 5 letters or more (Art. 30(3)). It is kept in the audit.',
  );
}
