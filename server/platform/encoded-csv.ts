import { encodeCp949, firstOutsideCp949 } from '../../geodata/cp949.ts';
import { ApiError } from './http-errors.ts';

export type CsvEncoding = 'cp949' | 'utf8';

/** The bytes of a CSV. Throws ApiError 422 naming the first character that CP949 cannot hold. */
export function encodedCsv(text: string, encoding: CsvEncoding): Buffer {
  if (encoding === 'utf8') return Buffer.from(text);
  const outside = firstOutsideCp949(text);
  if (outside === null) return encodeCp949(text);
  const at = text.indexOf(outside);
  const line = text.slice(text.lastIndexOf('\n', at) + 1, text.indexOf('\r\n', at));
  throw new ApiError(422, 'not-in-cp949', {
    ko: `CP949에 없는 글자 '${outside}' 때문에 내보내지 않았습니다 (${line.slice(0, 120)}). UTF-8로 내보내십시오.`,
    en: `Not exported: CP949 has no '${outside}' (${line.slice(0, 120)}). Export as UTF-8.`,
  });
}
