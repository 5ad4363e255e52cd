import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function logged(level: string, write: (logger: ReturnType<typeof createLogger>) => void) {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  write(createLogger(level, destination));
  return lines
    .join('')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

describe('the logger', () => {
  it('writes one JSON object a line, with level, time and service', () => {
    const [entry] = logged('info', (logger) => logger.info({ port: 8080 }, 'serves'));
    expect(entry).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      service: 'sidecar',
      port: 8080,
      msg: 'serves',
    });
  });

  it('keeps to its level', () => {
    expect(logged('warn', (logger) => logger.info('too low'))).toEqual([]);
  });

  it('censors secrets, three levels deep', () => {
    const secret = 'hunter2';
    const [entry] = logged('info', (logger) =>
      logger.info({
        apiSecret: secret,
        request: { headers: { authorization: secret }, token: secret },
      }),
    );
    expect(JSON.stringify(entry)).not.toContain(secret);
    expect(entry.apiSecret).toBe('[redacted]');
  });
});
