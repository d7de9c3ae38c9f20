import { expect, test } from 'vitest';
import type { CameraCard } from '../../server/cameras/cameras.schema.ts';
import { draftOf, patchOf } from './edit-form.rules.ts';

const card = {
  name: '중앙시장 앞 사거리',
  managementNo: 'GN-0412-1',
  kind: 'ptz',
  azimuthDeg: 280,
  hfovDeg: null,
  rangeM: 130,
  heightM: null,
  tiltDeg: null,
  phone: null,
  integration: 'integrated',
  integrationReason: null,
  watch: 'watched',
  watchReason: null,
  regime: 'fixed',
  directionText: null,
  retention: { declaredDays: 30 },
} as unknown as CameraCard;

test('an untouched form changes nothing, and unknown stays unknown', () => {
  expect(patchOf(card, draftOf(card))).toEqual({ patch: {} });
});

test('only what was changed is sent; saying that a bearing is unknown sends null, never 0', () => {
  const draft = draftOf(card);
  draft.azimuthDeg.unknown = true;
  draft.hfovDeg = { text: '36,5', unknown: false };
  expect(patchOf(card, draft)).toEqual({ patch: { azimuthDeg: null, hfovDeg: 36.5 } });
});

test('an emptied field is not silently unknown: the person has to say so', () => {
  const draft = draftOf(card);
  draft.rangeM.text = '';
  expect(patchOf(card, draft)).toEqual({ wrong: 'rangeM' });
  const words = draftOf(card);
  words.azimuthDeg.text = '북쪽';
  expect(patchOf(card, words)).toEqual({ wrong: 'azimuthDeg' });
  words.azimuthDeg.text = '420';
  expect(patchOf(card, words)).toEqual({ wrong: 'azimuthDeg' });
});
