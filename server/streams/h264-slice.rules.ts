const B_SLICE = 1;

/** Whether the bytes of a slice NAL, its head included, begin a B slice (ITU-T H.264 7.3.3); false where they are cut off. */
export function isBetweenFrames(nal: Uint8Array): boolean {
  let bit = 8;
  const take = (): number => {
    const byte = nal[bit >> 3];
    if (byte === undefined) return Number.NaN;
    return (byte >> (7 - (bit++ & 7))) & 1;
  };
  const exponent = (): number => {
    let zeros = 0;
    for (let read = take(); read !== 1; read = take())
      if (Number.isNaN(read) || ++zeros > 31) return Number.NaN;
    let value = 1;
    for (; zeros > 0; zeros--) value = value * 2 + take();
    return value - 1;
  };
  exponent();
  return exponent() % 5 === B_SLICE;
}
