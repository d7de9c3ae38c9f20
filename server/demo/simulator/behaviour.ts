/** How one simulated camera behaves. Everything but the clip is optional; absent means a healthy camera. */
export interface CameraBehaviour {
  /** Name of a committed clip, such as `crossing-day`. */
  readonly clip: string;
  /** Name of the clip of its small picture, at the path with `/sub` behind it; absent means one picture only. */
  readonly sub?: string;
  readonly startOn?: 'key-frame' | 'mid-gop';
  /** Offers a sound track beside the picture (a breach of Art. 11(2) to be found). */
  readonly audio?: boolean;
  /** Has a sound encoder set up in its profiles, and offers no sound beside the picture that is asked for. */
  readonly audioInProfile?: boolean;
  /** What the SDP calls the picture; `H265` stands for a camera without an H.264 profile. */
  readonly codec?: 'H264' | 'H265';
  /** A camera of H.265 that has its picture in H.264 too, at the path with `/h264` behind it, as its device says. */
  readonly hasH264Too?: boolean;
  readonly login?: {
    readonly user: string;
    readonly password: string;
    readonly scheme: 'basic' | 'digest-md5' | 'digest-sha256';
    /** Old devices hash without `qop` (RFC 2069). */
    readonly withoutQop?: boolean;
    /** How often a nonce is taken before it is stale. */
    readonly nonceUses?: number;
  };
  /** Ends a session that says nothing for so long, and says so in SETUP; 60 s where it is absent. */
  readonly sessionTimeoutS?: number;
  /** Where it tells its parameter sets; in both places where it is absent. */
  readonly parameterSets?: 'sdp' | 'in-band';
  /** Ends a session whose client reports nothing on what it receives (RTCP) for so long; never where it is absent. */
  readonly endsWithoutReportsS?: number;
  /** Answers GET_PARAMETER with 405, as some do that name it among their methods. */
  readonly refusesGetParameter?: boolean;
  readonly describeDelayMs?: number;
  /** RTSP status answered to everything, such as 503. */
  readonly refuse?: number;
  /** Answers DESCRIBE with a redirect to this URL. */
  readonly redirectTo?: string;
  /** Closes the connection this long after PLAY. */
  readonly dropAfterS?: number;
  /** Goes silent this long after PLAY, with the connection open. */
  readonly stallAfterS?: number;
  /**
   * Sends nothing for so long, once, with the connection open: afterwards all that was held back at once (`late`), as over a link
   * that stood still, or on from that moment, as an encoder that stood still.
   */
  readonly pause?: { readonly afterS: number; readonly forS: number; readonly late: boolean };
  /** Sends its first frame again and again, five times a second. */
  readonly frozen?: boolean;
  /** Goes on with another clip (another resolution) this long after PLAY. */
  readonly changeClip?: { readonly afterS: number; readonly clip: string };
  /** The RTP time of its first frame; any when absent. */
  readonly firstTimestamp?: number;
  /** Fills every frame up to the bit rate of a real camera; the drawn clips are much smaller. */
  readonly bitrateKbps?: number;
  readonly ptz?: boolean;
  /** The state of the one preset tour it has of its own; a head that knows no tours where it is absent. */
  readonly tour?: 'Idle' | 'Touring' | 'Paused';
  readonly model?: string;
  readonly firmware?: string;
  /** How far its clock is ahead, in seconds; behind where it is less than nought. */
  readonly clockOffS?: number;
  /** For how many days its recorder keeps; one that has none, or whose recorder does not tell, where it is null or absent. */
  readonly keptDays?: number | null;
}

/** Behaviour of the camera at a path such as `/cam/17`, or null when there is none. */
export type BehaviourOf = (path: string) => CameraBehaviour | null;
