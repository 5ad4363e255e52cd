import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;

/** Members whose values never reach a log, wherever they stand. */
const SECRETS = [
  'password',
  'secret',
  'token',
  'apiSecret',
  'apiKey',
  'privateKey',
  'mnemonic',
  'authorization',
  'cookie',
  'signature',
];

/**
 * The process's log: one JSON object a line on standard output, levels by name, times in ISO 8601,
 * values of secret members censored down to the third level of nesting.
 */
export function createLogger(
  level: string,
  // Written at once: what is still buffered when the process ends would be lost.
  destination: DestinationStream = pino.destination({ dest: 1, sync: true }),
): Logger {
  const paths = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const options = {
    level,
    base: { service: 'sidecar' },
    redact: { paths, censor: '[redacted]' },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination);
}
