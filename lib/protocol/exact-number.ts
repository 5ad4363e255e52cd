/** JSON with what ES2026 adds to it; engines of before 2025 lack it, and write the nearest double. */
const json: Pick<JSON, 'stringify'> & { rawJSON?(text: string): unknown } = JSON;

const INTEGER = /^-?\d{1,16}$/;

/**
 * A JSON number as its exact text, which `JSON.stringify` writes as it stands. It can be turned into a
 * number like any value, since code that checks foreign input compares before it knows the type.
 */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): unknown {
    return json.rawJSON?.(this.text) ?? Number(this.text);
  }
}

/** The number that a text of digits, point and sign stands for, kept exact. */
export function exactNumber(text: string): number | ExactNumber {
  return isSafeInteger(text) ? Number(text) : new ExactNumber(text);
}

/** Whether a double holds this number exactly, and gives back the very text it was read from. */
function isSafeInteger(text: string): boolean {
  return INTEGER.test(text) && Number.isSafeInteger(Number(text));
}
