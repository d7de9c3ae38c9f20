/** So many addresses are asked in one run at most. */
export const MOST_ADDRESSES = 1024;
/** Where device services usually answer. */
export const USUAL_PORTS = [80, 8000, 8080] as const;
