/**
 * Parts a decimal text from the zeros that end its fraction, so that a column can keep them for
 * alignment and dim them: `1.500` is `1.5` and `00`; `2.00` is `2` and `.00`; `100` stays whole.
 */
export function splitTrailingZeros(text: string): {
  readonly head: string;
  readonly zeros: string;
} {
  if (!text.includes('.')) return { head: text, zeros: '' };
  const head = text.replace(/\.?0+$/, '');
  return { head, zeros: text.slice(head.length) };
}
