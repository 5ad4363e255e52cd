import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.ts';
import { readSettings } from './read-settings.ts';

/** What is wrong with an environment: variable and fix. */
function problems(env: Record<string, string | undefined>) {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

const wrong = (env: Record<string, string>) => problems(env).map(({ variable }) => variable);

describe('readSettings', () => {
  it('has defaults for everything', () => {
    expect(readSettings({})).toMatchObject({
      NETWORK: 'local',
      DATA_DIR: '.data',
      HOST: '127.0.0.1',
      WEB_PORT: 3000,
      SIDECAR_PORT: 8080,
      SIDECAR_WS_PORT: 8081,
      ANVIL_PORT: 8545,
      LOG_LEVEL: 'info',
      FINALITY_BLOCKS: 64,
      RATE_LIMIT_PER_SECOND: 100,
      RATE_LIMIT_BURST: 200,
      EXIT_WITH_PARENT: false,
    });
  });

  it('reads every form of setting', () => {
    const settings = readSettings({
      RPC_URL: ' http://127.0.0.1:9650/ext/bc/C/rpc/ ',
      CORS_ORIGINS: 'https://a.example, http://localhost:3100',
      TRUSTED_PROXIES: '10.0.0.0/8,127.0.0.1',
      EXIT_WITH_PARENT: '1',
      MARKET_MAKER: '0',
      SIM_SEED: '4294967295',
      MIN_WITHDRAWALS: 'USDT=2.5, BTC=0.00000001',
    });
    expect(settings).toMatchObject({
      RPC_URL: 'http://127.0.0.1:9650/ext/bc/C/rpc',
      CORS_ORIGINS: ['https://a.example', 'http://localhost:3100'],
      TRUSTED_PROXIES: ['10.0.0.0/8', '127.0.0.1'],
      EXIT_WITH_PARENT: true,
      MARKET_MAKER: false,
      SIM_SEED: 4_294_967_295,
      MIN_WITHDRAWALS: new Map([
        ['USDT', 2_500_000],
        ['BTC', 1],
      ]),
    });
  });

  it('takes an empty text for none, and lets alone what is not ours', () => {
    expect(readSettings({ WEB_PORT: '', NETWORK: '  ', PATH: '/bin' })).toMatchObject({
      WEB_PORT: 3000,
      NETWORK: 'local',
    });
  });

  it.each([
    [{ NETWORK: 'mainnet' }, /use local, lux, lux-testnet or zoo/],
    [{ WEB_PORT: '0' }, /whole number from 1 to 65535/],
    [{ WEB_PORT: '65536' }, /whole number from 1 to 65535/],
    [{ SIDECAR_PORT: '80a' }, /whole number/],
    [{ SIDECAR_PORT: '8e3' }, /whole number/],
    [{ RPC_URL: 'localhost:8545' }, /begins with http:\/\/ or https:\/\//],
    [{ PUBLIC_SIDECAR_WS_URL: 'http://x.example' }, /begins with ws:\/\/ or wss:\/\//],
    [{ CORS_ORIGINS: '*' }, /list of origins/],
    [{ CORS_ORIGINS: 'https://a.example/' }, /list of origins/],
    [{ CORS_ORIGINS: 'http://a.example' }, /list of origins/],
    [{ TRUSTED_PROXIES: '10.0.0.0/40' }, /addresses or ranges/],
    [{ HOST: '127.0.0.1 ; rm' }, /address to listen on/],
    [{ PRICE_SOURCES: 'live' }, /simulated.*none/],
    [{ SIM_SEED: '-1' }, /whole number/],
    [{ LOG_LEVEL: 'loud' }, /use fatal/],
    [{ EXIT_WITH_PARENT: 'yes' }, /use 1/],
    [{ FINALITY_BLOCKS: '0' }, /whole number/],
    [{ CONFIRMATIONS: '0' }, /whole number/],
    [{ RPC_URLS: 'https://a.example, ftp://b.example' }, /list of addresses that begin/],
    [{ RPC_URLS: ',' }, /list of addresses that begin/],
    [{ RPC_URLS: 'wss://a.example' }, /one of them must begin with http/],
    [{ PRIORITY_GAS_GWEI: '501' }, /not be above MAX_GAS_GWEI/],
    [{ CONTRACT_ACCOUNT_BOUND: '-1' }, /whole number from 0 to 1000000000/],
    [{ CONTRACT_ACCOUNT_BOUND: '0.5' }, /whole number from 0/],
    [{ MIN_WITHDRAWALS: 'DOGE=1' }, /symbols and amounts/],
    [{ MIN_WITHDRAWALS: 'USDT=0' }, /symbols and amounts/],
    [{ MIN_WITHDRAWALS: 'USDT=0.0000001' }, /symbols and amounts/],
    [{ MIN_WITHDRAWALS: 'USDT=-1' }, /symbols and amounts/],
    [{ MIN_WITHDRAWALS: 'USDT=1,LUX' }, /symbols and amounts/],
    [{ MIN_WITHDRAWALS: 'BTC=99999999999' }, /symbols and amounts/],
    [{ OPERATOR_PRIVATE_KEY: '17'.repeat(32) }, /a private key/],
    [{ OPERATOR_PRIVATE_KEY: `0x${'00'.repeat(32)}` }, /a private key/],
    [{ OPERATOR_PRIVATE_KEY: `0x${'ff'.repeat(32)}` }, /a private key/],
  ])('refuses %j and says what to do', (env, fix) => {
    const [variable] = Object.keys(env);
    expect(problems(env)).toEqual([
      { variable, value: Object.values(env)[0], fix: expect.stringMatching(fix) },
    ]);
  });

  it('names everything that is wrong at once', () => {
    const env = { NETWORK: 'x', WEB_PORT: 'x', CORS_ORIGINS: 'x', LOG_LEVEL: 'x' };
    expect(wrong(env).sort()).toEqual(['CORS_ORIGINS', 'LOG_LEVEL', 'NETWORK', 'WEB_PORT']);
    expect(wrong({ WEB_PORT: 'x', CHAIN_ID: '5', SIDECAR_WS_PORT: '8080' })).toEqual([
      'WEB_PORT',
      'CHAIN_ID',
      'SIDECAR_WS_PORT',
    ]);
  });
});

describe('settings that contradict one another', () => {
  it.each([
    [{ CHAIN_ID: '1337' }, []],
    [{ CHAIN_ID: '96369' }, []],
    [{ CHAIN_ID: '1' }, ['CHAIN_ID']],
    [{ NETWORK: 'lux', CHAIN_ID: '96369' }, []],
    [{ NETWORK: 'lux', CHAIN_ID: '1337' }, ['CHAIN_ID']],
    [{ NETWORK: 'lux-testnet', CHAIN_ID: '96369' }, ['CHAIN_ID']],
  ])('holds %j to the chain id of its network', (env, expected) => {
    expect(wrong(env as Record<string, string>)).toEqual(expected);
  });

  it.each([
    [{ OPERATOR_KEYSTORE: 'key.json' }, ['OPERATOR_KEYSTORE_PASSWORD_FILE']],
    [{ OPERATOR_KEYSTORE_PASSWORD_FILE: 'password' }, ['OPERATOR_KEYSTORE']],
    [{ OPERATOR_KEYSTORE: 'key.json', OPERATOR_KEYSTORE_PASSWORD_FILE: 'password' }, []],
    [{ OPERATOR_SIGNER_URL: 'http://127.0.0.1:9000' }, ['OPERATOR_ADDRESS']],
    [{ OPERATOR_ADDRESS: `0x${'a1'.repeat(20)}` }, ['OPERATOR_SIGNER_URL']],
    [
      { OPERATOR_ADDRESS: '0x12', OPERATOR_SIGNER_URL: 'http://127.0.0.1:9000' },
      ['OPERATOR_ADDRESS'],
    ],
  ])('wants both settings of a key that is elsewhere: %j', (env, expected) => {
    expect(wrong(env as Record<string, string>)).toEqual(expected);
  });

  it.each([
    [{ PRICE_SOURCES: 'simulated' }, []],
    [{ PRICE_SOURCES: 'simulated', RPC_URLS: 'https://rpc.example' }, ['PRICE_SOURCES']],
    [{ PRICE_SOURCES: 'simulated', NETWORK: 'lux' }, ['PRICE_SOURCES']],
    [{ PRICE_SOURCES: 'simulated', RPC_URL: 'https://rpc.example' }, ['PRICE_SOURCES']],
    [{ PRICE_SOURCES: 'none', NETWORK: 'lux' }, []],
    [{ MARKET_MAKER: '1', NETWORK: 'zoo' }, ['MARKET_MAKER']],
    [{ MARKET_MAKER: 'true', RPC_URL: 'https://rpc.example' }, ['MARKET_MAKER']],
    [{ MARKET_MAKER: '0', NETWORK: 'zoo' }, []],
    [{ SIMULATED_TRADERS: '1', NETWORK: 'lux' }, ['SIMULATED_TRADERS']],
    [{ SIMULATED_TRADERS: '1' }, []],
  ])('keeps what is for development on the local chain: %j', (env, expected) => {
    expect(wrong(env as Record<string, string>)).toEqual(expected);
  });

  it('wants two ports for two servers', () => {
    expect(wrong({ SIDECAR_PORT: '9000', SIDECAR_WS_PORT: '9000' })).toEqual(['SIDECAR_WS_PORT']);
    expect(wrong({ SIDECAR_PORT: '8081' })).toEqual(['SIDECAR_WS_PORT']);
  });
});

describe('CONFIG_FILE', () => {
  let folder = '';
  let path = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'settings-'));
    path = join(folder, 'config.json');
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('is read, and the environment wins over it', async () => {
    const file = {
      WEB_PORT: 3100,
      SIDECAR_PORT: '9000',
      CORS_ORIGINS: ['https://a.example'],
      MARKET_MAKER: false,
    };
    await writeFile(path, JSON.stringify(file));
    expect(readSettings({ CONFIG_FILE: path, SIDECAR_PORT: '9100' })).toMatchObject({
      WEB_PORT: 3100,
      SIDECAR_PORT: 9100,
      CORS_ORIGINS: ['https://a.example'],
      MARKET_MAKER: false,
    });
  });

  it('may hold only settings, in forms that a setting has', async () => {
    await writeFile(path, JSON.stringify({ WEB_PRT: 1, SIM_SEED: { a: 1 }, LOG_LEVEL: 'x' }));
    expect(problems({ CONFIG_FILE: path })).toEqual([
      { variable: 'WEB_PRT', value: '1', fix: expect.stringMatching(/may hold only NETWORK/) },
      {
        variable: 'SIM_SEED',
        value: '{"a":1}',
        fix: expect.stringMatching(/use a text, a number/),
      },
      { variable: 'LOG_LEVEL', value: 'x', fix: expect.stringMatching(/use fatal/) },
    ]);
  });

  it.each(['', '{', '[]', '7', 'null'])('has to be one JSON object, not %j', async (text) => {
    await writeFile(path, text);
    expect(wrong({ CONFIG_FILE: path })).toEqual(['CONFIG_FILE']);
  });

  it('has to be there when it is named', () => {
    expect(wrong({ CONFIG_FILE: join(folder, 'absent.json') })).toEqual(['CONFIG_FILE']);
  });
});
