import { language, t } from './index.svelte.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ZONE = 'Asia/Seoul';
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE });
const dayWords = {
  ko: new Intl.DateTimeFormat('ko-KR', { timeZone: ZONE, month: 'long', day: 'numeric', weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, month: 'short', day: 'numeric', weekday: 'short' }),
};

/** `04:12:31` in Seoul. */
export const timeOf = (at: Date): string => clock.format(at);

/** `2026-01-02` in Seoul. */
export const dayOf = (at: Date): string => isoDay.format(at);

/** `11월 22일 일 KST`. */
export function longDayOf(at: Date): string {
  const parts = dayWords[language()].formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return language() === 'ko'
    ? `${part('month')} ${part('day')}일 ${part('weekday')} KST`.replace('일일', '일')
    : `${part('weekday')} ${part('day')} ${part('month')} KST`;
}

/** `12월 1일 화 09:00`. */
export function momentOf(at: Date): string {
  return `${longDayOf(at).replace(/ KST$/, '')} ${timeOf(at).slice(0, 5)}`;
}

/** `11-19 02:41`, with the year where it is not this one. */
export function shortInstantOf(at: Date, now: Date): string {
  const day = dayOf(at);
  return `${day.slice(0, 4) === dayOf(now).slice(0, 4) ? day.slice(5) : day} ${timeOf(at).slice(0, 5)}`;
}

/** How long: `12초`, `41분`, `2시간 11분`, `6일`. */
export function spanWords(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return t('span.seconds', { n: Math.floor(span / 1000) });
  if (span < HOUR) return t('span.minutes', { n: Math.floor(span / MINUTE) });
  if (span < DAY) {
    const minutes = Math.floor((span % HOUR) / MINUTE);
    const hours = Math.floor(span / HOUR);
    return minutes === 0 ? t('span.hours', { h: hours }) : t('span.hoursMinutes', { h: hours, m: minutes });
  }
  return t('span.days', { n: Math.floor(span / DAY) });
}

/** Days from an ISO day to now; the first day is not counted (민법 제157조). */
export function daysSince(since: string, now: Date): number {
  return Math.floor((Date.parse(dayOf(now)) - Date.parse(since)) / DAY);
}
