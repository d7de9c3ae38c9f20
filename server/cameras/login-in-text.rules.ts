/**
 * `user:password@` after a scheme, whatever the password holds, or by itself, without blanks. A name in Hangul before a
 * colon is a label, no account.
 */
const LOGIN = /([a-z][a-z0-9+.-]*:\/\/)[^\s:@/]+:.*@(?=\S)|[\w.%+-]+:\S*@(?=\S)/giu;

/** Whether a text of a file carries an account with its password, as addresses of cameras do (Art. 30). */
export const holdsLogin = (text: string): boolean => text.includes('@') && text.search(LOGIN) >= 0;

/** The text with every account and password in it replaced by `***`. */
export const withoutLogin = (text: string): string =>
  text.includes('@') ? text.replace(LOGIN, '$1***@') : text;
