import type { Measure } from '../measure/measure.svelte.ts';
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
  /** Shuts what lies on top. */
  readonly escape: () => void;
  readonly placeMenu: () => void;
  /** Puts the camera of the card on the video wall. */
  readonly placeOnWall: () => void;
  readonly mayPlaceOnWall: () => boolean;
}

const PAN = 0.25;

/** Every key of the situation screen. The list under `?` and the hints are made from it, so none of them can lie. */
export function situationKeys(
  situation: Situation,
  measure: Measure,
  acts: ShellActs,
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
  const toggleTurning = (): void => {
    const { turning, selectedId } = situation;
    if (turning.cameraId !== null) turning.close();
    else if (selectedId !== null) turning.open(selectedId);
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
  return [
    key('Slash', '/', t('key.search'), acts.focusSearch),
    key('KeyF', 'F', t('key.legend'), acts.toggleLegend),
    key('KeyL', 'L', t('key.table'), () => (situation.table = !situation.table)),
    key('KeyJ', 'J', t('key.next'), () => situation.step(1)),
    key('KeyK', 'K', t('key.previous'), () => situation.step(-1)),
    key(
      'Enter',
      'Enter',
      t('key.open'),
      () => {
        const line = situation.work.lines[situation.work.cursor];
        if (line !== undefined) situation.openWork(line);
      },
      { when: hasList },
    ),
    key('Escape', 'Esc', t('key.escape'), acts.escape, { inFields: true }),
    key('Backspace', 'Backspace', t('measure.undo'), () => measure.undo(), { when: () => measure.on }),
    key('Backspace', 'Backspace', t('key.back'), acts.back, { when: () => !measure.on }),
    key('BracketLeft', '[', t('key.previousMate'), () => situation.neighbour(-1), { when: hasMates }),
    key('BracketRight', ']', t('key.nextMate'), () => situation.neighbour(1), { when: hasMates }),
    key('KeyV', 'V', t('wall.key.place'), () => acts.placeOnWall(), { when: acts.mayPlaceOnWall }),
    key('KeyC', 'C', t('card.seeing'), () => situation.askAtSelected(), { when: hasCard }),
    key('KeyP', 'P', t('ptz.key.turn'), toggleTurning, { when: mayTurn }),
    key('KeyE', 'E', t('card.edit'), () => (situation.editing = true), { when: mayEdit }),
    key('KeyO', 'O', t('key.office'), acts.toggleOffice, { when: acts.hasOffice }),
    key('KeyM', 'M', t('key.measure'), () => measure.toggle(), { when: onMap }),
    key('Equal', '+', t('key.zoomIn'), () => map?.zoomBy(1), { when: onMap }),
    key('Equal', '+', t('key.zoomIn'), () => map?.zoomBy(1), { when: onMap, shift: true }),
    key('NumpadAdd', '+', t('key.zoomIn'), () => map?.zoomBy(1), { when: onMap }),
    key('Minus', '−', t('key.zoomOut'), () => map?.zoomBy(-1), { when: onMap }),
    key('NumpadSubtract', '−', t('key.zoomOut'), () => map?.zoomBy(-1), { when: onMap }),
    key('ArrowLeft', '←', t('key.pan'), () => map?.panBy(-PAN, 0), { when: onMap }),
    key('ArrowRight', '→', t('key.pan'), () => map?.panBy(PAN, 0), { when: onMap }),
    key('ArrowUp', '↑', t('key.pan'), () => map?.panBy(0, -PAN), { when: onMap }),
    key('ArrowDown', '↓', t('key.pan'), () => map?.panBy(0, PAN), { when: onMap }),
    key('ContextMenu', 'Menu', t('place.menu'), acts.placeMenu, { when: onMap }),
    key('Slash', '?', t('keys.title'), () => (situation.aside = situation.aside === 'keys' ? null : 'keys'), {
      shift: true,
    }),
  ];
}
