import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { configurationReads } from './configuration-reads.ts';

const lines = (path: string, text: string) =>
  sourceFindingLines(configurationReads, { path, text });

describe('configuration-reads', () => {
  it.each(['server/main.ts', 'components/shell.tsx', 'lib/client/socket.ts', 'app/layout.tsx'])(
    'objects to reading the environment in %s',
    (path) => {
      expect(lines(path, 'export const url = process.env.RPC_URL;')).toEqual([1]);
      expect(lines(path, 'export const { RPC_URL } = process.env;')).toEqual([1]);
    },
  );

  it('lets lib/env, the sidecar’s configuration, scripts and tests read it', () => {
    const text = 'export const url = process.env.RPC_URL;';
    expect(lines('lib/env/exchange-env.ts', text)).toEqual([]);
    expect(lines('server/config.ts', text)).toEqual([]);
    expect(lines('scripts/start/start.ts', text)).toEqual([]);
    expect(lines('server/main.test.ts', text)).toEqual([]);
  });

  it('accepts the mode that a bundler fills in', () => {
    expect(
      lines('components/shell.tsx', "export const dev = process.env.NODE_ENV !== 'production';"),
    ).toEqual([]);
  });
});
