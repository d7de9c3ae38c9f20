const inSeoul = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul', dateStyle: 'short' });
const MINUTE_MS = 60_000;
let last = { minute: NaN, day: '' };

/** The calendar day of the city (Asia/Seoul) as an ISO date: orders, contracts and notices count by it. */
export function cityDay(instant: Date): string {
  const minute = Math.floor(instant.getTime() / MINUTE_MS);
  if (minute !== last.minute) last = { minute, day: inSeoul.format(instant) };
  return last.day;
}
