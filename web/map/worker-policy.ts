interface PolicyFactory {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => unknown;
}

/**
 * Lets the map's own worker, and nothing else, be run as a script by its address, where the browser asks who may
 * (Trusted Types). It is the default policy since the map makes its worker from a plain text.
 */
export function letMapWorkerRun(workerUrl: string): void {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy('default', {
    createScriptURL: (url) => {
      if (url !== workerUrl) throw new TypeError(`no script of ours: ${url}`);
      return url;
    },
  });
}
