import type { Sql } from '../platform/db.ts';
import { CELL_M } from './cells.rules.ts';
import { selectDistricts, selectStreets } from './coverage.sql.ts';
import { DistrictCells } from './districts.rules.ts';
import { readFootprint, readLines } from './read-footprint.ts';
import { worked, type Rest } from './rest.ts';
import { StreetPoints, type Street } from './streets.rules.ts';

/** The ground that coverage is told for: districts in which cells lie, streets as points. */
export interface CityLand {
  readonly cells: DistrictCells;
  readonly streets: StreetPoints;
}

/** Reads districts and roads in metres of the plane. */
export async function readCityLand(sql: Sql, rest: Rest): Promise<CityLand> {
  const districts = (await selectDistricts(sql)).map(({ outline, ...district }) => ({
    ...district,
    rings: readFootprint(outline).flatMap((polygon) => polygon.map((ring) => Float64Array.from(ring.flat()))),
  }));
  await rest();
  const lines = new Map<string | null, Float64Array[]>();
  for (const { name, line } of await selectStreets(sql)) {
    const read = readLines(line).map((each) => Float64Array.from(each.flat()));
    const held = lines.get(name);
    if (held === undefined) lines.set(name, read);
    else held.push(...read);
    await rest();
  }
  const streets = [...lines].map(([name, each]): Street => ({ name, lines: each }));
  return {
    cells: new DistrictCells(districts, CELL_M),
    streets: await worked(StreetPoints.of(streets), rest),
  };
}
