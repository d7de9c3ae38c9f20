/** Installation purposes (설치목적) in the order of Art. 6; 'statute' is what another law allows by name. */
export const PURPOSES = [
  'security',
  'dumping',
  'parking',
  'traffic',
  'illegal-parking',
  'disaster',
  'fire',
  'facility',
  'statute',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** The words of Art. 6 as a sign carries them. A 'statute' purpose is printed by its citation instead. */
export const PURPOSE_NAMES: Readonly<Record<Purpose, string>> = {
  security: '방범',
  dumping: '쓰레기 투기 방지',
  parking: '주차관리',
  traffic: '교통정보 수집',
  'illegal-parking': '불법 주정차 단속',
  disaster: '재난·재해 예방',
  fire: '화재 예방',
  facility: '시설물 관리',
  statute: '법령상 목적',
};

/** Bit i stands for `PURPOSES[i]`. */
export function purposeBits(purposes: Iterable<Purpose>): number {
  let bits = 0;
  for (const purpose of purposes) bits |= 1 << PURPOSES.indexOf(purpose);
  return bits;
}

/** The purposes whose bits are set, in the order of Art. 6. */
export function purposesOf(bits: number): Purpose[] {
  return PURPOSES.filter((_, bit) => bits & (1 << bit));
}
