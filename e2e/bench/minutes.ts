import { parseArgs } from 'node:util';

/** How long a bench goes on that could go on for ever: what `--minutes` says, else its own length. */
export function minutes(own: number): number {
  const { values } = parseArgs({ strict: false, options: { minutes: { type: 'string' } } });
  const said = Number(values.minutes);
  return Number.isFinite(said) && said > 0 ? said : own;
}
