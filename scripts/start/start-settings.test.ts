import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { readStartSettings, wantedPorts } from './start-settings.ts';

describe('the settings of npm start', () => {
  it('are the documented addresses by default', () => {
    const settings = readStartSettings({});
    expect(settings.webUrl).toBe('http://localhost:3000');
    expect(settings.sidecarUrl).toBe('http://localhost:8080');
    expect(settings.env.chainId).toBe(1337);
    expect(wantedPorts(settings, true).map(({ port }) => port)).toEqual([8545, 8080, 8081, 3000]);
    expect(wantedPorts(settings, false).map(({ port }) => port)).toEqual([8545, 8080, 8081]);
  });

  it('tell every process where the chain and the data are', () => {
    const { processEnv, env } = readStartSettings({
      ANVIL_PORT: '9545',
      DATA_DIR: 'here',
      HOME: 'x',
    });
    expect(processEnv.RPC_URL).toBe('http://127.0.0.1:9545');
    expect(env.rpcUrl).toBe('http://127.0.0.1:9545');
    expect(processEnv.DATA_DIR).toBe(env.dataDir);
    expect(processEnv.HOME).toBe('x');
    expect(env.developmentFeatures).toBe(true);
  });

  it('say whether the backstop is the development account, wherever another one is set', async () => {
    const BACKSTOP_PRIVATE_KEY = `0x${'11'.repeat(32)}`;
    const path = join(await mkdtemp(join(tmpdir(), 'settings-')), 'config.json');
    await writeFile(path, JSON.stringify({ BACKSTOP_PRIVATE_KEY }));
    expect(readStartSettings({}).ownBackstop).toBe(true);
    expect(readStartSettings({ BACKSTOP_PRIVATE_KEY }).ownBackstop).toBe(false);
    expect(readStartSettings({ CONFIG_FILE: path }).ownBackstop).toBe(false);
    await rm(dirname(path), { recursive: true });
  });

  it('rehearse the id of the main network in a folder of its own', () => {
    const { env } = readStartSettings({ CHAIN_ID: '96369' });
    expect(env.network).toBe('local');
    expect(env.networkDir).toMatch(/local-96369$/);
  });

  it.each([
    { NETWORK: 'lux' },
    { RPC_URL: 'http://127.0.0.1:9650/ext/bc/C/rpc' },
    { RPC_URL: 'http://example.com:8545' },
    { RPC_URLS: 'http://localhost:8545,http://127.0.0.1:9650' },
    { RPC_URLS: 'http://localhost:8545,wss://localhost:8545' },
  ])('refuse the chain of somebody else (%o), naming the way to serve it', (environment) => {
    const attempt = () => readStartSettings(environment);
    expect(attempt).toThrow(expect.objectContaining({ code: 'start/not-local' }));
    expect(attempt).toThrow(Object.keys(environment)[0]);
  });

  it('accept the address of the chain that is about to be started', () => {
    expect(() => readStartSettings({ RPC_URL: 'http://localhost:8545' })).not.toThrow();
    const RPC_URLS = 'http://localhost:8545, ws://127.0.0.1:8545';
    expect(() => readStartSettings({ RPC_URLS })).not.toThrow();
  });

  it.each([
    { WEB_PORT: '0' },
    { WEB_PORT: '65536' },
    { SIDECAR_PORT: 'eighty' },
    { CHAIN_ID: '5' },
  ])('refuse %o', (environment) => {
    expect(() => readStartSettings(environment)).toThrow(ConfigurationError);
  });
});
