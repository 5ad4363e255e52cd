import { describe, expect, it } from 'vitest';
import { isAddress } from '#lib/domain/address.ts';
import { networks } from '#lib/domain/network.ts';
import { publicDeployments } from './deployments.ts';

describe('publicDeployments', () => {
  it('belong to the network they are listed under', () => {
    for (const [name, deployment] of Object.entries(publicDeployments)) {
      expect(deployment.network).toBe(name);
      expect(deployment.chainId).toBe(networks[deployment.network].chainId);
    }
  });

  it('never list the local network', () => {
    expect(publicDeployments.local).toBeUndefined();
  });

  it('list well-formed addresses, each once, and wrapped LUX as the first token', () => {
    for (const deployment of Object.values(publicDeployments)) {
      const addresses = Object.values(deployment.contracts);
      const distinct = new Set(addresses.map((address) => address.toLowerCase()));
      expect(addresses.every(isAddress)).toBe(true);
      expect(distinct.size).toBe(addresses.length);
      expect(deployment.tokens[0]?.address).toBe(deployment.contracts.wlux);
    }
  });

  it('offer no faucet and reserve nothing', () => {
    for (const deployment of Object.values(publicDeployments)) {
      expect(deployment.contracts).not.toHaveProperty('faucet');
      expect(deployment.contracts).not.toHaveProperty('clearingHouse');
    }
  });
});
