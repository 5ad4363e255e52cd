import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.ts';
import { developmentAccount } from './development-account.ts';
import { readExchangeEnv } from './exchange-env.ts';

describe('developmentAccount', () => {
  it('gives the accounts that every development tool gives', () => {
    const env = readExchangeEnv({});
    expect(developmentAccount(env, 'deployer').address).toBe(
      '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
    );
    expect(developmentAccount(env, 'marketMaker').address).toBe(
      '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    );
    expect(developmentAccount(env, 'faucetOperator').address).toBe(
      '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
    );
    expect(developmentAccount(env, 9).address).toBe('0xa0Ee7A142d267C1f36714E4a8F75612F20a79720');
  });

  it.each(['lux', 'lux-testnet', 'zoo'])('gives none on %s, even over loopback', (network) => {
    const env = readExchangeEnv({ NETWORK: network, RPC_URL: 'http://127.0.0.1:8545' });
    expect(() => developmentAccount(env, 'deployer')).toThrow(ConfigurationError);
  });

  it('gives none when the local network is not on this machine', () => {
    const env = readExchangeEnv({ RPC_URL: 'http://192.0.2.1:8545' });
    expect(() => developmentAccount(env, 'marketMaker')).toThrow(ConfigurationError);
  });

  it('gives none to an environment whose development features are off', () => {
    const env = { ...readExchangeEnv({}), developmentFeatures: false };
    expect(() => developmentAccount(env, 5)).toThrow(ConfigurationError);
  });
});
