import { act } from '../platform/act.ts';
import type { Actor } from '../platform/access.ts';
import type { Sql, Tx } from '../platform/db.ts';
import { announce, type Announcement } from '../platform/events.ts';
import { HIDDEN_LETTER } from '../platform/hidden-letters.rules.ts';
import { ApiError, invalid, notFound } from '../platform/http-errors.ts';
import type { AgencyBody, OwnerBody } from './agencies.schema.ts';
import {
  countCamerasOf,
  insertAgency,
  lockAgency,
  lockOwnerNames,
  selectAgencyRow,
  selectWhoseName,
  setOwnerName,
  updateAgency,
} from './agencies.sql.ts';

const unique = (names: readonly string[]): string[] => [...new Set(names)];

/** What open screens hear: of the register too, where another name decides whose cameras are. */
function changed(before: readonly string[], after: readonly string[]): Announcement[] {
  const isSame = [...before].sort().join('\n') === [...after].sort().join('\n');
  return isSame ? [{ kind: 'agency' }] : [{ kind: 'agency' }, { kind: 'register' }];
}

/** Throws 409 `name-taken` where a name in the register is already the city's or another body's. */
async function refuseTakenNames(tx: Tx, names: readonly string[], code: string): Promise<void> {
  await lockOwnerNames(tx);
  for (const name of names) {
    const whose = await selectWhoseName(tx, name);
    if (whose === null || whose === code) continue;
    throw new ApiError(
      409,
      'name-taken',
      {
        ko: `‘${name}’은 이미 ${whose === 'city' ? '시' : '다른 기관'}의 이름으로 적혀 있습니다. 한 이름은 한 곳의 것입니다.`,
        en: `“${name}” is already on record as ${whose === 'city' ? 'the city' : 'another body'}. A name belongs to one.`,
      },
      'ownerNames',
    );
  }
}

/** Adds a body (유관기관, Art. 18(5), 23). The same body once more answers as the first; another under its code is 409 `code-taken`. */
export async function addAgency(sql: Sql, actor: Actor, code: string, body: AgencyBody): Promise<void> {
  const given = { ...body, ownerNames: unique(body.ownerNames) };
  const object = { kind: 'agency', id: code, agency: code, detail: given };
  await act(sql, actor, 'agency.change', object, async (tx, note) => {
    await refuseTakenNames(tx, given.ownerNames, code);
    const known = await selectAgencyRow(tx, code);
    if (known !== undefined) {
      if (known.name !== given.name)
        throw new ApiError(
          409,
          'code-taken',
          {
            ko: `약칭 ${code}은 이미 ${known.name}의 것입니다.`,
            en: `The code ${code} is already that of ${known.name}.`,
          },
          'code',
        );
      return note({ repeated: true });
    }
    await insertAgency(tx, code, given);
    await announce(tx, ...changed([], given.ownerNames));
  });
}

/** A camera never loses its owner: throws 409 `name-in-use` where a name is dropped under which cameras stand. */
async function refuseNamesInUse(tx: Tx, before: readonly string[], after: readonly string[]): Promise<void> {
  const dropped = before.map((name) => name.trim()).filter((name) => !after.includes(name));
  const cameras = await countCamerasOf(tx, dropped);
  if (cameras > 0)
    throw new ApiError(
      409,
      'name-in-use',
      {
        ko: `‘${dropped.join(', ')}’ 이름으로 적힌 카메라가 ${cameras}대 있어 뺄 수 없습니다. 다른 곳의 것이면 ‘누구의 것입니까’에서 옮기십시오.`,
        en: `${cameras} cameras stand under “${dropped.join(', ')}”, so it cannot be dropped. If it is somebody else's, move it under “Whose is it?”.`,
      },
      'ownerNames',
    );
}

/** Changes a body's name, telephone and the names under which it owns cameras. Throws 404 where there is none. */
export async function editAgency(sql: Sql, actor: Actor, code: string, body: AgencyBody): Promise<void> {
  const given = { ...body, ownerNames: unique(body.ownerNames) };
  const object = { kind: 'agency', id: code, agency: code };
  await act(sql, actor, 'agency.change', object, async (tx, note) => {
    // The order in which `decideOwner` takes them too.
    await lockOwnerNames(tx);
    const before = await lockAgency(tx, code);
    if (before === undefined) throw notFound();
    await refuseTakenNames(tx, given.ownerNames, code);
    await refuseNamesInUse(tx, before.ownerNames, given.ownerNames);
    note({ from: { ...before, ownerNames: [...before.ownerNames] }, to: given });
    await updateAgency(tx, code, given);
    await announce(tx, ...changed(before.ownerNames, given.ownerNames));
  });
}

const EVERY_HIDDEN = new RegExp(HIDDEN_LETTER, 'gu');
/** A name with each letter that nobody sees as its number. */
const seen = (name: string): string =>
  name.replace(
    EVERY_HIDDEN,
    (letter) => `<U+${letter.codePointAt(0)!.toString(16).padStart(4, '0').toUpperCase()}>`,
  );

/**
 * Records whose a name in the register is: a body's or the city's own; once more changes nothing. Nothing is guessed, and
 * what somebody decided before is changed only by who saw it (`was`): else 409 `name-taken`. Throws 400 for a name with a
 * letter that nobody sees: it looks like another's.
 */
export async function decideOwner(sql: Sql, actor: Actor, { name, agency, was }: OwnerBody): Promise<void> {
  if (HIDDEN_LETTER.test(name))
    throw invalid(
      'name',
      `소유기관 이름 ${seen(name)}에 보이지 않는 글자가 있습니다. 원본 자료에서 고쳐 다시 들여온 뒤 정해 주십시오.`,
      `The owner's name ${seen(name)} holds a letter that nobody sees. Correct it in the source file and import that again, then decide.`,
    );
  const object = { kind: 'owner-name', id: name, detail: { agency: agency ?? 'city', was: was ?? null } };
  await act(sql, actor, 'agency.change', object, async (tx, note) => {
    await lockOwnerNames(tx);
    const wanted = agency ?? 'city';
    if (agency !== null && (await lockAgency(tx, agency)) === undefined) throw notFound();
    const whose = await selectWhoseName(tx, name);
    if (whose === wanted) return note({ repeated: true });
    if (whose !== null && whose !== was) await refuseTakenNames(tx, [name], wanted);
    await setOwnerName(tx, name, agency);
    await announce(tx, { kind: 'agency' }, { kind: 'register' });
  });
}
