/**
 * Gateways in the order in which they take a camera (rendezvous hashing): the first that answers has it. All who know the
 * same gateways agree, and where one goes only its own cameras move.
 */
export function gatewaysFor(cameraId: number, gatewayIds: readonly string[]): string[] {
  return gatewayIds
    .map((gatewayId) => ({ gatewayId, weight: weightOf(`${gatewayId} ${cameraId}`) }))
    .sort((one, other) => other.weight - one.weight || (one.gatewayId < other.gatewayId ? -1 : 1))
    .map(({ gatewayId }) => gatewayId);
}

/** 32 well-mixed bits of a text (MurmurHash3's finisher over FNV-1a); nothing secret hangs on it. */
function weightOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
