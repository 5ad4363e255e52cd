import { describe, expect, it } from 'vitest';
import { DeploymentRecordError, parseDeployment } from './parse-deployment.ts';

const record = {
  version: 1,
  network: 'local',
  chainId: 1337,
  genesisHash: `0x${'ab'.repeat(32)}`,
  contracts: { wlux: `0x${'12'.repeat(20)}`, clearingHouse: `0x${'34'.repeat(20)}` },
  tokens: [
    {
      kind: 'token',
      address: `0x${'12'.repeat(20)}`,
      symbol: 'WLUX',
      name: 'Wrapped LUX',
      decimals: 18,
      permit: false,
    },
  ],
};

const expected = { path: 'deployment.json', chainId: 1337 };

describe('parseDeployment', () => {
  it('reads a record', () => {
    expect(parseDeployment(JSON.stringify(record), expected)).toEqual(record);
  });

  it.each([
    ['no JSON', 'deployed'],
    ['an older or newer form', JSON.stringify({ ...record, version: 2 })],
    ['another network', JSON.stringify({ ...record, network: 'lux' })],
    ['no genesis hash', JSON.stringify({ ...record, genesisHash: null })],
    ['an address that is none', JSON.stringify({ ...record, contracts: { wlux: '0x12' } })],
    ['a contract nobody knows', JSON.stringify({ ...record, contracts: { casino: '0x12' } })],
    ['no tokens', JSON.stringify({ ...record, tokens: [] })],
    ['a field too many', JSON.stringify({ ...record, note: 'hello' })],
  ])('refuses %s', (_, text) => {
    expect(() => parseDeployment(text, expected)).toThrow(DeploymentRecordError);
  });

  it('refuses the record of another chain, naming both ids', () => {
    const parse = () => parseDeployment(JSON.stringify(record), { ...expected, chainId: 96369 });
    expect(parse).toThrow(/1337.*96369/);
  });
});
