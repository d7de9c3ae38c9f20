/** A key handler by which up and down go from one row of a list to the next; Enter opens, being a button's own key. */
export const stepAmong =
  (rows: string) =>
  (event: KeyboardEvent): void => {
    const by = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0;
    if (by === 0 || !(event.target instanceof HTMLElement) || !event.target.matches(rows)) return;
    event.preventDefault();
    const all = [...document.querySelectorAll<HTMLElement>(rows)];
    all[all.indexOf(event.target) + by]?.focus();
  };
