import type { Measure } from '../measure/measure.svelte.ts';
import { NEXT } from '../../server/pursuits/pursuit.rules.ts';
import { t } from '../ui/words/index.svelte.ts';
import type { KeyBinding } from './keyboard.rules.ts';
import type { Situation } from './situation.svelte.ts';

/** Acts of the shell around the situation: fields to focus, menus to shut. */
export interface ShellActs {
  readonly focusSearch: () => void;
  readonly toggleLegend: () => void;
  readonly back: () => void;
  readonly hasOffice: () => boolean;
  readonly toggleOffice: () => void;
  readonly toggleKeys: () => void;
  /** Whether what covers the card or leaves it may: whoever holds a camera is asked first. */
  readonly mayLeave: () => boolean;
  /** Shuts what lies on top. */
  readonly escape: () => void;
  readonly placeMenu: () => void;
  /** Puts the camera of the card on the video wall. */
  readonly placeOnWall: () => void;
  readonly mayPlaceOnWall: () => boolean;
  readonly hasWall: () => boolean;
  /** Opens what sees the asked place now on the video wall. */
  readonly openSeen: () => void;
  readonly hasSeen: () => boolean;
}

const PAN = 0.25;

/** Every key of the situation screen. The list under `?` and the hints are made from it, so none of them can lie. */
export function situationKeys(
  situation: Situation,
  measure: Measure,
  acts: ShellActs,
  may: (action: string) => boolean,
): readonly KeyBinding[] {
  const { map } = situation;
  const onMap = (): boolean => map !== null;
  const hasCard = (): boolean => situation.selectedId !== null && situation.aside === null;
  const mayEdit = (): boolean => hasCard() && (situation.card.card?.actions.includes('camera.edit') ?? false);
  const hasMates = (): boolean => hasCard() && (situation.card.card?.site.cameras.length ?? 0) > 1;
  const mayTurn = (): boolean => {
    const card = hasCard() ? situation.card.card : null;
    return card?.kind === 'ptz' && card.hasStream && card.actions.includes('camera.turn');
  };
  const { following } = situation;
  const mayFollow = (): boolean =>
    hasCard() &&
    following.may &&
    following.view === null &&
    following.elsewhere === null &&
    following.over === null &&
    situation.card.card?.hasStream === true &&
    situation.card.card.actions.includes('camera.watch');
  const hopTo = (at: number): number | undefined =>
    hasCard() && following.next?.fromCameraId === situation.selectedId
      ? following.next?.cameras[at]?.cameraId
      : undefined;
  const hop = (at: number): void => {
    const cameraId = hopTo(at);
    if (cameraId !== undefined && acts.mayLeave()) situation.select(cameraId, { fly: true });
  };
  const toggleTurning = (): void => {
    const { turning, selectedId } = situation;
    if (turning.cameraId !== null) turning.close();
    else if (selectedId !== null) turning.open(selectedId);
  };
  const leaving = (run: () => void) => (): void => {
    if (acts.mayLeave()) run();
  };
  const hasList = (): boolean => situation.selectedId === null && situation.aside === null;
  const key = (
    code: string,
    cap: string,
    words: string,
    run: () => void,
    more: Partial<KeyBinding> = {},
  ): KeyBinding => ({
    code,
    cap,
    words,
    run,
    ...more,
  });
  const inList: Partial<KeyBinding> = { place: 'list' };
  const onCard = (when: () => boolean, ever: () => boolean = () => true): Partial<KeyBinding> => ({
    when,
    ever,
    place: 'card',
  });
  const withMap: Partial<KeyBinding> = { when: onMap, place: 'map' };
  return [
    key('Slash', '/', t('key.search'), acts.focusSearch),
    key('KeyF', 'F', t('key.legend'), acts.toggleLegend),
    key('KeyL', 'L', t('key.table'), () => (situation.table = !situation.table)),
    key(
      'KeyJ',
      'J',
      t('key.step'),
      leaving(() => situation.step(1)),
      inList,
    ),
    key(
      'KeyK',
      'K',
      t('key.step'),
      leaving(() => situation.step(-1)),
      inList,
    ),
    key(
      'Enter',
      'Enter',
      t('key.open'),
      () => {
        const line = situation.work.lines[situation.work.cursor];
        if (line !== undefined) situation.openWork(line);
      },
      { when: hasList, place: 'list' },
    ),
    key(
      'KeyQ',
      'Q',
      t('key.cycle'),
      leaving(() => situation.cycleTroubles()),
      inList,
    ),
    key('Escape', 'Esc', t('key.escape'), acts.escape, { inFields: true }),
    key('Backspace', 'Backspace', t('measure.undo'), () => measure.undo(), {
      when: () => measure.on,
      place: 'measure',
    }),
    key('Backspace', 'Backspace', t('key.back'), leaving(acts.back), { when: () => !measure.on }),
    key(
      'BracketLeft',
      '[',
      t('key.mates'),
      leaving(() => situation.neighbour(-1)),
      onCard(hasMates),
    ),
    key(
      'BracketRight',
      ']',
      t('key.mates'),
      leaving(() => situation.neighbour(1)),
      onCard(hasMates),
    ),
    key('KeyV', 'V', t('seeing.tiles.key'), acts.openSeen, {
      ...{ when: () => acts.hasSeen(), ever: acts.hasWall, place: 'map' },
    }),
    key(
      'KeyV',
      'V',
      t('wall.key.place'),
      () => acts.placeOnWall(),
      onCard(acts.mayPlaceOnWall, acts.hasWall),
    ),
    key('KeyC', 'C', t('card.seeing'), () => situation.probe.press(), {
      ...onCard(hasCard),
      release: () => situation.probe.release(),
    }),
    key('KeyC', 'C', t('seeing.key.hold'), () => situation.probe.press(), {
      ...withMap,
      release: () => situation.probe.release(),
    }),
    key(
      'KeyP',
      'P',
      t('ptz.key.turn'),
      toggleTurning,
      onCard(mayTurn, () => may('camera.turn')),
    ),
    key(
      'KeyT',
      'T',
      t('pursuit.key.open'),
      () => (situation.following.formFor = situation.selectedId),
      onCard(mayFollow, () => may('pursuit.open')),
    ),
    ...Array.from({ length: NEXT.most }, (_, at) =>
      key(`Digit${at + 1}`, `1–${NEXT.most}`, t('pursuit.key.hop'), () => hop(at), {
        when: () => situation.following.view !== null && hopTo(at) !== undefined,
        ever: () => situation.following.view !== null,
        place: 'pursuit',
      }),
    ),
    key(
      'KeyE',
      'E',
      t('card.edit'),
      () => (situation.editing = true),
      onCard(mayEdit, () => may('camera.edit')),
    ),
    key('KeyO', 'O', t('key.office'), leaving(acts.toggleOffice), {
      when: acts.hasOffice,
      ever: acts.hasOffice,
    }),
    key('KeyM', 'M', t('key.measure'), () => measure.toggle(), withMap),
    key('Equal', '+', t('key.zoom'), () => map?.zoomBy(1), withMap),
    key('Equal', '+', t('key.zoom'), () => map?.zoomBy(1), { ...withMap, shift: true }),
    key('NumpadAdd', '+', t('key.zoom'), () => map?.zoomBy(1), withMap),
    key('Minus', '−', t('key.zoom'), () => map?.zoomBy(-1), withMap),
    key('NumpadSubtract', '−', t('key.zoom'), () => map?.zoomBy(-1), withMap),
    key('ArrowLeft', '←', t('key.pan'), () => map?.panBy(-PAN, 0), withMap),
    key('ArrowRight', '→', t('key.pan'), () => map?.panBy(PAN, 0), withMap),
    key('ArrowUp', '↑', t('key.pan'), () => map?.panBy(0, -PAN), withMap),
    key('ArrowDown', '↓', t('key.pan'), () => map?.panBy(0, PAN), withMap),
    key('Home', 'Home', t('key.fitAll'), () => situation.fitDrawn(), withMap),
    key('ContextMenu', 'Menu', t('place.menu'), acts.placeMenu, withMap),
    key('Slash', '?', t('keys.title'), acts.toggleKeys, {
      shift: true,
    }),
  ];
}
