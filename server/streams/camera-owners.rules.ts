import { createHash } from 'node:crypto';

/**
 * Gateways in the order in which they take a camera (rendezvous hashing): the first that answers has it. All who know the
 * same gateways agree, and where one goes only its own cameras move.
 */
export function gatewaysFor(cameraId: number, gatewayIds: readonly string[]): string[] {
  return gatewayIds
    .map((gatewayId) => ({ gatewayId, weight: weightOf(gatewayId, cameraId) }))
    .sort((one, other) => other.weight - one.weight || (one.gatewayId < other.gatewayId ? -1 : 1))
    .map(({ gatewayId }) => gatewayId);
}

const weightOf = (gatewayId: string, cameraId: number): number =>
  createHash('sha256').update(`${gatewayId} ${cameraId}`).digest().readUIntBE(0, 6);
