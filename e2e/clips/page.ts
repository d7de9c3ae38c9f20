import { alleyNight } from './alley-scene.ts';
import { crossingDay, crossingNight } from './avenue-scene.ts';
import { harbourFire } from './fire-scene.ts';
import { harbour } from './harbour-scene.ts';
import { schoolGate } from './school-scene.ts';
import type { Scene } from './scene.ts';
import { Stage } from './stage.ts';

const SCENES: Readonly<Record<string, Scene>> = {
  'crossing-day': crossingDay,
  'crossing-night': crossingNight,
  'alley-night': alleyNight,
  harbour,
  'school-gate': schoolGate,
  'harbour-fire': harbourFire,
};

const BLOCK_PX = 8;
const COUNTER_BITS = 16;

/** Draws frame `index` of `count`; called by the rendering script from outside the page. */
function prepare(name: string, width: number, height: number): (index: number, count: number) => string {
  const scene = SCENES[name];
  if (!scene) throw new Error(`no scene named ${name}`);
  const canvas = document.createElement('canvas');
  const still = document.createElement('canvas');
  for (const target of [canvas, still]) [target.width, target.height] = [width, height];
  const [front, back] = [canvas.getContext('2d'), still.getContext('2d')];
  if (!front || !back) throw new Error('no canvas');
  scene.still(new Stage(back, scene.eye, scene.light));
  const stage = new Stage(front, scene.eye, scene.light);
  return (index, count) => {
    front.drawImage(still, 0, 0);
    scene.moving(stage, index / count);
    drawCounter(front, index, height);
    return canvas.toDataURL('image/png');
  };
}

/** The frame number as 16 blocks in the lower left corner, highest bit first, so that latency can be measured. */
function drawCounter(g: CanvasRenderingContext2D, index: number, height: number): void {
  for (let bit = 0; bit < COUNTER_BITS; bit++) {
    const on = ((index >> (COUNTER_BITS - 1 - bit)) & 1) === 1;
    g.fillStyle = on ? 'rgb(196,196,196)' : 'rgb(28,28,28)';
    g.fillRect(bit * BLOCK_PX, height - BLOCK_PX, BLOCK_PX, BLOCK_PX);
  }
}

Object.assign(globalThis, { prepare });
