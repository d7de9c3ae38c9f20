import { expect, test } from 'vitest';
import { connectionBodyOf, connectionDraft } from './connection-form.rules.ts';

const connection = {
  host: '10.20.3.4',
  rtspPort: 554,
  rtspPath: '/stream1',
  subPath: null,
  onvifPort: 80,
  onvifPath: null,
  username: 'viewer',
  secure: true,
  basicAllowed: false,
  hasSecret: true,
  certificateSha256: null,
};

test('an untouched form sends the same address and no password, so that the kept one stays', () => {
  const { hasSecret: _, certificateSha256: __, ...same } = connection;
  expect(connectionBodyOf(connectionDraft(connection))).toEqual({
    body: { ...same, renewCertificate: false },
  });
});

test('an empty optional field is none, and a typed password goes along as it is typed', () => {
  const draft = { ...connectionDraft(connection), onvifPort: ' ', username: '', password: ' a b ' };
  expect(connectionBodyOf(draft)).toMatchObject({
    body: { onvifPort: null, username: null, password: ' a b ' },
  });
});

test.each([
  ['host', ''],
  ['rtspPort', '0'],
  ['rtspPort', '70000'],
  ['rtspPort', '5e2'],
  ['onvifPort', 'http'],
  ['rtspPath', '  '],
])('%s cannot be "%s"', (name, text) => {
  expect(connectionBodyOf({ ...connectionDraft(connection), [name]: text })).toEqual({ wrong: name });
});
