/**
 * How many failed sign-ins close the door, and for how long. 개인정보의 안전성 확보조치 기준 asks for a limit and leaves
 * the numbers to the body; these are the city's setting until it sets its own.
 */
export const LOCK_OUT = {
  validFrom: '2025-10-31',
  basis: '개인정보의 안전성 확보조치 기준 제5조',
  failuresOfAccount: 5,
  /** Of one address: different names, each once. Many people sit behind the one address of the city hall. */
  namesOfAddress: 30,
  minutes: 15,
} as const;
