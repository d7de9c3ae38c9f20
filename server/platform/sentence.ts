/** Words in both languages; an answer carries those that `Accept-Language` asks for. */
export interface Sentence {
  readonly ko: string;
  readonly en: string;
}
