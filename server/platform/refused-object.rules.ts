/** What a path names by number, the camera before what belongs to it. */
const NAMED: readonly (readonly [param: string, kind: string])[] = [
  ['cameraId', 'camera'],
  ['consultationId', 'consultation'],
  ['contractId', 'contract'],
  ['delegationId', 'delegation'],
  ['measureId', 'link-security'],
  ['displayId', 'display'],
  ['personId', 'person'],
  ['sceneId', 'scene'],
  ['sequenceId', 'sequence'],
];
const NUMBER = /^[1-9]\d{0,9}$/;
const MOST = 2 ** 31 - 1;

export interface RefusedObject {
  readonly kind: string;
  readonly id: string | number;
}

/**
 * What somebody asked for whose role holds for none of its kind (Art. 30(3)): the number in the path, taken from the path
 * alone, whether there is such a thing or not. A path that names nothing by number is a function of the program.
 */
export function refusedObject(route: string, params: Readonly<Record<string, string>>): RefusedObject {
  for (const [param, kind] of NAMED) {
    const text = params[param];
    if (text !== undefined && NUMBER.test(text) && Number(text) <= MOST) return { kind, id: Number(text) };
  }
  return { kind: 'route', id: route };
}
