export const IMPORT_LAYERS = ['districts', 'roads', 'buildings', 'coast'] as const;
export type ImportLayer = (typeof IMPORT_LAYERS)[number];

type Attributes = Readonly<Record<string, string | number | null>>;

/** What a shape of a layer is to the map; null is unknown. */
export interface LayerAttributes {
  readonly name: string | null;
  readonly code: string | null;
  readonly population: number | null;
  readonly roadClass: RoadClass | null;
  readonly widthM: number | null;
  readonly heightM: number | null;
}

export type RoadClass = 'motorway' | 'trunk' | 'main' | 'street' | 'lane';

/** Attribute names of the road-name address map, of SGIS and of common GeoJSON, best first. */
const NAMES = {
  districtName: [
    'adm_nm',
    'emd_kor_nm',
    'adm_dr_nm',
    'emd_nm',
    'hjd_nm',
    'dong_nm',
    '행정동명',
    '읍면동명',
    '읍면동',
    'name',
    'nm',
  ],
  districtCode: [
    'adm_cd2_since_2023_06_11',
    'adm_cd2',
    'adm_dr_cd',
    'adm_cd',
    'emd_cd',
    'hjd_cd',
    '행정동코드',
    'code',
  ],
  population: ['population', '인구', '인구수', 'tot_ppltn'],
  roadName: ['rn', 'rd_nm', 'road_name', '도로명', 'name'],
  roadWidth: ['road_bt', 'rvwd', 'width_m', 'width', '도로폭', 'road_width'],
  roadClass: ['roa_cls_se', 'highway', 'road_class', 'class', 'rddv'],
  buildingName: ['buld_nm', 'bld_nm', '건물명', 'name'],
  height: ['height_m', 'height', 'bld_hgt', 'buld_hg', '높이', '건물높이'],
  floors: ['gro_flo_co', 'grnd_flr', 'floors', 'building:levels', '지상층수'],
  city: ['sig_cd', 'sigungu_cd', 'sgg', 'sggcd'],
} as const;

/** The city's codes: of the administration before and since 2023-06-11, and of the statistics office. */
const CITY_CODES = ['51150', '42150', '32030'];
const CITY_NAME = '강릉시';
const METRES_PER_FLOOR = 3;

function valueOf(attributes: Attributes, names: readonly string[]): string | number | null {
  const byName = new Map(Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), value]));
  for (const name of names) {
    const value = byName.get(name);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return null;
}

const text = (attributes: Attributes, names: readonly string[]): string | null => {
  const value = valueOf(attributes, names);
  return value === null ? null : String(value).trim() || null;
};

const positive = (attributes: Attributes, names: readonly string[]): number | null => {
  const value = Number(valueOf(attributes, names) ?? NaN);
  return Number.isFinite(value) && value > 0 ? value : null;
};

const CLASS_OF: Readonly<Record<string, RoadClass>> = {
  '1': 'motorway',
  '2': 'main',
  '3': 'street',
  '4': 'lane',
  motorway: 'motorway',
  motorway_link: 'motorway',
  trunk: 'trunk',
  trunk_link: 'trunk',
  primary: 'main',
  secondary: 'main',
  main: 'main',
  tertiary: 'street',
  residential: 'street',
  unclassified: 'street',
  street: 'street',
  service: 'lane',
  living_street: 'lane',
  lane: 'lane',
};

/** Class to draw a road in: the file's own, else by the ending of its name, else by its width. */
export function roadClassOf(attributes: Attributes): RoadClass {
  const own = CLASS_OF[(text(attributes, NAMES.roadClass) ?? '').toLowerCase()];
  if (own !== undefined) return own;
  const name = text(attributes, NAMES.roadName) ?? '';
  if (/고속(국)?도로$/u.test(name)) return 'motorway';
  if (name.endsWith('대로')) return 'main';
  if (name.endsWith('길')) return 'lane';
  const width = positive(attributes, NAMES.roadWidth);
  if (width !== null) return width >= 20 ? 'main' : width >= 7 ? 'street' : 'lane';
  return 'street';
}

/** Reads a shape's attributes by alias. A building without a height but with floors gets three metres a floor. */
export function attributesOf(layer: ImportLayer, attributes: Attributes): LayerAttributes {
  const none: LayerAttributes = {
    name: null,
    code: null,
    population: null,
    roadClass: null,
    widthM: null,
    heightM: null,
  };
  switch (layer) {
    case 'districts':
      return {
        ...none,
        name: text(attributes, NAMES.districtName)?.split(/\s+/u).at(-1) ?? null,
        code: text(attributes, NAMES.districtCode),
        population: positive(attributes, NAMES.population),
      };
    case 'roads':
      return {
        ...none,
        name: text(attributes, NAMES.roadName),
        roadClass: roadClassOf(attributes),
        widthM: positive(attributes, NAMES.roadWidth),
      };
    case 'buildings': {
      const floors = positive(attributes, NAMES.floors);
      return {
        ...none,
        name: text(attributes, NAMES.buildingName),
        heightM: positive(attributes, NAMES.height) ?? (floors === null ? null : floors * METRES_PER_FLOOR),
      };
    }
    case 'coast':
      return none;
  }
}

/** Whether a shape says that it is this city's; null where it says nothing about a city. */
export function isOfCity(layer: ImportLayer, attributes: Attributes): boolean | null {
  const city = text(attributes, NAMES.city);
  if (city !== null) return CITY_CODES.some((code) => city.startsWith(code));
  if (layer !== 'districts') return null;
  const full = text(attributes, ['adm_nm', 'full_nm']);
  if (full?.includes(' ')) return full.includes(CITY_NAME);
  const code = text(attributes, NAMES.districtCode);
  return code === null ? null : CITY_CODES.some((each) => code.startsWith(each));
}

/** Names inside a ZIP that mean this layer, where it holds several files. */
export const FILE_HINTS: Readonly<Record<ImportLayer, RegExp>> = {
  districts: /TL_SCCO_(G?EMD)\b|(adm|emd|dong|행정동|읍면동)[^/]*\.(shp|geojson|json)$/iu,
  roads: /TL_SPRD_MANAGE|A0020000|(road|도로)[^/]*\.(shp|geojson|json)$/iu,
  buildings: /TL_SPBD_BULD|AL_.*D010|(build|buld|건물)[^/]*\.(shp|geojson|json)$/iu,
  coast: /(coast|land|해안선|시도|TL_SCCO_SIG)[^/]*\.(shp|geojson|json)$/iu,
};
