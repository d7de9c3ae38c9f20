const SAYING = /[\p{L}\p{N}]/gu;
const ARTICLE = /제\s*\d+\s*조|\bart(?:icle)?\.?\s*\d|§\s*\d/iu;

/** Whether a text that names something holds at least two letters or digits: dots and dashes name nothing. */
export const saysSomething = (text: string): boolean => (text.match(SAYING) ?? []).length >= 2;

/** Numbers of a statute's parts, and the words for them: what is left of a citation without them is the statute's name. */
const PARTS = /제\s*\d+\s*[조항호](?:\s*의\s*\d+)?|[가-하]목|\bart(?:icle)?\b\.?|\bsec(?:tion)?\b\.?|§/giu;
const LETTER = /\p{L}/gu;

/** Whether it names a statute and an article of it (형사소송법 제106조, Police Act Article 7). */
const namesArticle = (text: string): boolean =>
  ARTICLE.test(text) && (text.replace(PARTS, ' ').match(LETTER) ?? []).length >= 2;

/** Whether a citation names what it rests on; of a statute that is on no list ('other') it gives name and article. */
export const cites = (statute: string, citation: string): boolean =>
  saysSomething(citation) && (statute !== 'other' || namesArticle(citation));
