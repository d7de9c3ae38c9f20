/** The one list of colours and sizes: CSS custom properties, map style and glyphs are all made from it. */
export const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** '#RRGGBB', or '#RRGGBBAA' where the ground must show through. */
export type Hex = `#${string}`;

const surface = {
  dark: {
    void: '#080D12',
    bar: '#0E1318',
    panel: '#151B21',
    raise: '#1C242C',
    inset: '#0F1419',
    line: '#29333C',
    line2: '#3B4854',
    t1: '#E6EDF3',
    t2: '#A9B6C2',
    t3: '#83909C',
    sel: '#FFFFFF',
    halo: '#0B1014',
  },
  light: {
    void: '#D3DCE3',
    bar: '#F7F9FA',
    panel: '#FFFFFF',
    raise: '#EEF1F4',
    inset: '#F3F5F7',
    line: '#D7DDE2',
    line2: '#B3BDC6',
    t1: '#141A20',
    t2: '#44515D',
    t3: '#5D6A76',
    sel: '#0B1116',
    halo: '#FFFFFF',
  },
} as const satisfies Record<Theme, Record<string, Hex>>;

/** Hue appears only where a state differs from normal; red belongs to an open incident alone. */
const state = {
  dark: {
    normal: '#C3CED8',
    live: '#2A9BFF',
    caution: '#FED62B',
    fault: '#FF9433',
    violation: '#E6A6F2',
    incident: '#FF3B52',
    unknown: '#7F8D9A',
  },
  light: {
    normal: '#2F3B46',
    live: '#005AC5',
    caution: '#9A6B00',
    fault: '#8A2F00',
    violation: '#8E2D9A',
    incident: '#C8002C',
    unknown: '#66737F',
  },
} as const satisfies Record<Theme, Record<string, Hex>>;

const ground = {
  dark: {
    sea: '#080D12',
    shore: '#3A4956',
    shoreGlow: '#1B2A36',
    land: '#131A20',
    roadSmall: '#1A2128',
    roadMid: '#212A32',
    roadLarge: '#2A343D',
    roadCasing: '#0C1115',
    roadDash: '#3A4650',
    border: '#2E3943',
    building: '#1B232A',
    buildingLine: '#27313A',
    park: '#171E24',
    veil: '#080D129E',
    labelPlace: '#93A0AC',
    labelMinor: '#74828F',
    labelSea: '#3E4E5C',
    labelHalo: '#0D1217',
  },
  light: {
    sea: '#D3DCE3',
    shore: '#A9B8C4',
    shoreGlow: '#C6D2DB',
    land: '#ECEFF1',
    roadSmall: '#FFFFFF',
    roadMid: '#FFFFFF',
    roadLarge: '#FFFFFF',
    roadCasing: '#D5DBE0',
    roadDash: '#D0D7DC',
    border: '#BFC8CF',
    building: '#DDE2E6',
    buildingLine: '#C6CED5',
    park: '#E3E7EA',
    veil: '#FFFFFF80',
    labelPlace: '#4A5763',
    labelMinor: '#5A6773',
    labelSea: '#7E94A6',
    labelHalo: '#F4F6F7',
  },
} as const satisfies Record<Theme, Record<string, Hex>>;

/** Fields of view: how strongly the ground is tinted. */
const view = {
  dark: { fill: 0.115, line: 0.46, liveFill: 0.27, liveLine: 0.85, hatch: 0.3, faultLine: 0.7, reach: 0.62 },
  light: { fill: 0.1, line: 0.46, liveFill: 0.2, liveLine: 0.85, hatch: 0.3, faultLine: 0.7, reach: 0.62 },
} as const;

export type SurfaceRole = keyof (typeof surface)['dark'];
export type StateRole = keyof (typeof state)['dark'];
export type GroundRole = keyof (typeof ground)['dark'];

export interface ThemeTokens {
  surface: Record<SurfaceRole, Hex>;
  state: Record<StateRole, Hex>;
  ground: Record<GroundRole, Hex>;
  view: Record<keyof (typeof view)['dark'], number>;
  /** Text on a fill of the incident colour. */
  onIncident: Hex;
  shadow: string;
}

export const tokens: Record<Theme, ThemeTokens> = {
  dark: {
    surface: surface.dark,
    state: state.dark,
    ground: ground.dark,
    view: view.dark,
    onIncident: '#16060A',
    shadow: '0 8px 28px #0008, 0 0 0 1px #0006',
  },
  light: {
    surface: surface.light,
    state: state.light,
    ground: ground.light,
    view: view.light,
    onIncident: '#FFFFFF',
    shadow: '0 6px 20px rgb(30 45 60 / 0.16), 0 0 0 1px rgb(30 45 60 / 0.1)',
  },
};

/** Text steps: size and line in px at the normal root of 16 px, and weight. */
export const typeSteps = {
  clock: { sizePx: 19, linePx: 19, weight: 600 },
  elapsed: { sizePx: 26, linePx: 32, weight: 700 },
  number: { sizePx: 30, linePx: 38, weight: 650 },
  verdict: { sizePx: 21, linePx: 29, weight: 700 },
  title: { sizePx: 17, linePx: 24, weight: 700 },
  metric: { sizePx: 18, linePx: 21, weight: 600 },
  value: { sizePx: 14, linePx: 20, weight: 400 },
  row: { sizePx: 13.5, linePx: 27, weight: 400 },
  support: { sizePx: 12.5, linePx: 18, weight: 400 },
  label: { sizePx: 12, linePx: 17, weight: 400 },
} as const;

export const spacePx = { s1: 4, s2: 6, s3: 8, s4: 12, s5: 16 } as const;
export const radiusPx = { panel: 6, tile: 5, button: 4, key: 3 } as const;
export const motionMs = { panelIn: 140, panelOut: 90, hover: 80, fly: 600, ring: 400 } as const;

export const fontFamily =
  "'Pretendard Variable', Pretendard, 'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', 'Apple SD Gothic Neo', sans-serif";
