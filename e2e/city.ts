import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type CityRole = 'mayor' | 'officer' | 'department' | 'operator' | 'maintainer' | 'auditor' | 'liaison';
export type CityAccount = {
  role: CityRole;
  account: string;
  password: string;
  agency?: 'police' | 'fire';
  contractor?: string;
};

const given = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the specs with playwright test -c e2e.`);
  return value;
};

/** Address of the city that the browser tests look at. */
export const cityUrl = (): string => given('CITY_URL');

/** The demo account of a role, made at the city's first start; `of`: of the contractor's own people. */
export const accountOf = (role: CityRole, of?: 'contractor'): CityAccount => {
  const path = join(given('CITY_DATA_DIR'), 'demo-accounts.json');
  const accounts = JSON.parse(readFileSync(path, 'utf8')) as CityAccount[];
  const found = accounts.find(
    (each) => each.role === role && (each.contractor !== undefined) === (of === 'contractor'),
  );
  if (found === undefined) throw new Error(`There is no demo account for ${role}.`);
  return found;
};
