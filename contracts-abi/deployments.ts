import type { Deployment, NetworkName } from '#lib/domain/network.ts';

/**
 * What is deployed on public networks. Starting the exchange never writes here, and start-up verifies
 * that code is at each address (`npm run verify`). A contract is listed under the name of what it is
 * known to be: which periphery version answers at `v3Router` and `v3Quoter` is not known, so features
 * that need `swapRouter02` or `quoterV2` are unavailable until one is listed.
 */
export const publicDeployments: Readonly<Partial<Record<NetworkName, Deployment>>> = {
  lux: {
    version: 1,
    network: 'lux',
    chainId: 96369,
    genesisHash: null,
    contracts: {
      wlux: '0x52c84043cd9c865236f11d9fc9f56aa003c1f922',
      multicall3: '0xd25F88CBdAe3c2CCA3Bb75FC4E723b44C0Ea362F',
      v2Factory: '0xD173926A10A0C4eCd3A51B1422270b65Df0551c1',
      v2Router: '0xAe2cf1E403aAFE6C05A5b8Ef63EB19ba591d8511',
      v3Factory: '0x80bBc7C4C7a59C899D1B37BC14539A22D5830a84',
      v3PositionManager: '0x7a4C48B9dae0b7c396569b34042fcA604150Ee28',
      v3Router: '0x939bC0Bca6F9B9c52E6e3AD8A3C590b5d9B9D10E',
      v3Quoter: '0x12e2B76FaF4dDA5a173a4532916bb6Bfa3645275',
      treasury: '0x9011E888251AB053B7bD1cdB598Db4f9DEd94714',
    },
    tokens: [
      {
        kind: 'token',
        address: '0x52c84043cd9c865236f11d9fc9f56aa003c1f922',
        symbol: 'WLUX',
        name: 'Wrapped LUX',
        decimals: 18,
        permit: false,
      },
    ],
  },
};
