import { ApiError } from '../../platform/http-errors.ts';

export const wrongPassword = () =>
  new ApiError(401, 'wrong-password', {
    ko: '계정이나 비밀번호가 맞지 않습니다.',
    en: 'The account or the password is not right.',
  });

const cityClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Seoul',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const MINUTE_MS = 60_000;

/** Told by the full minute, with the same moment in `Retry-After`. */
export function lockedOut(until: Date): ApiError {
  const minute = new Date(Math.ceil(until.getTime() / MINUTE_MS) * MINUTE_MS);
  const at = cityClock.format(minute);
  return new ApiError(
    429,
    'locked-out',
    {
      ko: `로그인 실패가 많아 ${at}까지 막았습니다. 그 뒤에 다시 시도하거나, 급하면 담당자에게 풀어 달라고 하십시오.`,
      en: `Too many failed sign-ins: locked until ${at}. Try again then, or ask the officer to lift the lock.`,
    },
    undefined,
    Math.max(1, Math.ceil((minute.getTime() - Date.now()) / 1000)),
  );
}

export const stepOver = () =>
  new ApiError(401, 'step-over', {
    ko: '두 번째 확인의 시간이 지났거나 시도가 많았습니다. 비밀번호부터 다시 적어 주십시오.',
    en: 'The second step has run out or was tried too often. Begin again with the password.',
  });

export const wrongCode = () =>
  new ApiError(401, 'wrong-code', {
    ko: '인증 번호가 맞지 않거나 이미 쓴 번호입니다. 다음 번호를 기다렸다가 적어 주십시오.',
    en: 'The code is not right, or was used already. Wait for the next one.',
  });

export const wrongPasskey = () =>
  new ApiError(401, 'wrong-passkey', {
    ko: '패스키를 확인하지 못했습니다. 다시 시도하거나 다른 방법을 쓰십시오.',
    en: 'The passkey could not be verified. Try again or use another way.',
  });

export const passkeyElsewhere = () =>
  new ApiError(403, 'passkey-elsewhere', {
    ko: '이 계정의 패스키는 등록한 주소에서만 쓸 수 있습니다. 그 주소로 열어 주십시오.',
    en: 'The passkey of this account works at the address where it was set up. Open that one.',
  });

export const wrongPairingCode = () =>
  new ApiError(401, 'wrong-code', {
    ko: '연결 번호가 맞지 않거나 시간이 지났거나, 이 화면이 등록한 망에 있지 않습니다. 담당자에게 새 번호를 받으십시오.',
    en: 'The pairing code is not right or has run out, or this screen is outside its network. Ask the officer for a new one.',
  });

export const pledgeChanged = () =>
  new ApiError(409, 'pledge-changed', {
    ko: '서약문이 바뀌었습니다. 새 글을 읽고 다시 서약해 주십시오.',
    en: 'The text of the pledge has changed. Read the new one and sign again.',
  });
