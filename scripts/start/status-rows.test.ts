import { describe, expect, it } from 'vitest';
import { readStartSettings } from './start-settings.ts';
import { statusRows } from './status-rows.ts';

const CLEARING_HOUSE = `0x${'c1'.repeat(20)}` as const;

const rows = (environment: Record<string, string>, withWeb = true) =>
  Object.fromEntries(
    statusRows({
      settings: readStartSettings(environment),
      deployment: { contracts: { clearingHouse: CLEARING_HOUSE } },
      withWeb,
      cwd: process.cwd(),
    }).map(({ name, text }) => [name, text]),
  );

describe('the status screen', () => {
  it('says what runs where', () => {
    expect(rows({ WEB_PORT: '3100', SIDECAR_PORT: '8180' })).toMatchObject({
      web: 'http://localhost:3100',
      first: expect.stringMatching(/^http:\/\/localhost:3100\/trade\/BTC-USDT: /u),
      sidecar: expect.stringContaining('http://localhost:8180'),
      sockets: expect.stringContaining('ws://localhost:8180/ws'),
      chain: 'http://127.0.0.1:8545, chain id 1337',
      custody: `ClearingHouse at ${CLEARING_HOUSE}`,
      data: '.data/local-1337',
      logs: '.data/logs/local-1337',
    });
  });

  it('says what is simulated', () => {
    expect(rows({}).simulated).toContain('prices');
    expect(rows({ PRICE_SOURCES: 'none' }).simulated).toContain('no prices');
  });

  it('says when the main network is rehearsed, and when there is no web application', () => {
    expect(rows({ CHAIN_ID: '96369' }).chain).toContain('rehearsing');
    expect(rows({}, false).web).toContain('not started');
    expect(rows({}, false)).not.toHaveProperty('first');
  });
});
