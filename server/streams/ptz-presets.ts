import { loadCameraForAct } from '../cameras/index.ts';
import type { Actor } from '../platform/access.ts';
import { permit } from '../platform/act.ts';
import { ApiError, notFound } from '../platform/http-errors.ts';
import type { Head } from './ptz-head.ts';
import { aimFacts } from './ptz-facts.rules.ts';
import { barredFault, barredUnknown, legsOf } from './ptz-faults.ts';
import { standingOf, type DevicePreset } from './ptz-presets.rules.ts';
import { toldBearing } from './ptz.rules.ts';
import type { GoToPresetBody, KeepPresetBody, PresetView } from './ptz.schema.ts';
import { commanded, permitted, toDevice, type PtzDesk } from './turn-camera.ts';

const noSuchPreset = (): ApiError =>
  new ApiError(
    409,
    'no-such-preset',
    {
      ko: '장비에 이 프리셋이 없습니다. 목록을 다시 열어 고르십시오.',
      en: 'The device has no such preset. Open the list anew and choose.',
    },
    'token',
  );

const nameTaken = (name: string): ApiError =>
  new ApiError(
    409,
    'preset-name-taken',
    {
      ko: `장비에 ‘${name}’ 프리셋이 이미 있습니다. 다른 이름을 적으십시오.`,
      en: `The device has a preset ‘${name}’ already. Give another name.`,
    },
    'name',
  );

const stillMoving = (): ApiError =>
  new ApiError(409, 'still-moving', {
    ko: '움직이는 중이라 자리를 남기지 않았습니다. 멈춘 뒤에 다시 하십시오.',
    en: 'It is moving, so its place was not kept. Try again once it stands.',
  });

/** The presets that a device holds, each with whether it may be gone to. Throws 403, 404, 409 `not-turnable`, 503 `camera-silent`. */
export async function readPresetViews(
  desk: PtzDesk,
  actor: Actor,
  cameraId: number,
): Promise<readonly PresetView[]> {
  const camera = await loadCameraForAct(desk.sql, cameraId);
  if (camera === undefined) throw notFound();
  permit(actor, 'camera.turn', camera);
  return desk.heads.inTurn(cameraId, async () => {
    const head = await desk.heads.ready(cameraId);
    return (await toDevice(() => head.presets())).map((preset) => viewOf(preset, head));
  });
}

function viewOf(preset: DevicePreset, { facts: { barred, calibration } }: Head): PresetView {
  const found = standingOf(preset, barred, calibration);
  const { token, name } = preset;
  const { aim, standing } = found;
  return {
    ...{ token, name, standing },
    aim: aim && { ...aim, bearingDeg: toldBearing(aim.bearingDeg) },
    barred: 'barred' in found ? found.barred : null,
  };
}

/**
 * Goes to where a preset looks, by our own move along a way that looks into no barred sector, and for a purpose like every move
 * (Art. 11(1)). Only where nothing is barred and nobody knows where the preset looks is the device sent by itself.
 * Throws as `moveCamera` does, and 409 `no-such-preset`.
 */
export async function goToPreset(
  desk: PtzDesk,
  actor: Actor,
  cameraId: number,
  { token, ...command }: GoToPresetBody,
): Promise<void> {
  await desk.heads.inTurn(cameraId, async () => {
    await permitted(desk, actor, cameraId);
    const { preset } = await found(desk, cameraId, token);
    const { head, legs } = await commanded(
      ...([desk, actor, cameraId, 'move', command] as const),
      (_tx, { head: inHand }, note) => {
        if (preset === undefined) throw noSuchPreset();
        const { barred, calibration } = inHand.facts;
        const stands = standingOf(preset, barred, calibration);
        if (stands.standing === 'barred') throw barredFault(stands.barred, 'target');
        if (stands.standing === 'unknown') throw barredUnknown();
        note({ preset: preset.name, from: aimFacts(inHand.aim), to: aimFacts(stands.aim) });
        if (stands.standing === 'blind') return { head: inHand, legs: null };
        return { head: inHand, legs: legsOf(inHand.plan(stands.aim)) };
      },
    );
    await toDevice(() => (legs === null ? head.goToPresetBlind(token) : head.follow(actor, legs)));
  });
}

/**
 * Has the device remember where it looks now under a name. Whoever does has the camera in hand for a purpose; a picture that
 * shows a barred sector is not remembered (Art. 11(1)). Throws as `moveCamera` does, 409 `preset-name-taken`, `still-moving`.
 */
export async function keepPreset(
  desk: PtzDesk,
  actor: Actor,
  cameraId: number,
  { name, ...command }: KeepPresetBody,
): Promise<void> {
  await desk.heads.inTurn(cameraId, async () => {
    await permitted(desk, actor, cameraId);
    const { presets } = await found(desk, cameraId, null);
    const head = await commanded(
      ...([desk, actor, cameraId, 'preset', command] as const),
      (_tx, { head: inHand }, note) => {
        if (presets.some((each) => each.name === name)) throw nameTaken(name);
        if (inHand.moving || inHand.busy) throw stillMoving();
        const shown = inHand.shownBarred();
        if (shown !== null) throw barredFault(shown, 'target');
        if (inHand.aim === null && inHand.facts.barred.length > 0) throw barredUnknown();
        note({ preset: name, to: aimFacts(inHand.aim) });
        return inHand;
      },
    );
    await toDevice(() => head.keepPreset(name));
  });
}

async function found(
  { heads }: PtzDesk,
  cameraId: number,
  token: string | null,
): Promise<{ presets: readonly DevicePreset[]; preset: DevicePreset | undefined }> {
  const head = await heads.ready(cameraId);
  const presets = await toDevice(() => head.presets());
  return { presets, preset: presets.find((each) => each.token === token) };
}
