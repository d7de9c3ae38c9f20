/** Numbers distinct pairs of 32-bit integers 0, 1, 2 … in the order they come; some 16 bytes a pair, no object a row. */
export class PairIndex {
  #slots = new Int32Array(1 << 15).fill(-1);
  #first = new Int32Array(1 << 14);
  #second = new Int32Array(1 << 14);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of the pair; equal to the former `size` where the pair is new. */
  add(first: number, second: number): number {
    let slot = this.#slot(first, second);
    const known = this.#slots[slot]!;
    if (known >= 0) return known;
    if (this.#size === this.#first.length) {
      this.#grow();
      slot = this.#slot(first, second);
    }
    this.#first[this.#size] = first;
    this.#second[this.#size] = second;
    this.#slots[slot] = this.#size;
    this.#size += 1;
    return this.#size - 1;
  }

  /** Where the pair is, or the free slot where it belongs. */
  #slot(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    let slot = mix(first, second) & mask;
    for (;;) {
      const index = this.#slots[slot]!;
      if (index < 0 || (this.#first[index] === first && this.#second[index] === second)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    this.#first = longer(this.#first);
    this.#second = longer(this.#second);
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let index = 0; index < this.#size; index += 1)
      this.#slots[this.#slot(this.#first[index]!, this.#second[index]!)] = index;
  }
}

function mix(first: number, second: number): number {
  const hash =
    Math.imul(first ^ (second >>> 15), 0x85ebca6b) ^ Math.imul(second ^ (first >>> 13), 0xc2b2ae35);
  const spread = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
  return spread ^ (spread >>> 15);
}

type Numbers = Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array;

/** A copy with twice the room. */
export function longer<T extends Numbers>(numbers: T): T {
  const copy = new (numbers.constructor as new (length: number) => T)(numbers.length * 2);
  (copy as Int32Array).set(numbers);
  return copy;
}
