import { runCity } from './run-city.ts';

/**
 * One city for all browser tests of a run. They find it in CITY_URL and its accounts in CITY_DATA_DIR. Returns what stops
 * it.
 */
export default async function startCity(): Promise<() => Promise<void>> {
  const { url, dataDir, stop } = await runCity();
  process.env['CITY_URL'] = url;
  process.env['CITY_DATA_DIR'] = dataDir;
  return stop;
}
