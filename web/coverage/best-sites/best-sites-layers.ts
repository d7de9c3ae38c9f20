import type { Layer } from '@deck.gl/core';
import { PathLayer, SolidPolygonLayer } from '@deck.gl/layers';
import { lonLat, type LonLat } from '../../../geodata/lon-lat.ts';
import type { BestSite, BestSitesView } from '../../../server/coverage/siting/best-sites.schema.ts';
import { groundPlane, type GroundPlane } from '../../map/ground-plane.rules.ts';
import { hexToRgb } from '../../map/row-styles.ts';
import { SpriteLayer } from '../../map/sprite-layer.ts';
import type { Sprite } from '../../map/sprite-sheet.ts';
import { fontFamily, tokens, type Theme } from '../../ui/tokens.ts';

type Position = [number, number];
/** Across the disc of a number. */
const DISC_PX = 24;
const ROOM_PX = 3;

const parameters = { depthWriteEnabled: false, depthCompare: 'always' } as const;

let plane: GroundPlane | null = null;
/** One plane for as long as the page stands. */
const planeAt = (place: LonLat): GroundPlane => (plane ??= groundPlane(place));

/** What was found, and where it was looked for. */
type Found = Pick<BestSitesView, 'best'> & { readonly asked: BestSitesView['asked'] | null };

const cornersOf = ([west, south, east, north]: readonly [number, number, number, number]): Position[] => [
  ...[[west, south] as Position, [east, south] as Position, [east, north] as Position],
  ...[[west, north] as Position, [west, south] as Position],
];

/** What the found sites would see, and their numbers over it; the one that is looked at stands out. No hue: they are no state. */
export function bestSitesLayers({ best, asked }: Found, rank: number | null, theme: Theme): Layer[] {
  const ink = hexToRgb(tokens[theme].surface.sel);
  const area = new PathLayer<Position[]>({
    id: 'rings/best-sites-area',
    data: asked?.box == null ? [] : [cornersOf(asked.box)],
    getPath: (each) => each,
    getColor: [...ink, 90],
    getWidth: 1,
    widthUnits: 'pixels',
    parameters,
  });
  const [first] = best;
  if (first === undefined) return [area];
  const rings = best.flatMap((site) =>
    site.view.map((ring) => ({ rank: site.rank, ring: ring.map(([lon, lat]): Position => [lon, lat]) })),
  );
  type Ring = (typeof rings)[number];
  const isChosen = (each: Ring): boolean => each.rank === rank;
  return [
    area,
    new SolidPolygonLayer<Ring>({
      id: 'fields-raised/best-sites',
      data: rings,
      getPolygon: ({ ring }) => ring,
      getFillColor: (each) => [...ink, isChosen(each) ? 64 : 26],
      updateTriggers: { getFillColor: [rank, theme] },
      parameters,
    }),
    new PathLayer<Ring>({
      id: 'rings/best-sites',
      data: rings,
      getPath: ({ ring }) => ring,
      getColor: (each) => [...ink, isChosen(each) ? 255 : 170],
      getWidth: (each) => (isChosen(each) ? 2 : 1.2),
      widthUnits: 'pixels',
      jointRounded: true,
      updateTriggers: { getColor: [rank, theme], getWidth: [rank] },
      parameters,
    }),
    new SpriteLayer({
      id: 'pins/best-sites',
      plane: planeAt(lonLat(first.lon, first.lat)),
      sprites: numbersOf(best, rank, theme),
      opacity: 1,
    }),
  ];
}

let drawn: { best: readonly BestSite[]; rank: number | null; theme: Theme; sprites: Sprite[] } | null = null;

/** The same array until something of it changes: the layer compares it by identity. The chosen one lies above. */
function numbersOf(best: readonly BestSite[], rank: number | null, theme: Theme): Sprite[] {
  if (drawn?.best === best && drawn.rank === rank && drawn.theme === theme) return drawn.sprites;
  const sprites = best
    .toSorted((a, b) => Number(a.rank === rank) - Number(b.rank === rank) || b.rank - a.rank)
    .map((site) => numberSprite(site, site.rank === rank, theme));
  drawn = { best, rank, theme, sprites };
  return sprites;
}

function numberSprite({ rank, lon, lat }: BestSite, isChosen: boolean, theme: Theme): Sprite {
  const { sel, panel, halo } = tokens[theme].surface;
  const side = DISC_PX + 2 * ROOM_PX;
  return {
    at: lonLat(lon, lat),
    ...{ leftPx: -side / 2, topPx: -side / 2, widthPx: side, heightPx: side },
    key: `best-site-${rank}-${isChosen}-${theme}`,
    draw: (pen) => {
      const middle = side / 2;
      const disc = (radius: number, fill: string): void => {
        pen.beginPath();
        pen.arc(middle, middle, radius, 0, 2 * Math.PI);
        pen.fillStyle = fill;
        pen.fill();
      };
      disc(DISC_PX / 2 + 2, halo);
      disc(DISC_PX / 2, sel);
      if (!isChosen) disc(DISC_PX / 2 - 1.5, panel);
      pen.fillStyle = isChosen ? panel : sel;
      pen.font = `700 ${rank > 9 ? 12 : 13}px ${fontFamily}`;
      pen.textAlign = 'center';
      pen.textBaseline = 'middle';
      pen.fillText(String(rank), middle, middle + 0.5);
    },
  };
}
