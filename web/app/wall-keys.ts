import { KINDS } from '../../server/cameras/snapshot.rules.ts';
import { t } from '../ui/words/index.svelte.ts';
import type { KeyBinding } from './keyboard.rules.ts';
import type { Situation } from './situation.svelte.ts';
import type { WallDesk } from './wall-desk.svelte.ts';

/** What this person may do on the wall beyond watching. */
export interface WallRights {
  readonly scenes: boolean;
  readonly stills: boolean;
  readonly mend: boolean;
  readonly turn: boolean;
}

/** Every key of the video wall, for the hints beside it too. */
export function wallKeys(
  desk: WallDesk,
  situation: Situation,
  rights: WallRights,
  narrow: boolean,
): readonly KeyBinding[] {
  const { wall, tour } = desk;
  const key = (
    code: string,
    cap: string,
    words: string,
    run: () => void,
    more: Partial<KeyBinding> = {},
  ): KeyBinding => ({ code, cap, words, run, ...more });
  const free = (): boolean => desk.panel === null || (desk.panel === 'turn' && desk.still === null);
  const onCamera = { when: () => wall.chosenId !== null && free() };
  const closed = () => wall.factsOf(wall.chosenCell).closed;
  const inTrouble = () => {
    const { chosenId } = wall;
    const mends = chosenId !== null && wall.rightOf(chosenId)?.mend === true;
    const { badge } = wall.factsOf(wall.chosenCell);
    return rights.mend && mends && onCamera.when() && badge !== null && closed() === null;
  };
  /** The camera in the chosen tile, where it turns. */
  const turnable = (): number | null => {
    const { chosenId } = wall;
    const row = chosenId === null ? null : situation.fleet.rowOf(chosenId);
    if (!rights.turn || chosenId === null || row === null || wall.rightOf(chosenId)?.bar !== null)
      return null;
    return KINDS[situation.fleet.columns.kind[row]!] === 'ptz' ? chosenId : null;
  };
  const toggleTurning = (): void => {
    const cameraId = turnable();
    if (desk.panel === 'turn') {
      situation.turning.close();
      desk.panel = null;
    } else if (cameraId !== null) {
      if (tour.sequence !== null) tour.pause();
      situation.turning.open(cameraId);
      desk.panel = 'turn';
    }
  };
  const hasSets = () => tour.sequence !== null || wall.pages > 1 || desk.scenes.scenes.length > 0;
  const digits = Array.from({ length: 9 }, (_, at) => [
    key(`Digit${at + 1}`, '1–9', t('wall.key.choose'), () => wall.choose(at), { when: () => at < wall.size }),
    key(`Numpad${at + 1}`, '1–9', t('wall.key.choose'), () => wall.choose(at), {
      when: () => at < wall.size,
    }),
  ]).flat();
  return [
    ...digits,
    key('Enter', 'Enter', t(wall.large ? 'wall.key.small' : 'wall.key.large'), () => desk.enlarge(), {
      when: () => (wall.large || onCamera.when()) && wall.size > 1,
    }),
    key('KeyM', 'M', t('wall.key.map'), () => void desk.showOnMap(narrow)),
    key('KeyR', 'R', t('wall.key.again'), () => desk.again(wall.chosenId!), {
      when: () => onCamera.when() && closed() === 'pursuit',
    }),
    key('KeyC', 'C', t('wall.key.mate'), () => desk.mate(), {
      when: () => onCamera.when() && closed() === null,
    }),
    key('ArrowLeft', '←', t('wall.key.back'), () => desk.turn(-1), { when: hasSets }),
    key('ArrowRight', '→', t('wall.key.on'), () => desk.turn(1), { when: hasSets }),
    key('ArrowLeft', 'Shift+←', t('wall.key.move'), () => wall.move(-1), { shift: true, ...onCamera }),
    key('ArrowRight', 'Shift+→', t('wall.key.move'), () => wall.move(1), { shift: true, ...onCamera }),
    key('KeyJ', 'J', t('wall.key.next'), () => wall.step(1)),
    key('KeyK', 'K', t('wall.key.previous'), () => wall.step(-1)),
    key('Slash', '/', t('wall.key.find'), desk.find),
    key('Delete', 'Del', t('wall.key.clear'), () => desk.clear(), { when: () => wall.chosenCell !== null }),
    key('Equal', '+', t('wall.key.more'), () => wall.resize(1)),
    key('Equal', '+', t('wall.key.more'), () => wall.resize(1), { shift: true }),
    key('NumpadAdd', '+', t('wall.key.more'), () => wall.resize(1)),
    key('Minus', '−', t('wall.key.fewer'), () => wall.resize(-1)),
    key('NumpadSubtract', '−', t('wall.key.fewer'), () => wall.resize(-1)),
    key('KeyO', 'O', t('wall.key.scenes'), () => (desk.panel = desk.panel === 'scenes' ? null : 'scenes'), {
      ...{ when: () => rights.scenes, ever: () => rights.scenes },
    }),
    key('KeyT', 'T', t('wall.key.tour'), () => void desk.toggleTour(), {
      ...{ when: () => rights.scenes, ever: () => rights.scenes },
    }),
    key('KeyT', 'Shift+T', t('wall.key.tour.end'), () => tour.stop(), {
      ...{ shift: true, when: () => tour.sequence !== null, ever: () => tour.sequence !== null },
    }),
    key('KeyS', 'S', t('wall.key.still'), () => desk.openStill(), {
      ...{ when: () => rights.stills && free(), ever: () => rights.stills },
    }),
    key('KeyP', 'P', t('ptz.open'), toggleTurning, {
      ...{ when: () => desk.panel === 'turn' || (desk.panel === null && turnable() !== null) },
      ever: () => rights.turn,
    }),
    key('KeyE', 'E', t('wall.key.mend'), () => (desk.panel = 'mend'), {
      ...{ when: inTrouble, ever: () => rights.mend },
    }),
    key('KeyL', 'L', t('key.table'), () => (situation.table = !situation.table)),
    key('KeyW', 'Shift+W', t('wall.key.window'), () => desk.openWindow(), { shift: true }),
    key('Escape', 'Esc', t('key.escape'), () => leaveOne(desk, situation), { inFields: true }),
    key('Slash', '?', t('keys.title'), () => (situation.aside = situation.aside === 'keys' ? null : 'keys'), {
      shift: true,
    }),
  ];
}

/** Shuts what lies on top. The wall itself goes only by the key that names the map: one Escape too many ends no watching. */
function leaveOne(desk: WallDesk, situation: Situation): void {
  if (situation.menu) situation.menu = false;
  else if (situation.aside !== null) situation.aside = null;
  else if (desk.panel !== null) desk.panel = null;
  else if (situation.table) situation.table = false;
  else if (desk.wall.large) desk.wall.large = false;
  else desk.say(t('wall.leave.how'));
}
