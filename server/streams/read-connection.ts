import { invalid, refuseHostile, type ApiError } from '../platform/http-errors.ts';
import { isBareHost } from './camera-address.ts';
import { connectionBody, type ConnectionBody } from './connection.schema.ts';

const SENTENCES: Readonly<Record<string, readonly [ko: string, en: string]>> = {
  host: [
    '호스트 이름이나 IP 주소만 적어 주십시오. rtsp://, 포트는 넣지 않고, 계정과 비밀번호는 그 칸에 적습니다.',
    'Give a bare host name or IP address, without rtsp:// or port; account and password have fields of their own.',
  ],
  rtspPort: ['RTSP 포트는 1부터 65535까지의 수입니다.', 'The RTSP port is a number from 1 to 65535.'],
  rtspPath: [
    'RTSP 경로는 /로 시작하고 빈칸과 한글이 없어야 합니다. 비밀번호는 경로에 넣지 않고 비밀번호 칸에 적습니다.',
    'The RTSP path begins with / and holds printable ASCII only. A password belongs in its own field, not in the path.',
  ],
  subPath: [
    '작은 화면의 RTSP 경로는 /로 시작하고 빈칸과 한글이 없어야 합니다. 비밀번호는 경로에 넣지 않고 비밀번호 칸에 적습니다.',
    'The RTSP path of the small picture begins with / and holds printable ASCII only. A password belongs in its own field, not in the path.',
  ],
  onvifPort: ['ONVIF 포트는 1부터 65535까지의 수입니다.', 'The ONVIF port is a number from 1 to 65535.'],
  onvifPath: [
    'ONVIF 경로는 /로 시작하고 빈칸과 한글이 없어야 합니다. 비밀번호는 경로에 넣지 않고 비밀번호 칸에 적습니다.',
    'The ONVIF path begins with / and holds printable ASCII only. A password belongs in its own field, not in the path.',
  ],
  username: [
    '계정은 100자까지이며 큰따옴표, 쌍점, 역빗금을 쓸 수 없습니다.',
    'The account holds up to 100 characters, without quotes, colons or backslashes.',
  ],
  secure: ['암호화(RTSPS)는 켜거나 끕니다.', 'Encryption (RTSPS) is on or off.'],
  basicAllowed: [
    '비밀번호를 그대로 보내는 것은 허용하거나 허용하지 않습니다.',
    'Sending the password in the clear is allowed or it is not.',
  ],
  password: [
    '비밀번호는 200자까지이며 ***, ••••, <redacted>처럼 비밀번호를 가린 글은 비밀번호가 아닙니다. 그대로 두려면 비워 두십시오.',
    'The password holds up to 200 characters; what hides a password (***, ••••, <redacted>) is none. Leave it empty to keep the one there is.',
  ],
};

/**
 * Reads the body of a connection, or throws a 400 with a sentence of the field's own: what was typed is never repeated,
 * since it may hold a password.
 */
export function readConnection(body: unknown): ConnectionBody {
  refuseHostile(body);
  const result = connectionBody.safeParse(body);
  if (!result.success) {
    const [issue] = result.error.issues;
    const field = String(issue?.path[0] ?? 'body');
    if (issue?.code === 'custom' && issue.params?.['past'] === true) throw blamePast(field);
    throw blame(field);
  }
  if (!isBareHost(result.data.host)) throw blame('host');
  return result.data;
}

const blamePast = (field: string): ApiError =>
  invalid(
    field,
    '지난 영상을 여는 경로는 연결하지 않습니다(제30조제2항). 지금 영상의 경로를 적어 주십시오.',
    'A path that opens what is past is not connected (Art. 30(2)). Give the path of the live picture.',
  );

function blame(field: string): ApiError {
  const [ko, en] = SENTENCES[field] ?? [
    '연결 정보의 항목이 맞지 않습니다. 항목 이름을 확인해 주십시오.',
    'The fields of the connection are not the expected ones. Check their names.',
  ];
  return invalid(field, ko, en);
}
