export interface MarkedText {
  readonly text: string;
  /** The words differ from the other text here. */
  readonly differs: boolean;
}

const PARTS = /[^\s·]+|[\s·]+/g;
const isGap = (part: string): boolean => /^[\s·]+$/.test(part);

/** The text in pieces; words that the other text does not hold are marked, each run of them as one piece. */
export function markedAgainst(text: string, other: string): MarkedText[] {
  const known = new Set((other.match(PARTS) ?? []).filter((part) => !isGap(part)));
  const pieces: { text: string; differs: boolean }[] = [];
  for (const part of text.match(PARTS) ?? []) {
    const differs = !isGap(part) && !known.has(part);
    const last = pieces.at(-1);
    if (last?.differs === differs) last.text += part;
    else pieces.push({ text: part, differs });
  }
  // A gap between two differing words belongs to their underline.
  return pieces.reduce<MarkedText[]>((joined, piece, index) => {
    const before = joined.at(-1);
    const next = pieces[index + 1];
    if (isGap(piece.text) && before?.differs && next?.differs)
      joined[joined.length - 1] = { text: before.text + piece.text, differs: true };
    else if (piece.differs && before?.differs)
      joined[joined.length - 1] = { text: before.text + piece.text, differs: true };
    else joined.push(piece);
    return joined;
  }, []);
}
