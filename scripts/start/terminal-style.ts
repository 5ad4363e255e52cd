export type TerminalColour =
  | 'red'
  | 'green'
  | 'yellow'
  | 'blue'
  | 'magenta'
  | 'cyan'
  | 'dim'
  | 'bold';

/** Marks text for a terminal, or returns it as it is where colours are not wanted. */
export type TerminalStyle = (colour: TerminalColour, text: string) => string;

const CODES: Readonly<Record<TerminalColour, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
};

/**
 * Colours on a terminal and nowhere else; NO_COLOR (https://no-color.org) turns them off, FORCE_COLOR
 * on.
 */
export function terminalStyle(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): TerminalStyle {
  const refused = (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  const forced = (env.FORCE_COLOR ?? '') !== '' && env.FORCE_COLOR !== '0';
  if (refused || !(isTerminal || forced)) return (_, text) => text;
  return (colour, text) => {
    const [on, off] = CODES[colour];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}
