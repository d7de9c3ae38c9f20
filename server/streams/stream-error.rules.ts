export type StreamErrorCode =
  | 'address-refused'
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  /** It asks for the password as it is, over an open link. */
  | 'password-in-clear'
  /** It shows another certificate than the one on record. */
  | 'certificate-changed'
  | 'refused'
  | 'redirected'
  | 'protocol'
  | 'too-large'
  | 'no-video'
  | 'codec-unsupported'
  | 'silent'
  | 'closed';

/** The one error the camera side throws; `message` never holds an address, a user name or a password. */
export class StreamError extends Error {
  readonly code: StreamErrorCode;
  readonly status: number | null;

  constructor(code: StreamErrorCode, message: string, status: number | null = null) {
    super(message);
    this.name = 'StreamError';
    this.code = code;
    this.status = status;
  }
}

export const asStreamError = (cause: unknown): StreamError =>
  cause instanceof StreamError
    ? cause
    : new StreamError('protocol', cause instanceof Error ? cause.name : 'unknown failure');
