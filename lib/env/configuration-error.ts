/** One wrong setting: which, what it holds now, and what would be right. */
export type ConfigurationProblem = {
  readonly variable: string;
  /** The offending text; `undefined` where the setting is absent. Credentials in it are masked. */
  readonly value: string | undefined;
  /** What to do, as a sentence without its full stop. */
  readonly fix: string;
};

/** Settings of which nothing is ever shown. */
const SECRET = /_(?:SECRET|PRIVATE_KEY)$/;

/** The configuration cannot be used. It names every problem at once, so that one round repairs all. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[], options?: ErrorOptions) {
    super(['The configuration cannot be used:', ...problems.map(describe)].join('\n'), options);
    this.problems = problems;
  }
}

function describe({ variable, value, fix }: ConfigurationProblem): string {
  const shown = SECRET.test(variable) ? '***' : maskCredentials(value ?? '');
  const found = value === undefined ? 'is not set' : `is ${JSON.stringify(shown)}`;
  return `  ${variable} ${found}: ${fix}.`;
}

/** RPC addresses carry keys in their user part, query or path; only the host helps to find the mistake. */
function maskCredentials(value: string): string {
  return value
    .replace(/(:\/\/)[^/@\s]*@/g, '$1***@')
    .replace(/\?\S*/g, '?***')
    .replace(/[A-Za-z0-9_-]{24,}/g, '***');
}
