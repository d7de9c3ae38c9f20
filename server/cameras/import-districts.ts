import { encodeCp949 } from '../../geodata/cp949.ts';
import type { CellEncoding, RowBatch } from '../../geodata/row-batch.ts';
import type { CityArea } from './import-area.ts';

/** 법정동 and 행정동 of one name differ at their edges; an 읍 or 면 is the same in both. */
const DONG_TOLERANCE_M = 1000;

/** Units an address can name: an 읍 or 면, or a 동 with its numbered parts (교동: 교1동, 교2동). */
function unitsOf(names: readonly string[]): Map<string, number[]> {
  const units = new Map<string, number[]>();
  for (const [index, name] of names.entries()) {
    const last = name.split(/\s+/u).at(-1) ?? name;
    for (const spoken of new Set([last, last.replace(/\d+(?=동$)/u, '')])) {
      if (!/[읍면동]$/u.test(spoken)) continue;
      units.set(spoken, [...(units.get(spoken) ?? []), index]);
    }
  }
  return units;
}

/** Finds the district that an address names, in the bytes of the file, and checks it against a point. */
export class NamedDistricts {
  readonly #city: CityArea;
  readonly #pattern: RegExp | null;
  readonly #groups: { readonly districts: readonly number[]; readonly toleranceM: number }[] = [];
  readonly #groupOf = new Map<string, number>();

  constructor(city: CityArea, encoding: CellEncoding) {
    this.#city = city;
    const patterns: string[] = [];
    for (const [name, districts] of unitsOf(city.names)) {
      const raw = (encoding === 'cp949' ? encodeCp949(name) : Buffer.from(name)).toString('latin1');
      this.#groupOf.set(raw, this.#groups.length);
      this.#groups.push({
        districts,
        toleranceM: name.endsWith('동')
          ? DONG_TOLERANCE_M
          : (city.constructor as typeof CityArea).TOLERANCE_M,
      });
      patterns.push(raw.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    }
    this.#pattern =
      patterns.length === 0 ? null : new RegExp(`(?:^|[ (,])(${patterns.join('|')})(?=$|[ ),0-9])`);
  }

  /** Number of the unit that the first address naming one names, -1 where none does. */
  find(batch: RowBatch, row: number, columns: readonly number[]): number {
    if (this.#pattern === null) return -1;
    for (const column of columns) {
      if (column < 0) continue;
      const cell = row * batch.stride + column;
      const found = this.#pattern.exec(batch.bytes.toString('latin1', batch.starts[cell], batch.ends[cell]));
      if (found) return this.#groupOf.get(found[1]!) ?? -1;
    }
    return -1;
  }

  /** Whether the point lies in the unit, or so near its edge that the difference of boundaries explains it. */
  holds(unit: number, lon: number, lat: number): boolean {
    const { districts, toleranceM } = this.#groups[unit]!;
    return (
      districts.includes(this.#city.districtAt(lon, lat)) ||
      this.#city.within(lon, lat, toleranceM, districts)
    );
  }
}
