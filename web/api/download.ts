import { languageHeader } from './client.ts';
import { reached } from './request.ts';

/** Fetches a file and hands it to the browser to keep, under the server's name for it. Throws ApiFailure. */
export async function download(address: string): Promise<void> {
  const response = await reached(fetch(address, { headers: languageHeader() }));
  const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = named === undefined ? 'export.csv' : decodeURIComponent(named);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
