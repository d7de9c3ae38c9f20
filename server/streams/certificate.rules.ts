/** The security certificate of a camera as the register has it (TTA 인증, Art. 7, 30(3)); null where it does not say. */
export interface Certificate {
  readonly no: string;
  readonly model: string | null;
  readonly firmware: string | null;
  /** The last day on which it holds. */
  readonly until: string | null;
}

/** In what a device is not what was certified, with both values. */
export interface CertificateDifference {
  readonly field: 'model' | 'firmware' | 'until';
  readonly certified: string;
  /** As the device says it; of `until`, today. */
  readonly told: string;
}

const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/**
 * How a device differs from its certificate; from the one it differs from least where several cameras are on record. What
 * the record or the device does not say is unknown, and no difference; nor is a camera without a certificate on record.
 */
export function certificateDifferences(
  certificates: readonly Certificate[],
  { model, firmware }: { readonly model: string | null; readonly firmware: string | null },
  today: string,
): readonly CertificateDifference[] {
  const [least = []] = certificates
    .map((certificate) => differencesFrom(certificate, { model, firmware }, today))
    .sort((one, other) => one.length - other.length);
  return least;
}

function differencesFrom(
  certificate: Certificate,
  said: { readonly model: string | null; readonly firmware: string | null },
  today: string,
): CertificateDifference[] {
  const differing = (['model', 'firmware'] as const).flatMap((field) => {
    const [certified, told] = [certificate[field], said[field]];
    if (certified === null || told === null || plain(certified) === plain(told)) return [];
    return [{ field, certified, told }];
  });
  const { until } = certificate;
  return until !== null && until < today
    ? [...differing, { field: 'until', certified: until, told: today }]
    : differing;
}

const NAMES = { model: '모델', firmware: '펌웨어', until: '유효기간' } as const;

/** What an order says of it, field by field with both values. */
export const differencesInWords = (differences: readonly CertificateDifference[]): string =>
  differences
    .map(({ field, certified, told }) =>
      field === 'until'
        ? `${NAMES.until} ${certified}까지(오늘 ${told})`
        : `${NAMES[field]} 인증 ${certified}, 장비 ${told}`,
    )
    .join(' · ');
