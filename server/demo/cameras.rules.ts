import type { Purpose } from '../cameras/purposes.rules.ts';
import type { Integration, Kind } from '../cameras/snapshot.rules.ts';
import type { DatedPurpose } from '../signboards/signboards.rules.ts';
import type { Leg } from './blocks.rules.ts';
import type { DepartmentName } from './organisation.rules.ts';
import { givenToOthers } from './other-owners.rules.ts';
import { between, hashOf, pick, pickWeighted, randomFrom, type Random } from './random.rules.ts';
import { KNOWN_SITES, type Site } from './sites.rules.ts';
import type { SiteUse } from './spots.rules.ts';
import {
  ADDITIONS,
  DEPARTMENT_OF,
  EXCLUDED_REASONS,
  facilityDepartment,
  KINDS_OF,
  PURPOSES_OF,
  STANDALONE_REASONS,
} from './camera-shares.rules.ts';
import type { SimulatedClip, SimulatedTrait } from './simulated-behaviour.rules.ts';

export interface DemoCamera {
  readonly number: number;
  readonly site: Site;
  readonly onPole: number;
  readonly kind: Exclude<Kind, 'unknown'>;
  readonly azimuthDeg: number | null;
  readonly hfovDeg: number;
  readonly rangeM: number;
  readonly heightM: number;
  /** Below the horizon. */
  readonly tiltDeg: number;
  /** How far it sees in the dark; null where nobody wrote it down. */
  readonly nightRangeM: number | null;
  readonly megapixels: number;
  readonly ownerAgency: string;
  readonly department: DepartmentName;
  readonly hasContractor: boolean;
  readonly integration: Integration;
  readonly integrationReason: string | null;
  readonly mobile: boolean;
  readonly watchReason: string | null;
  readonly protected: boolean;
  readonly retentionDays: number;
  readonly installedMonth: string;
  readonly purposes: readonly DatedPurpose[];
  readonly clip: SimulatedClip;
  readonly traits: SimulatedTrait[];
}

/** The cameras of every site, numbered from one in the order of the sites. */
export function mountCameras(sites: readonly Site[], cameras: number, seed: number): DemoCamera[] {
  const mounted: DemoCamera[] = [];
  const counts = poleCounts(sites, cameras, seed);
  sites.forEach((site, i) => {
    const random = randomFrom(hashOf(seed, 9100, site.number));
    const main = KNOWN_SITES[site.number] ? 'security' : pickWeighted(random, PURPOSES_OF[site.use]);
    const legs = legsInTurn(site.legs, random);
    for (let k = 0; k < counts[i]!; k++)
      mounted.push(
        mount(
          mounted.length + 1,
          site,
          k + 1,
          main,
          legs[k % legs.length]!,
          Math.floor(k / legs.length),
          random,
        ),
      );
  });
  const owned = givenToOthers(mounted);
  markFaults(owned, seed);
  return owned;
}

/** One to four cameras a pole, adding up to what was asked for. */
function poleCounts(sites: readonly Site[], cameras: number, seed: number): number[] {
  const random = randomFrom(hashOf(seed, 9101));
  const counts = sites.map((site) => {
    if (site.number === 412) return 3;
    if (KNOWN_SITES[site.number]) return 1;
    if (site.use === 'protected') return 2;
    return pickWeighted(random, [
      [1, 45],
      [2, 31],
      [3, 14],
      [4, 10],
    ]);
  });
  let left = cameras - counts.reduce((sum, n) => sum + n, 0);
  for (let round = 0; left !== 0 && round < cameras * 4; round++) {
    const i = Math.floor(random() * counts.length);
    const site = sites[i]!;
    if (KNOWN_SITES[site.number] || site.use === 'protected') continue;
    const by = left > 0 && counts[i]! < 4 ? 1 : left < 0 && counts[i]! > 1 ? -1 : 0;
    counts[i]! += by;
    left -= by;
  }
  return counts;
}

/** Wide streets first, mostly. */
const legsInTurn = (legs: readonly Leg[], random: Random): Leg[] =>
  legs
    .map((each) => ({ each, key: each.widthM * between(random, 0.4, 1.4) }))
    .sort((a, b) => b.key - a.key)
    .map(({ each }) => each);

function mount(
  number: number,
  site: Site,
  onPole: number,
  main: Purpose,
  leg: Leg,
  again: number,
  random: Random,
): DemoCamera {
  const known = KNOWN_SITES[site.number] !== undefined;
  const kind = known
    ? site.number === 412 && onPole === 1
      ? 'ptz'
      : 'fixed'
    : pickWeighted(random, KINDS_OF(site.use, main));
  const azimuth =
    (leg.deg + leg.inward * between(random, 3, 8) + again * 24 + between(random, -2, 2) + 360) % 360;
  const unknown = site.number === 417 || (!known && kind !== 'fisheye' && random() < 0.005);
  const hfovDeg =
    kind === 'fisheye'
      ? 360
      : kind === 'ptz'
        ? between(random, 30, 62)
        : between(random, ...lensFor(leg.widthM));
  const rangeM =
    kind === 'fisheye'
      ? between(random, 16, 32)
      : kind === 'ptz'
        ? between(random, 90, 160)
        : between(random, 30, 130);
  const schoolOwner = site.use === 'school' && random() < 0.5 ? '강릉교육지원청' : null;
  const ownerAgency =
    schoolOwner ?? (main === 'security' && !known && random() < 0.06 ? '강릉경찰서' : '강릉시');
  const protectedSite = site.use === 'protected';
  const mobile = !known && site.use === 'public' && main === 'parking' && random() < 0.3;
  const standalone =
    !known &&
    !protectedSite &&
    ownerAgency === '강릉시' &&
    (main === 'facility' || main === 'parking') &&
    random() < 0.14;
  const integration = standalone
    ? 'standalone'
    : ownerAgency === '강릉시' && random() < 0.93
      ? 'integrated'
      : 'linked';
  const department = main === 'facility' ? facilityDepartment(site.use) : DEPARTMENT_OF[main];
  const excluded = !known && (main === 'facility' || main === 'parking') && random() < 0.12;
  const year = Math.floor(between(random, 2013, 2026));
  return {
    number,
    site,
    onPole,
    kind,
    azimuthDeg: unknown ? null : kind === 'fisheye' ? 0 : (Math.round(azimuth * 10) / 10) % 360,
    hfovDeg: site.number === 412 && onPole === 1 ? 36 : Math.round(hfovDeg),
    rangeM: Math.round(rangeM),
    heightM: Math.round((kind === 'ptz' ? between(random, 6, 10) : between(random, 4.2, 6.5)) * 10) / 10,
    tiltDeg: kind === 'fisheye' ? 90 : Math.round(between(random, 8, 24)),
    nightRangeM: nightRange(site, kind),
    megapixels: pickWeighted(random, [
      [2, 66],
      [4, 22],
      [8, 12],
    ]),
    ownerAgency,
    department,
    hasContractor:
      !standalone &&
      !protectedSite &&
      (main === 'traffic' || main === 'illegal-parking') &&
      !known &&
      random() < 0.4,
    integration,
    integrationReason: standalone ? pick(random, STANDALONE_REASONS) : null,
    mobile,
    watchReason: excluded ? pick(random, EXCLUDED_REASONS) : null,
    protected: protectedSite,
    retentionDays: pickWeighted(random, [
      [30, 88],
      [15, 8],
      [7, 4],
    ]),
    installedMonth: `${year}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-01`,
    purposes: purposesFor(main, site, year, random),
    clip: clipFor(site.use, random),
    traits: kind === 'ptz' ? ['ptz'] : [],
  };
}

/** As the data sheet says, the same for all of a kind on one pole, which one firm hung; many a pole has none on file. */
function nightRange(site: Site, kind: DemoCamera['kind']): number | null {
  const random = randomFrom(hashOf(9105, site.number));
  if (random() < 0.3) return null;
  return pick(random, { fixed: [30, 40, 50, 80], ptz: [100, 150, 200], fisheye: [10, 15] }[kind]);
}

/** Narrow streets get longer lenses. */
const lensFor = (widthM: number): [number, number] =>
  widthM > 30 ? [50, 84] : widthM > 12 ? [28, 56] : [18, 38];

const clipFor = (use: SiteUse, random: Random): SimulatedClip =>
  use === 'harbour' || use === 'coast'
    ? 'harbour'
    : use === 'school'
      ? 'school-gate'
      : use === 'lane' || use === 'country'
        ? 'alley-night'
        : random() < 0.6
          ? 'crossing-day'
          : 'crossing-night';

/** One main purpose and, on some, another added later on a day with its opinions heard (Art. 6, 7). */
function purposesFor(main: Purpose, site: Site, year: number, random: Random): DatedPurpose[] {
  const first: DatedPurpose = { purpose: main, main: true, addedOn: null, endedOn: null, legalBasis: null };
  const added = (purpose: Purpose, addedOn: string): DatedPurpose => ({
    purpose,
    main: false,
    addedOn,
    endedOn: null,
    legalBasis: null,
  });
  if (site.number === 412) return [first, added('illegal-parking', '2023-04-01')];
  const choices = ADDITIONS[main];
  if (!choices || site.use === 'protected' || random() > 0.16) return [first];
  return [
    first,
    added(pick(random, choices), `${Math.min(2025, year + 2)}-0${1 + Math.floor(random() * 9)}-01`),
  ];
}

/** Which simulated devices misbehave: a share of the fleet, and one sound track to be found. */
function markFaults(cameras: readonly DemoCamera[], seed: number): void {
  const random = randomFrom(hashOf(seed, 9102));
  const of = (site: number): DemoCamera | undefined => cameras.find((camera) => camera.site.number === site);
  const scale = cameras.length / 1500;
  const plan: readonly (readonly [SimulatedTrait, number, number])[] = [
    ['audio', 420, Math.max(1, Math.round(scale))],
    ['refuses', 398, Math.max(2, Math.round(9 * scale))],
    ['slow', 433, Math.max(2, Math.round(9 * scale))],
    ['h265', 0, Math.max(1, Math.round(scale))],
    ['stalled', 0, Math.max(1, Math.round(scale))],
    ['frozen', 0, Math.max(1, Math.round(scale))],
    ['clockoff', 0, Math.max(1, Math.round(2 * scale))],
    ['otherfirmware', 0, Math.max(1, Math.round(2 * scale))],
    ['overkept', 0, Math.max(1, Math.round(scale))],
    ['norecorder', 0, Math.round(60 * scale)],
    ['touring', 0, 1],
  ];
  const special = new Set<DemoCamera>();
  for (const [trait, knownSite, count] of plan) {
    const known = of(knownSite);
    let left = count;
    if (known) {
      known.traits.push(trait);
      special.add(known);
      left--;
    }
    while (left > 0) {
      const camera = cameras[Math.floor(random() * cameras.length)]!;
      if (special.has(camera) || camera.protected || camera.integration === 'standalone' || camera.mobile)
        continue;
      if (KNOWN_SITES[camera.site.number]) continue;
      if (trait === 'touring' && camera.kind !== 'ptz') continue;
      camera.traits.push(trait);
      special.add(camera);
      left--;
    }
  }
}
