import type { ClientResponse } from 'hono/client';

/** An answer that is not a success: the server's `{code, message, field?}`, or code 'unreachable' when none came. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;

  constructor(status: number, code: string, message: string, field?: string) {
    super(message);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

let onSignedOut: () => void = () => undefined;

/** Called whenever the server says that nobody is signed in any more. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

async function failureOf(response: { status: number; text: () => Promise<string> }): Promise<ApiFailure> {
  const text = await response.text().catch(() => '');
  try {
    const body = JSON.parse(text) as { code?: unknown; message?: unknown; field?: unknown };
    if (typeof body.code === 'string' && typeof body.message === 'string') {
      if (response.status === 401 && body.code === 'sign-in') onSignedOut();
      return new ApiFailure(
        response.status,
        body.code,
        body.message,
        typeof body.field === 'string' ? body.field : undefined,
      );
    }
  } catch {
    // Something between us and the server answered in its own words.
  }
  return new ApiFailure(response.status, 'unreadable', `HTTP ${response.status}`);
}

/** The body of a typed call. Throws ApiFailure on every other outcome. */
export async function answered<T>(
  call: Promise<ClientResponse<T, number, 'json'> | ClientResponse<T>>,
): Promise<T> {
  const response = await reached(call);
  return (await response.json()) as T;
}

/** The response of a call whose body is not JSON, or has none. Throws ApiFailure where it is not a success. */
export async function reached<R extends { ok: boolean; status: number; text: () => Promise<string> }>(
  call: Promise<R>,
): Promise<R> {
  let response: R;
  try {
    response = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiFailure(0, 'unreachable', 'no answer');
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}
