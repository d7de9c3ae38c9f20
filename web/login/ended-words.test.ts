import { expect, test } from 'vitest';
import { loginEn, loginKo } from '../ui/words/login.words.ts';
import { endedWords } from './ended-words.ts';

test('a display that was ended is sent for a new code, and to no login', () => {
  const ask = { department: '관제센터', title: '운영팀장', phone: '033-640-5000' };
  const said = endedWords({ why: 'display', on: null, ask });
  expect(said).toContain(loginKo['login.display']);
  expect(said).toContain('새 연결 번호');
  expect(said).not.toContain('로그인');
  expect(said).toContain('관제센터 운영팀장 033-640-5000');
  expect(loginEn['ended.display']).toContain(loginEn['login.display']);
  expect(loginEn['ended.display'].toLowerCase()).not.toContain('sign in');
});
