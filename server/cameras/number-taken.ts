import { invalid, type ApiError } from '../platform/http-errors.ts';

/** A number names one camera of the register. The sentences say the way out. */
export const numberTaken = (managementNo: string, ko: string, en: string): ApiError =>
  invalid(
    'managementNo',
    `관리번호 ${managementNo}의 카메라가 이미 있습니다. ${ko}`,
    `There is a camera of the number ${managementNo} already. ${en}`,
  );
