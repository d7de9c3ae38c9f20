const inSeoul = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul', dateStyle: 'short' });
const MINUTE_MS = 60_000;
const toTheMinute = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Seoul',
  dateStyle: 'short',
  timeStyle: 'short',
});
let last = { minute: NaN, day: '' };

/** The calendar day of the city (Asia/Seoul) as an ISO date: orders, contracts and notices count by it. */
export function cityDay(instant: Date): string {
  const minute = Math.floor(instant.getTime() / MINUTE_MS);
  if (minute !== last.minute) last = { minute, day: inSeoul.format(instant) };
  return last.day;
}

/** `2026-01-02 04:12` in the city, as a sentence names an instant. */
export const cityMinute = (instant: Date): string => toTheMinute.format(instant);
