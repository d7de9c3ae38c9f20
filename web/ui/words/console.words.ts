/** What the console says of its own goings-on: rights that hold or do not, pictures that were left. */
export const consoleKo = {
  'rights.none': '지금은 볼 권한이 없습니다',
  'rights.hours': '이 계정의 권한은 매일 {from}부터 {to}까지입니다(제30조제1항).',
  'rights.begins': '{at}에 이 화면이 저절로 열립니다. {span} 남았습니다.',
  'rights.coming':
    '이 계정의 권한은 {at}에 시작합니다(제30조제1항). 그때 이 화면이 저절로 열립니다. {span} 남았습니다.',
  'rights.over': '이 계정에는 효력 있는 권한이 없고, 앞으로 시작할 권한도 없습니다(제30조제1항).',
  'rights.given': '권한을 새로 받으면 이 화면이 저절로 열립니다.',
  'rights.ask': '급하면 물을 곳',
  'rights.ask.none': '등록된 운영책임자가 없습니다. 계정을 만들어 준 담당자에게 물어보십시오.',
  'rights.again': '지금 다시 확인',
  'rights.checking': '확인하는 중',
  'rights.checked': '{at}에 확인했습니다',
  'rights.until': '권한 {at}까지',
};

export const consoleEn: Record<keyof typeof consoleKo, string> = {
  'rights.none': 'You have no right to watch now',
  'rights.hours': 'The right of this account holds from {from} to {to} every day (Art. 30(1)).',
  'rights.begins': 'At {at} this screen opens by itself. {span} left.',
  'rights.coming':
    'The right of this account begins at {at} (Art. 30(1)). This screen then opens by itself. {span} left.',
  'rights.over': 'No right of this account holds, and none is to begin (Art. 30(1)).',
  'rights.given': 'Once a right is given, this screen opens by itself.',
  'rights.ask': 'Whom to ask if it is urgent',
  'rights.ask.none': 'No operations head is on record. Ask whoever gave you the account.',
  'rights.again': 'Check now',
  'rights.checking': 'Checking',
  'rights.checked': 'Checked at {at}',
  'rights.until': 'Right until {at}',
};
