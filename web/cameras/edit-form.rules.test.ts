import { expect, test } from 'vitest';
import type { CameraCard } from '../../server/cameras/cameras.schema.ts';
import { draftOf, EDITED, followed, isDecided, patchOf, valuesOf, type Draft } from './edit-form.rules.ts';

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

const ALL = EDITED.map(({ name }) => name);
const patched = (draft: Draft) => patchOf(valuesOf(card), draft, ALL);

test('an untouched form changes nothing, and unknown stays unknown', () => {
  expect(patched(draftOf(card))).toEqual({ patch: {}, read: {} });
});

test('only what was changed is sent; saying that a bearing is unknown sends null, never 0', () => {
  const draft = draftOf(card);
  draft.azimuthDeg.unknown = true;
  draft.hfovDeg = { text: '36,5', unknown: false };
  expect(patched(draft)).toEqual({
    patch: { azimuthDeg: null, hfovDeg: 36.5 },
    read: { azimuthDeg: 280, hfovDeg: null },
  });
});

test('an emptied field is not silently unknown: the person has to say so', () => {
  const draft = draftOf(card);
  draft.rangeM.text = '';
  expect(patched(draft)).toEqual({ wrong: 'rangeM' });
  const words = draftOf(card);
  words.azimuthDeg.text = '북쪽';
  expect(patched(words)).toEqual({ wrong: 'azimuthDeg' });
  words.azimuthDeg.text = '420';
  expect(patched(words)).toEqual({ wrong: 'azimuthDeg' });
});

/** The card after another officer decided: left out of live watching, and kept for seven days (Art. 20, 31(1)). */
const decided = {
  ...card,
  watch: 'excluded',
  watchReason: '교통량 조사',
  retention: { declaredDays: 7 },
} as unknown as CameraCard;

test('Art. 20, 31(1): what another person decided while the form was open is neither sent nor undone', () => {
  const draft = draftOf(card);
  draft.heightM = { text: '6', unknown: false };
  const { values, draft: next } = followed(valuesOf(card), draft, decided);
  expect(patchOf(values, next, ALL)).toEqual({ patch: { heightM: 6 }, read: { heightM: null } });
  expect(next.watch.text).toBe('excluded');
  expect(next.retentionDays.text).toBe('7');
  expect(patched(draft)).toEqual({ patch: { heightM: 6 }, read: { heightM: null } });
});

test('a field that the person wrote in stays as written, and is sent with the value that was read', () => {
  const draft = draftOf(card);
  draft.retentionDays.text = '14';
  const { values, draft: next } = followed(valuesOf(card), draft, decided);
  expect(patchOf(values, next, ALL)).toEqual({ patch: { retentionDays: 14 }, read: { retentionDays: 30 } });
});

test('a field that is not offered is never sent, nor blamed', () => {
  const crew = ALL.filter((name) => !isDecided(name));
  const draft = draftOf(card);
  draft.watch.text = 'excluded';
  draft.retentionDays.text = 'x';
  draft.heightM = { text: '6', unknown: false };
  expect(patchOf(valuesOf(card), draft, crew)).toEqual({ patch: { heightM: 6 }, read: { heightM: null } });
});
