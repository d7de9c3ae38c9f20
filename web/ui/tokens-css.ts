import { fontFamily, motionMs, radiusPx, spacePx, THEMES, tokens, typeSteps, type Theme } from './tokens.ts';

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const rem = (px: number) => `${px / 16}rem`;

function colours(theme: Theme): string[] {
  const { surface, state, ground, onIncident, shadow } = tokens[theme];
  return [
    `color-scheme: ${theme}`,
    ...Object.entries(surface).map(([role, hex]) => `--${kebab(role)}: ${hex}`),
    ...Object.entries(state).map(([role, hex]) => `--state-${kebab(role)}: ${hex}`),
    ...Object.entries(ground).map(([role, hex]) => `--ground-${kebab(role)}: ${hex}`),
    `--on-incident: ${onIncident}`,
    `--shadow: ${shadow}`,
  ];
}

function sizes(): string[] {
  return [
    `--font: ${fontFamily}`,
    ...Object.entries(typeSteps).flatMap(([step, { sizePx, linePx, weight }]) => [
      `--type-${step}-size: ${rem(sizePx)}`,
      `--type-${step}-line: ${rem(linePx)}`,
      `--type-${step}-weight: ${weight}`,
    ]),
    ...Object.entries(spacePx).map(([step, px]) => `--space-${step.slice(1)}: ${px}px`),
    ...Object.entries(radiusPx).map(([what, px]) => `--radius-${what}: ${px}px`),
    ...Object.entries(motionMs).map(([what, ms]) => `--motion-${kebab(what)}: ${ms}ms`),
  ];
}

const block = (selector: string, lines: string[]) =>
  `${selector} {\n${lines.map((line) => `  ${line};\n`).join('')}}\n`;

/**
 * The token list as a style sheet: sizes and the dark colours on :root, each theme on [data-theme=...].
 * --state-*, --ground-* and the surface roles by their names (--panel, --t1); text steps as --type-<step>-size.
 */
export function tokensCss(): string {
  return [
    block(':root', [...sizes(), ...colours('dark')]),
    ...THEMES.map((theme) => block(`[data-theme='${theme}']`, colours(theme))),
  ].join('\n');
}
