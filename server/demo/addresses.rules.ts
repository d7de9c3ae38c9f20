import RBush from 'rbush';
import type { Road } from './drawn-land.rules.ts';
import { boxOf, distance, distanceToSegment, type Box, type Point } from './plane.rules.ts';
import { hashOf } from './random.rules.ts';

interface Stretch extends Box {
  readonly name: string;
  readonly a: Point;
  readonly b: Point;
  readonly fromM: number;
}

/** The legal units (법정동·리) that addresses of an administrative unit carry. */
const LEGAL_UNITS: Readonly<Record<string, readonly string[]>> = {
  주문진읍: ['주문리', '교항리', '장덕리'],
  성산면: ['구산리', '금산리', '어흘리'],
  왕산면: ['도마리', '왕산리', '대기리'],
  구정면: ['여찬리', '학산리', '어단리'],
  강동면: ['상시동리', '안인리', '정동진리'],
  옥계면: ['현내리', '낙풍리', '금진리'],
  사천면: ['판교리', '방동리', '사천진리'],
  연곡면: ['동덕리', '방내리', '영진리'],
  중앙동: ['성내동', '임당동', '금학동', '명주동'],
  교1동: ['교동'],
  교2동: ['교동'],
  포남1동: ['포남동'],
  포남2동: ['포남동'],
  송정동: ['송정동', '견소동'],
  초당동: ['초당동', '강문동'],
  강남동: ['노암동', '장현동', '박월동'],
  성덕동: ['입암동', '두산동', '신석동'],
  경포동: ['저동', '안현동', '운정동', '유천동'],
};

const PREFIX = '강원특별자치도 강릉시';

/** Which named road is near, and invented addresses in the right form. */
export class Addresses {
  readonly #stretches = new RBush<Stretch>();

  constructor(roads: readonly Road[]) {
    const stretches: Stretch[] = [];
    for (const road of roads) {
      if (road.name === null || road.class === 'motorway') continue;
      let fromM = 0;
      for (let i = 0; i + 1 < road.line.length; i++) {
        const a = road.line[i]!;
        const b = road.line[i + 1]!;
        stretches.push({ ...boxOf([a, b]), name: road.name, a, b, fromM });
        fromM += distance(a, b);
      }
    }
    this.#stretches.load(stretches);
  }

  /** Names of the roads within `metres`, nearest first. */
  namesNear(p: Point, metres: number): string[] {
    const found = this.#stretches
      .search({ minX: p.x - metres, minY: p.y - metres, maxX: p.x + metres, maxY: p.y + metres })
      .map((s) => ({ name: s.name, away: distanceToSegment(p, s.a, s.b) }))
      .filter(({ away }) => away <= metres)
      .sort((one, other) => one.away - other.away);
    return [...new Set(found.map(({ name }) => name))];
  }

  /** The nearest named road and the house number there: one for every ten metres, odd on the left. */
  roadAt(p: Point): { name: string; number: number } | null {
    for (const metres of [60, 240, 900, 3000]) {
      let best: Stretch | null = null;
      let bestAway = metres;
      for (const s of this.#stretches.search({
        minX: p.x - metres,
        minY: p.y - metres,
        maxX: p.x + metres,
        maxY: p.y + metres,
      })) {
        const away = distanceToSegment(p, s.a, s.b);
        if (away < bestAway) [best, bestAway] = [s, away];
      }
      if (best) {
        const along = best.fromM + Math.min(distance(best.a, p), distance(best.a, best.b));
        const left = (best.b.x - best.a.x) * (p.y - best.a.y) - (best.b.y - best.a.y) * (p.x - best.a.x) > 0;
        return { name: best.name, number: 2 * Math.floor(along / 20) + (left ? 1 : 2) };
      }
    }
    return null;
  }

  roadAddress(p: Point, unit: string): string | null {
    const road = this.roadAt(p);
    if (!road) return null;
    return [PREFIX, ...(/[읍면]$/u.test(unit) ? [unit] : []), road.name, road.number].join(' ');
  }

  lotAddress(p: Point, unit: string): string {
    const hash = hashOf(p.x, p.y, 9);
    const legal = LEGAL_UNITS[unit];
    const name = legal ? legal[hash % legal.length]! : unit;
    const lot = `${1 + ((hash >>> 4) % 899)}${hash % 3 === 0 ? '' : `-${1 + ((hash >>> 14) % 30)}`}`;
    return [PREFIX, ...(/[읍면]$/u.test(unit) ? [unit] : []), name, lot].join(' ');
  }
}
