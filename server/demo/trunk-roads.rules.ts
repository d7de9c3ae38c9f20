import { fractalLine } from './fractal.rules.ts';
import { columnEnds, rowEnds } from './old-town.rules.ts';
import { at, offsetLine, smoothLine, type Point } from './plane.rules.ts';
import { COURSES, SHORE } from './waters.rules.ts';

export interface NamedRoad {
  readonly name: string;
  readonly class: 'motorway' | 'trunk' | 'main' | 'street';
  readonly widthM: number;
  readonly line: readonly Point[];
}

type Pair = readonly [number, number];
const WIDTHS_M = { motorway: 24, trunk: 20, main: 14, street: 8 } as const;

const road = (
  roadClass: NamedRoad['class'],
  name: string,
  points: readonly (Pair | Point)[],
  winding = 0.05,
): NamedRoad => {
  const given = points.map((p) => ('x' in p ? p : at(p[0], p[1])));
  return {
    name,
    class: roadClass,
    widthM: WIDTHS_M[roadClass],
    line: smoothLine(fractalLine(given, winding, 700, 5), 60),
  };
};

const course = (name: string): readonly Point[] => COURSES.find((each) => each.name === name)!.line;
/** A road up a valley: beside the stream, `metres` to the left of its flow. */
const beside = (name: string, metres: number, fromShare: number, toShare: number): Point[] => {
  const line = course(name);
  const part = line.slice(Math.floor(line.length * fromShare), Math.ceil(line.length * toShare));
  return offsetLine(part, (i) => metres + 25 * Math.sin(i / 5)).filter((_, i) => i % 5 === 0);
};

const shoreRoad = (from: number, to: number, inlandM: number): Point[] =>
  smoothLine(
    offsetLine(SHORE, () => -inlandM)
      .slice(Math.floor(SHORE.length * from), Math.floor(SHORE.length * to))
      .filter((_, i) => i % 4 === 0),
    50,
  );

/** The roads everyone knows by name: motorways, national roads, the shore road and the roads up the valleys. */
export function namedRoads(): NamedRoad[] {
  const [gyeonggangWest, gyeonggangEast] = rowEnds('경강로');
  const [gangneungWest, gangneungEast] = rowEnds('강릉대로');
  const [yulgokWest] = rowEnds('율곡로');
  const [imyeongSouth, imyeongNorth] = columnEnds('임영로');
  const [ponamSouth, ponamNorth] = columnEnds('포남로');
  // prettier-ignore
  return [
    road('motorway', '동해고속도로', [[128.783, 37.918], [128.79, 37.89], [128.803, 37.865], [128.811, 37.843], [128.822, 37.815], [128.834, 37.79], [128.847, 37.767], [128.852, 37.75], [128.862, 37.727], [128.885, 37.7085], [128.91, 37.7], [128.945, 37.69], [128.975, 37.668], [128.992, 37.645], [129.007, 37.625], [129.025, 37.597], [129.045, 37.565]], 0.02),
    road('motorway', '영동고속도로', [[128.8495, 37.757], [128.83, 37.752], [128.802, 37.75], [128.776, 37.739], [128.76, 37.72], [128.748, 37.712]], 0.05),
    road('trunk', '동해대로', [[128.8, 37.918], [128.81, 37.9], [128.813, 37.882], [128.824, 37.866], [128.84, 37.848], [128.852, 37.826], [128.858, 37.805], [128.858, 37.784], [128.857, 37.766], [128.8595, 37.751], [128.8655, 37.736], [128.883, 37.7255], [128.906, 37.7215], [128.936, 37.7285], [128.96, 37.7275], [128.979, 37.716], [128.996, 37.695], [129.01, 37.668], [129.018, 37.645], [129.024, 37.6275], [129.043, 37.606], [129.052, 37.58]], 0.03),
    road('trunk', '경강로', [[128.752, 37.731], [128.778, 37.7375], [128.805, 37.7405], [128.826, 37.741], [128.846, 37.748], [128.862, 37.7515], [128.874, 37.7505], gyeonggangWest], 0.04),
    road('trunk', '경강로', [gyeonggangEast, [128.918, 37.7665], [128.927, 37.7695], [128.938, 37.7725], [128.9445, 37.7745]], 0.01),
    road('main', '강릉대로', [[128.8595, 37.751], [128.868, 37.746], [128.877, 37.743], gangneungWest], 0.03),
    road('main', '강릉대로', [gangneungEast, [128.92, 37.747], [128.932, 37.7485], [128.945, 37.75], [128.957, 37.7525]], 0.03),
    road('main', '율곡로', [ yulgokWest, [128.88, 37.763], [128.872, 37.773], [128.8745, 37.7795], [128.874, 37.79], [128.869, 37.803], [128.862, 37.818], [128.858, 37.829]], 0.03),
    road('main', '경포로', [[128.8845, 37.7785], [128.8905, 37.7845], [128.8955, 37.7905], [128.8965, 37.7975], [128.8985, 37.8045], [128.905, 37.8065]], 0.03),
    road('main', '임영로', [imyeongNorth, [128.8885, 37.771], [128.884, 37.779], [128.879, 37.7835]], 0.03),
    road('main', '칠성로', [imyeongSouth, [128.885, 37.73], [128.881, 37.717], [128.874, 37.702], [128.868, 37.69]], 0.05),
    road('main', '포남로', [ponamNorth, [128.912, 37.773], [128.9145, 37.7805], [128.916, 37.788], [128.9195, 37.794]], 0.02),
    road('main', '모산로', [ponamSouth, [128.911, 37.729], [128.917, 37.7235]], 0.03),
    road('main', '사임당로', [[128.858, 37.784], [128.866, 37.7885], [128.8745, 37.7905]], 0.04),
    road('main', '난설헌로', [[128.9, 37.7875], [128.909, 37.7885], [128.919, 37.791], [128.9265, 37.787], [128.934, 37.7795], [128.9415, 37.774]], 0.03),
    road('main', '공항길', [[128.929, 37.7475], [128.94, 37.7535], [128.948, 37.7605], [128.9545, 37.765]], 0.03),
    road('main', '백두대간로', [[128.821, 37.7335], ...beside('남대천', -70, 0.02, 0.32).reverse(), [128.762, 37.64], [128.778, 37.615], [128.8, 37.59], [128.815, 37.565], [128.82, 37.53]], 0.06),
    road('main', '진고개로', [...beside('연곡천', 90, 0.02, 0.93)], 0.03),
    road('street', '방동길', [...beside('사천천', 70, 0.04, 0.86)], 0.04),
    road('street', '닭목재길', [[128.762, 37.64], [128.742, 37.62], [128.735, 37.6], [128.71, 37.58], [128.685, 37.565]], 0.09),
    road('main', '안인길', [...beside('군선강', -60, 0.05, 0.92)], 0.04),
    road('main', '옥계로', [...beside('주수천', 70, 0.04, 0.86)], 0.04),
    road('street', '단경로', [[128.905, 37.7], [128.915, 37.68], [128.912, 37.658], [128.93, 37.635], [128.935, 37.612], [128.922, 37.587]], 0.08),
    road('street', '삼교길', [[128.813, 37.889], [128.795, 37.887], [128.765, 37.886], [128.735, 37.883], [128.705, 37.884]], 0.08),
    road('street', '구정중앙로', [[128.85, 37.735], [128.853, 37.72], [128.846, 37.709], [128.86, 37.695], [128.874, 37.69]], 0.07),
    road('street', '소금강길', [[128.722, 37.838], [128.702, 37.82], [128.68, 37.808], [128.652, 37.795]], 0.08),
    road('street', '위촌길', [[128.858, 37.766], [128.838, 37.768], [128.815, 37.775], [128.79, 37.779]], 0.08),
    road('street', '대관령옛길', [[128.805, 37.7405], [128.788, 37.742], [128.772, 37.745], [128.758, 37.742]], 0.08),
    road('street', '해돋이길', [[129.02, 37.62], [129.002, 37.6], [128.995, 37.575], [128.99, 37.55]], 0.08),
    { name: '해안로', class: 'main', widthM: 12, line: shoreRoad(0.05, 0.4, 150) },
    { name: '해안로', class: 'main', widthM: 12, line: shoreRoad(0.47, 0.56, 150) },
    { name: '율곡로', class: 'main', widthM: 12, line: shoreRoad(0.585, 0.715, 130) },
    { name: '헌화로', class: 'main', widthM: 10, line: shoreRoad(0.735, 0.9, 70) },
  ];
}
