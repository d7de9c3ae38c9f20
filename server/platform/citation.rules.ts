const SAYING = /[\p{L}\p{N}]/gu;
const ARTICLE = /제\s*\d+\s*조|\bart(?:icle)?\.?\s*\d|§\s*\d/iu;

/** Whether a text that names something holds at least two letters or digits: dots and dashes name nothing. */
export const saysSomething = (text: string): boolean => (text.match(SAYING) ?? []).length >= 2;

/** Whether it names an article of a statute (제N조, Article N). */
export const namesArticle = (text: string): boolean => ARTICLE.test(text);

/** Whether a citation names what it rests on; of a statute that is on no list ('other') it names the article at least. */
export const cites = (statute: string, citation: string): boolean =>
  saysSomething(citation) && (statute !== 'other' || namesArticle(citation));
