/**
 * The secrecy pledge (비밀유지 서약). Art. 32 sets the duty, for those who handle the footage and those who did; the words
 * of the pledge are the city's. Another text is another version, which nobody has signed yet.
 */
export const PLEDGE = {
  version: '2026-1',
  basis: '제32조',
  ko: [
    '나는 관제센터의 영상정보를 다루는 동안 알게 된 모든 것을 비밀로 지킵니다.',
    '영상과 그 안의 사람, 때와 곳을 업무 밖에서 말하거나 보이거나 넘기지 않습니다. 화면을 찍거나 옮겨 적어 밖으로 내보내지 않습니다.',
    '업무에 필요한 만큼만 보고, 남의 계정을 쓰거나 내 계정을 남에게 쓰게 하지 않습니다.',
    '이 의무는 자리를 옮기거나 그만둔 뒤에도 끝나지 않습니다(제32조).',
    '누가 언제 무엇을 보았는지 접속기록에 남는다는 것을 압니다(제30조).',
  ],
  en: [
    'I keep secret all that I come to know while I handle the footage of the control centre.',
    'I do not tell, show or hand on pictures, the people in them, or where and when they were, outside my work. I take no picture of a screen and copy nothing out of the centre.',
    'I look at no more than my work needs. I use nobody else’s account and let nobody use mine.',
    'This duty does not end when I change my post or leave (Art. 32).',
    'I know that it is on record who saw what and when (Art. 30).',
  ],
} as const;
