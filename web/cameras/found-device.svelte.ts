/** A device that was found in the camera networks and waits for the connection form of a camera. */
export const foundDevice = $state<{
  waiting: { readonly host: string; readonly port: number; readonly path: string } | null;
}>({ waiting: null });
