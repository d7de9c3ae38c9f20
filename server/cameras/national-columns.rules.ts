/** What a column of the national CCTV file (전국CCTV표준데이터) means to the register. */
export const FIELDS = [
  'agencyCode',
  'managementNo',
  'agency',
  'roadAddress',
  'lotAddress',
  'purpose',
  'count',
  'pixels',
  'direction',
  'retention',
  'month',
  'phone',
  'lat',
  'lon',
  'dataDate',
  'department',
  'provider',
  'serial',
] as const;
export type Field = (typeof FIELDS)[number];

/** Header names in plain form (no blanks, brackets or punctuation), best first. Order in a file means nothing. */
const NAMES: Readonly<Record<Field, readonly string[]>> = {
  agencyCode: ['개방자치단체코드'],
  managementNo: [
    '관리번호',
    'cctv관리번호',
    '영상정보처리기기관리번호',
    '무인교통단속카메라관리번호',
    '시설물관리번호',
    '카메라관리번호',
  ],
  agency: ['관리기관명', '관리기관', '운영기관명', '운영기관', '기관명', '설치기관명', '설치기관'],
  roadAddress: [
    '소재지도로명주소',
    '도로명주소',
    '설치장소도로명주소',
    '설치위치도로명주소',
    '소재지주소',
    '주소',
    '소재지',
  ],
  lotAddress: [
    '소재지지번주소',
    '지번주소',
    '설치장소지번주소',
    '설치위치지번주소',
    '설치장소',
    '설치위치',
    '위치',
    '장소',
  ],
  purpose: ['설치목적구분', '설치목적', '목적구분', '목적', '용도', 'cctv용도', '용도구분', '촬영목적'],
  count: ['카메라대수', '카메라수', '카메라수량', '설치대수', 'cctv대수', '대수', '수량'],
  pixels: ['카메라화소수', '카메라화소', '화소수', '화소'],
  direction: ['촬영방면정보', '촬영방면', '촬영방향', '촬영방향정보', '촬영범위'],
  retention: ['보관일수', '보관기간', '영상보관일수', '영상보관기간', '보관기간일'],
  month: [
    '설치연월',
    '설치년월',
    '설치연도',
    '설치년도',
    '설치일자',
    '설치일',
    '설치연월일',
    '설치년월일',
    '설치시기',
  ],
  phone: ['관리기관전화번호', '관리기관연락처', '전화번호', '연락처', '담당자전화번호', '관리부서전화번호'],
  lat: [
    'wgs84위도',
    '위도wgs84',
    '위도',
    '위도좌표',
    '설치위치위도',
    'gps위도',
    'latitude',
    'lat',
    '위도y',
    'y위도',
    'y좌표위도',
  ],
  lon: [
    'wgs84경도',
    '경도wgs84',
    '경도',
    '경도좌표',
    '설치위치경도',
    'gps경도',
    'longitude',
    'lon',
    'lng',
    '경도x',
    'x경도',
    'x좌표경도',
  ],
  dataDate: ['데이터기준일자', '기준일자', '데이터기준일', '기준일', '자료기준일', '자료기준일자'],
  department: ['관리부서', '관리부서명', '담당부서', '담당부서명', '운영부서'],
  provider: ['제공기관명', '시군구명'],
  serial: ['번호', '연번', '순번', '일련번호', 'no', 'seq', 'id'],
};

const FIELD_OF = new Map<string, { field: Field; rank: number }>(
  FIELDS.flatMap((field) => NAMES[field].map((name, rank) => [name, { field, rank }] as const)),
);

/** A header cell in plain form: one width of characters, lower case, letters and digits only. */
export function plainName(cell: string): string {
  return cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

export type Columns = Readonly<Record<Field, number>>;

/** Which column holds which field, -1 where none does. Of two names for one field the more exact one counts. */
export function columnsOf(header: readonly string[]): Columns {
  const columns = Object.fromEntries(FIELDS.map((field) => [field, -1])) as Record<Field, number>;
  const ranks = new Map<Field, number>();
  for (const [index, cell] of header.entries()) {
    const known = FIELD_OF.get(plainName(cell));
    if (known === undefined || known.rank >= (ranks.get(known.field) ?? Infinity)) continue;
    columns[known.field] = index;
    ranks.set(known.field, known.rank);
  }
  return columns;
}

/** Whether a row of cells is a header: it names both coordinates, or enough other columns that these are what lacks. */
export function isNationalHeader(cells: readonly string[]): boolean {
  const columns = columnsOf(cells);
  const known = FIELDS.filter((field) => columns[field] >= 0 && field !== 'serial').length;
  return (columns.lat >= 0 && columns.lon >= 0) || known >= 3;
}

/** The header of the national file in its 18 columns, as written by the export. */
export const NATIONAL_HEADER = [
  '개방자치단체코드',
  '관리번호',
  '관리기관명',
  '소재지도로명주소',
  '소재지지번주소',
  '설치목적구분',
  '카메라대수',
  '카메라화소수',
  '촬영방면정보',
  '보관일수',
  '설치연월',
  '관리기관전화번호',
  'WGS84위도',
  'WGS84경도',
  '데이터기준일자',
  '데이터갱신구분',
  '데이터갱신시점',
  '최종수정시점',
] as const;
