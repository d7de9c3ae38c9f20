import { hc } from 'hono/client';
import type { AppType } from '../../server/app.ts';

let language = 'ko';

/** The language in which the server words its refusals. */
export function speakTo(next: string): void {
  language = next;
}

export const languageHeader = (): Record<string, string> => ({ 'Accept-Language': language });

/** The console's API with the server's own types. */
export const api = hc<AppType>('/', { headers: languageHeader }).api;
