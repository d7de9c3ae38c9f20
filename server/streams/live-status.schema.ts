import { z } from 'zod';

const StateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('connecting') }),
  z.object({ state: z.literal('playing') }),
  z.object({
    state: z.literal('reconnecting'),
    /** Attempts since the picture broke off, from 1. */
    attempt: z.number().int().positive(),
    brokenForMs: z.number().nonnegative(),
    cause: z.enum([
      'unreachable',
      'refused',
      'silent',
      'unreadable',
      'password-in-clear',
      'certificate-changed',
    ]),
  }),
  z.object({ state: z.literal('codec-unsupported'), codec: z.string().max(16) }),
]);

/** JSON text frames beside the binary FLV frames of one live socket. */
export const LiveMessageSchema = z.union([
  z.object({ type: z.literal('state'), state: StateSchema }),
  z.object({
    type: z.literal('picture'),
    widthPx: z.number(),
    heightPx: z.number(),
    fps: z.number().nullable(),
  }),
  /** Art. 11(2): whether the camera offers a sound track. It is never received. */
  z.object({ type: z.literal('audio'), offered: z.boolean() }),
  /** How long the camera has been sending one picture again and again; null once it moves. */
  z.object({ type: z.literal('frozen'), forMs: z.number().nonnegative().nullable() }),
  /** Twice a second, where there is no frame yet that a clock could be told of: the gateway lives. */
  z.object({ type: z.literal('alive') }),
  /** Twice a second: the newest frame's media time and how long ago it arrived from the camera. */
  z.object({ type: z.literal('clock'), mediaMs: z.number(), agoMs: z.number().nonnegative() }),
]);

export type LiveMessage = z.infer<typeof LiveMessageSchema>;
export type LiveState = z.infer<typeof StateSchema>;
export type LiveCause = Extract<LiveState, { state: 'reconnecting' }>['cause'];

/** Close codes of the live socket that the player tells apart. */
export const LIVE_CLOSE = {
  /** The right to watch has ended (logout, role, permit): do not come back by yourself. */
  cut: 4403,
  /** Another body's camera: its delegation is over (Art. 18(5), 23), or the security measure for the link (Art. 25). */
  noDelegation: 4404,
  noLinkSecurity: 4405,
  /** The database was away for longer than what it last said of somebody's rights counts: ask again until it is back. */
  unproved: 4406,
  /** The pursuit in which it was opened is over (Art. 27). */
  pursuitOver: 4407,
  /** This viewer did not keep up. */
  slow: 4408,
  /** The gateway stops or starts over: come back with a new ticket. */
  restart: 4503,
} as const;
