import RBush from 'rbush';
import { Addresses } from './addresses.rules.ts';
import type { Kerb, Leg } from './blocks.rules.ts';
import { districtAt, type District } from './districts.rules.ts';
import type { Land } from './land.rules.ts';
import { namedPlaces, type Place, type PlaceKind } from './places.rules.ts';
import { boxOf, distance, step, at, type Box, type Point } from './plane.rules.ts';
import { between, hashOf, pick, randomFrom, type Random } from './random.rules.ts';
import {
  allRound,
  alongStreets,
  coast,
  openGround,
  openNear,
  parks,
  riverside,
  type SiteUse,
  type Spot,
} from './spots.rules.ts';

/** A pole, wall or building where cameras stand. */
export interface Site {
  readonly number: number;
  readonly p: Point;
  readonly use: SiteUse;
  readonly kind: 'pole' | 'wall' | 'building';
  readonly name: string;
  readonly district: District;
  readonly roadAddress: string | null;
  readonly lotAddress: string;
  readonly legs: readonly Leg[];
}

/** Sites a camera fleet of this size stands on, on average 1.875 cameras each. */
export const siteCountFor = (cameras: number): number => Math.max(40, Math.round(cameras / 1.875));

/** Six protected sites (보안목표시설, Art. 10(4)). Their names are canaries: they may appear to the cleared alone. */
export const CANARY_NAMES = [
  '까나리-해오름-보호시설',
  '까나리-솔바람-보호시설',
  '까나리-물레방아-보호시설',
  '까나리-달무리-보호시설',
  '까나리-은하수-보호시설',
  '까나리-돌담-보호시설',
] as const;
const CANARY_PLACES = [
  at(128.9395, 37.7545),
  at(128.8465, 37.7805),
  at(128.811, 37.857),
  at(129.0385, 37.6255),
  at(128.8995, 37.748),
  at(128.8265, 37.8965),
];

/** Well-known poles of the centre, by number: the nearest kerb to each point is theirs. */
export const KNOWN_SITES: Readonly<Record<number, { near: Point; name: string | null }>> = {
  398: { near: { x: -112, y: -64 }, name: null },
  412: { near: { x: -28, y: 30 }, name: '중앙시장 앞 사거리' },
  417: { near: { x: 75, y: 62 }, name: null },
  420: { near: { x: 120, y: 118 }, name: null },
  433: { near: { x: -8, y: 190 }, name: null },
};

const SUFFIXES: Partial<Record<PlaceKind, readonly string[]>> = {
  school: ['정문', '후문', '통학로', '앞 횡단보도'],
  market: ['동문', '서문', '공영주차장', '앞 골목'],
  harbour: ['물양장', '위판장 앞', '방파제 입구', '주차장'],
  beach: ['중앙광장', '주차장', '산책로', '북측 입구'],
  landmark: ['앞', '주차장', '진입로'],
  public: ['앞', '주차장', '정문', '북측'],
  interchange: ['진입로', '진출로', '요금소 앞'],
};
const USES: Partial<Record<PlaceKind, SiteUse>> = {
  school: 'school',
  market: 'market',
  harbour: 'harbour',
  beach: 'coast',
  landmark: 'public',
  public: 'public',
  interchange: 'interchange',
};

/** Chooses and names the sites of a fleet; equal seeds and sizes give equal sites. */
export function chooseSites(land: Land, cameras: number, seed: number): Site[] {
  const wanted = siteCountFor(cameras);
  const random = randomFrom(hashOf(seed, 9001));
  const addresses = new Addresses(land.roads);
  const chosen: Spot[] = [];
  const taken = new RBush<Box>();
  const gapM = Math.max(1.5, 42 * Math.min(1, Math.sqrt(800 / wanted)));
  const free = (p: Point, gap: number): boolean => !taken.collides(boxOf([p], gap));
  const take = (spot: Spot, gap = gapM): boolean => {
    if (chosen.length >= wanted || !free(spot, gap)) return false;
    taken.insert(boxOf([spot]));
    chosen.push(spot);
    return true;
  };
  const kerbs = new RBush<Box & { kerb: Kerb }>();
  kerbs.load(land.kerbs.map((kerb) => ({ ...boxOf([kerb]), kerb })));
  const kerbNear = (p: Point, metres: number): Kerb | null =>
    kerbs
      .search(boxOf([p], metres))
      .map(({ kerb }) => kerb)
      .filter((kerb) => free(kerb, gapM * 0.6))
      .sort((a, b) => distance(a, p) - distance(b, p))[0] ?? null;
  const isOpen = openGround(land);

  for (const { near, name } of Object.values(KNOWN_SITES)) {
    const kerb = kerbNear(near, 120);
    if (!kerb) throw new Error(`no kerb near ${near.x}, ${near.y}`);
    take({ ...kerb, use: useOf(kerb), name }, 1);
  }
  CANARY_PLACES.forEach((near, i) => {
    const p = openNear(near, isOpen);
    take(
      {
        ...p,
        use: 'protected',
        legs: allRound(random),
        name: CANARY_NAMES[i]!,
        kind: i % 2 ? 'building' : 'pole',
      },
      1,
    );
  });
  for (const place of namedPlaces()) {
    const use = USES[place.kind];
    const suffixes = SUFFIXES[place.kind];
    if (!use || !suffixes) continue;
    const count = Math.min(suffixes.length, place.rank <= 4 ? 3 : 2);
    for (let k = 0; k < count; k++) {
      const name = `${place.name} ${suffixes[k]!}`;
      const kerb = kerbNear(place.at, 170);
      if (kerb) take({ ...kerb, use, name }, gapM * 0.6);
      else
        take({
          ...openNear(step(place.at, 90 * k + between(random, 0, 80), 30 * k), isOpen),
          use,
          legs: allRound(random),
          name,
        });
    }
  }
  for (const spot of [...riverside(), ...coast(random), ...parks(land)]) if (isOpen(spot)) take(spot);

  const drawn = land.kerbs
    .map((kerb) => ({ kerb, key: random() ** (1 / WEIGHTS[kerb.rank]!) }))
    .sort((a, b) => b.key - a.key);
  for (const { kerb } of drawn) take({ ...kerb, use: useOf(kerb), name: null });
  if (chosen.length < wanted) alongStreets(land, wanted, chosen, random);
  return numbered(chosen, land, addresses, random);
}

const WEIGHTS: Readonly<Record<number, number>> = { 1: 0.5, 2: 1, 3: 2.6, 4: 6 };
const useOf = (kerb: Kerb): SiteUse => (kerb.rank >= 3 ? 'crossing' : kerb.rank === 2 ? 'street' : 'lane');

function numbered(spots: readonly Spot[], land: Land, addresses: Addresses, random: Random): Site[] {
  const known = new Map(
    spots.length < 500
      ? []
      : Object.keys(KNOWN_SITES).map((number, i): [number, number] => [Number(number), i]),
  );
  const order = spots.map((_, i) => i).slice(known.size);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  // Last, so that those who may not know of them find no gap in the numbers (Art. 10(4)).
  const isProtected = (index: number): number => Number(spots[index]!.use === 'protected');
  order.sort((a, b) => isProtected(a) - isProtected(b));
  const places = new RBush<Box & { place: Place }>();
  places.load(
    namedPlaces()
      .filter((p) => USES[p.kind])
      .map((place) => ({ ...boxOf([place.at]), place })),
  );
  const names = new Map<string, number>();
  return spots.map((_, k) => {
    const number = k + 1;
    const index = known.get(number) ?? order.shift()!;
    const spot = spots[index]!;
    const district = districtAt(land.districts, spot) ?? nearestDistrict(land.districts, spot);
    const base =
      spot.use === 'coast' && spot.name?.startsWith('해안')
        ? `${district.name} ${spot.name}`
        : (spot.name ?? nameOf(spot, district, addresses, places, random));
    const seen = (names.get(base) ?? 0) + 1;
    names.set(base, seen);
    return {
      number,
      p: { x: spot.x, y: spot.y },
      use: spot.use,
      kind: spot.kind ?? 'pole',
      name: seen === 1 ? base : `${base} ${seen}`,
      district,
      roadAddress: addresses.roadAddress(spot, district.name),
      lotAddress: addresses.lotAddress(spot, district.name),
      legs: spot.legs,
    };
  });
}

const nearestDistrict = (districts: readonly District[], p: Point): District =>
  districts.reduce((best, d) => (distance(d.label, p) < distance(best.label, p) ? d : best));

function nameOf(
  spot: Spot,
  district: District,
  addresses: Addresses,
  places: RBush<Box & { place: Place }>,
  random: Random,
): string {
  const near = addresses.namesNear(spot, 26);
  if (spot.use === 'crossing' && near.length > 1)
    return `${near[0]}·${near[1]} ${spot.legs.length > 3 ? '사거리' : '삼거리'}`;
  const place = places
    .search(boxOf([spot], 120))
    .map((each) => each.place)
    .sort((a, b) => distance(a.at, spot) - distance(b.at, spot))[0];
  if (place && random() < 0.6)
    return `${place.name} ${pick(random, ['옆 골목', '뒤편', '앞 도로', '건너편'])}`;
  const road = addresses.roadAt(spot);
  if (!road) return `${district.name} ${pick(random, ['마을 입구', '마을회관 앞', '경로당 앞'])}`;
  if (spot.use === 'country' || /[읍면]$/u.test(district.name))
    return `${district.name} ${road.name} ${road.number} ${pick(random, ['앞', '마을 입구', '농로 입구'])}`;
  return `${road.name} ${road.number} ${spot.use === 'lane' ? '골목' : pick(random, ['앞', '맞은편', '골목 입구'])}`;
}
