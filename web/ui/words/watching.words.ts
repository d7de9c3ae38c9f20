/** What the console says while only live watching goes on (Art. 18(1)). */
export const watchingKo = {
  'watching.audit': '감사 저장소에 닿지 않아 실시간 보기만 됩니다',
  'watching.database': '데이터베이스가 답하지 않아 실시간 보기만 됩니다',
  'watching.since': '{at}부터',
  'watching.kept': '누가 무엇을 보는지는 서버에 따로 적어 두었다가 감사 기록에 잇습니다(제18조제1항)',
  'watching.full-soon': '따로 적어 둘 자리가 얼마 남지 않았습니다',
  'watching.full': '따로 적어 둘 자리가 없어 새 영상은 열리지 않습니다',
  'watching.unwritable': '따로 적어 둘 수 없어 새 영상은 열리지 않습니다. 서버의 디스크를 확인해 주십시오',
  'live.trying': '{nth} 시도 · 계속 다시 묻고 있습니다',
};

export const watchingEn: Record<keyof typeof watchingKo, string> = {
  'watching.audit': 'The audit store cannot be reached: live watching only',
  'watching.database': 'The database does not answer: live watching only',
  'watching.since': 'since {at}',
  'watching.kept': 'Who watches what is noted on the server and joined to the audit later (Art. 18(1))',
  'watching.full-soon': 'There is little room left for noting who watches what',
  'watching.full': 'There is no room left for noting who watches what, so no further video opens',
  'watching.unwritable':
    'Who watches what cannot be noted, so no further video opens. Check the disk of the server',
  'live.trying': '{nth} try · still asking',
};
