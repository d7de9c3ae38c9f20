import { postsOn, type Registers } from '../signboards/posts.rules.ts';
import {
  truthOf,
  type SignedCamera,
  type SignText,
  type SubstituteNotice,
} from '../signboards/signboards.rules.ts';
import type { DemoCamera } from './cameras.rules.ts';
import { departmentIdOf, FORMER_CONTRACTOR, REFERENCE_DAY, REORGANISED_ON } from './organisation.rules.ts';
import { distance, step, type Point } from './plane.rules.ts';
import { hashOf, randomFrom } from './random.rules.ts';

export interface DemoSign {
  readonly kind: 'sign' | 'building-sign';
  readonly p: Point;
  readonly printedOn: string;
  readonly text: SignText;
  readonly cameras: readonly DemoCamera[];
}
export interface DemoNotice {
  readonly reason: SubstituteNotice['reason'];
  readonly publishedOn: string;
  readonly cameras: readonly DemoCamera[];
}
export interface Notices {
  readonly signs: readonly DemoSign[];
  readonly notices: readonly DemoNotice[];
  readonly exempt: readonly DemoCamera[];
}

/** What the register will say of a demo camera; the printed text and the register's rows both come from this. */
export function signedCamera(camera: DemoCamera, registers: Registers): SignedCamera {
  return {
    siteName: camera.site.name,
    hoursText: HOURS,
    rangeText: rangeText(camera),
    integration: camera.integration,
    departmentId: departmentIdOf(registers, camera.department),
    contractorId: camera.hasContractor ? registers.contractors.at(-1)!.contractorId : null,
    purposes: camera.purposes,
  };
}
export const HOURS = '24시간 연속';
export const rangeText = (camera: DemoCamera): string =>
  camera.site.use === 'coast' ? '해안과 그 앞바다' : '지주 주변 도로와 보도';

/**
 * How each site is told to the public (Art. 10): most by one sign a pole, printed from what is true; about a tenth by
 * a web notice with its reason; a few signs stale by the reorganisation, a telephone number or an ended contract; a few
 * missing. The protected are exempt by decision.
 */
export function postSigns(cameras: readonly DemoCamera[], registers: Registers, seed: number): Notices {
  const random = randomFrom(hashOf(seed, 9200));
  const bySite = Map.groupBy(cameras, (camera) => camera.site);
  const exempt = cameras.filter((camera) => camera.protected);
  const sites = [...bySite].filter(([site]) => site.use !== 'protected');
  const noticed: Record<SubstituteNotice['reason'], DemoCamera[]> = {
    'traffic-flow': [],
    'long-range': [],
    'not-feasible': [],
  };
  const signed: DemoCamera[][] = [];
  const scale = cameras.length / 1500;
  let missing = Math.max(2, Math.round(11 * scale));
  const shuffled = sites.map((entry) => ({ entry, key: random() })).sort((a, b) => a.key - b.key);
  const known = new Set([398, 412, 417, 420, 433]);
  for (const { entry } of shuffled) {
    const [site, group] = entry;
    const main = group[0]!.purposes[0]!.purpose;
    if (!known.has(site.number) && main === 'traffic' && random() < 0.92)
      noticed['traffic-flow'].push(...group);
    else if (!known.has(site.number) && site.use === 'coast' && random() < 0.22)
      noticed['long-range'].push(...group);
    else if (!known.has(site.number) && site.use === 'riverside' && random() < 0.08)
      noticed['not-feasible'].push(...group);
    else if (!known.has(site.number) && group.length <= missing && group.length === 1) missing -= 1;
    else signed.push(group);
  }
  const hall = signed.filter(([first]) => first!.site.name.startsWith('강릉시청'));
  const poles = signed.filter((group) => !hall.includes(group));
  const shared = shareSigns(poles, Math.max(1, Math.round(3 * scale)));
  const groups: { kind: DemoSign['kind']; cameras: DemoCamera[] }[] = [
    ...(hall.length > 0 ? [{ kind: 'building-sign' as const, cameras: hall.flat() }] : []),
    ...shared.map((group) => ({ kind: 'sign' as const, cameras: group })),
  ];
  const today = postsOn(registers, REFERENCE_DAY);
  const signs = groups.map(({ kind, cameras: group }): DemoSign => {
    const first = group[0]!;
    const text = truthOf(
      group.map((each) => signedCamera(each, registers)),
      today,
      REFERENCE_DAY,
    );
    const p = step(first.site.p, hashOf(seed, first.site.number) % 360, 1.2);
    return { kind, p, printedOn: printedOn(random()), text, cameras: group };
  });
  return {
    signs: ageSigns(signs, registers, scale),
    notices: Object.entries(noticed)
      .filter(([, group]) => group.length > 0)
      .map(([reason, group]) => ({
        reason: reason as DemoNotice['reason'],
        publishedOn: '2026-01-12',
        cameras: group,
      })),
    exempt,
  };
}

const printedOn = (share: number): string =>
  `2026-0${1 + Math.floor(share * 6)}-${String(10 + (Math.floor(share * 100) % 18))}`;

/** A few near poles share one sign between them. */
function shareSigns(groups: readonly DemoCamera[][], pairs: number): DemoCamera[][] {
  const shared = groups.map((group) => [...group]);
  let left = pairs;
  for (let i = 0; i < Math.min(shared.length, 4000) && left > 0; i++) {
    const first = shared[i]![0]?.site;
    if (!first || first.number % 5 !== 0) continue;
    const j = shared.findIndex((group, k) => k > i && group[0] && distance(group[0].site.p, first.p) < 60);
    if (j < 0) continue;
    shared[i]!.push(...shared[j]!.splice(0));
    left--;
  }
  return shared.filter((group) => group.length > 0);
}

/** Makes some signs say what was true once: nine by the reorganisation, two by a telephone number, one by a contract. */
function ageSigns(signs: readonly DemoSign[], registers: Registers, scale: number): DemoSign[] {
  const aged = [...signs];
  const before = postsOn(registers, '2025-06-30');
  const isSingle = (sign: DemoSign): boolean =>
    sign.kind === 'sign' && sign.cameras.length === 1 && !sign.cameras[0]!.hasContractor;
  const isCentral = (sign: DemoSign): boolean =>
    sign.cameras.every((camera) => camera.integration !== 'standalone');
  const age = (
    count: number,
    fits: (sign: DemoSign) => boolean,
    text: (sign: DemoSign) => SignText,
    on: string,
  ): void => {
    let left = count;
    const order = aged.map((sign, i) => ({
      i,
      first: sign.cameras[0]!.site.number === 412 ? 0 : sign.cameras[0]!.site.number === 433 ? 1 : 2,
    }));
    order.sort((a, b) => a.first - b.first || a.i - b.i);
    for (const { i } of order) {
      const sign = aged[i]!;
      if (left === 0) break;
      if (sign !== signs[i] || !fits(sign)) continue;
      aged[i] = { ...sign, text: text(sign), printedOn: on };
      left--;
    }
  };
  const times = (n: number): number => Math.max(1, Math.round(n * scale));
  const isKnown = (sign: DemoSign): boolean => [412, 433].includes(sign.cameras[0]!.site.number);
  age(
    times(9),
    (sign) => isCentral(sign) && (isKnown(sign) || isSingle(sign)),
    (sign) => ({
      ...sign.text,
      manager: truthOf(
        sign.cameras.map((each) => signedCamera(each, registers)),
        before,
        '2025-06-30',
      ).manager,
    }),
    '2023-05-16',
  );
  age(times(2), isSingle, (sign) => ({ ...sign.text, contact: '033-000-0100' }), '2026-02-03');
  const former = registers.contractors.find((each) => each.name === FORMER_CONTRACTOR)!;
  age(
    times(1),
    (sign) => sign.kind === 'sign' && sign.cameras.every((camera) => camera.hasContractor),
    (sign) => ({ ...sign.text, contractor: former.name, contractorContact: former.phone }),
    REORGANISED_ON,
  );
  return aged;
}
