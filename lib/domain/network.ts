import type { Address, Hash } from './address.ts';
import type { Token } from './currency.ts';

export type NetworkName = 'local' | 'lux' | 'lux-testnet' | 'zoo';

/** What is fixed about a network, whatever is deployed on it. */
export type Network = {
  readonly name: NetworkName;
  /** What a person reads in the network chip. */
  readonly title: string;
  readonly chainId: number;
  readonly rpcUrl: string;
  readonly explorerUrl: string | null;
};

export const networks: Readonly<Record<NetworkName, Network>> = {
  local: {
    name: 'local',
    title: 'Local development chain',
    chainId: 1337,
    rpcUrl: 'http://127.0.0.1:8545',
    explorerUrl: null,
  },
  lux: {
    name: 'lux',
    title: 'Lux C-Chain',
    chainId: 96369,
    rpcUrl: 'https://api.lux.network/ext/bc/C/rpc',
    explorerUrl: 'https://explore.lux.network',
  },
  'lux-testnet': {
    name: 'lux-testnet',
    title: 'Lux testnet',
    chainId: 96368,
    rpcUrl: 'https://api.lux-test.network/ext/bc/C/rpc',
    explorerUrl: null,
  },
  zoo: {
    name: 'zoo',
    title: 'Zoo',
    chainId: 200200,
    rpcUrl: 'https://api.zoo.network/ext/bc/C/rpc',
    explorerUrl: null,
  },
};

export const CONTRACT_NAMES = [
  'wlux',
  'multicall3',
  'v2Factory',
  'v2Router',
  'v3Factory',
  'v3PositionManager',
  'v3Router',
  'v3Quoter',
  'tickLens',
  'swapRouter02',
  'quoterV2',
  'faucet',
  'create3Deployer',
  'clearingHouse',
  'timelock',
  'treasury',
] as const;

export type ContractName = (typeof CONTRACT_NAMES)[number];

/** Addresses at which no code is expected: the treasury is an account. */
export const CODELESS_CONTRACTS: ReadonlySet<ContractName> = new Set(['treasury']);

/**
 * What is deployed on one chain. The addresses of the local chain are recorded under the data
 * folder when it is deployed; those of public networks are part of `contracts-abi`.
 */
export type Deployment = {
  readonly version: 1;
  readonly network: NetworkName;
  readonly chainId: number;
  /** Hash of block 0; `null` where the configuration does not pin it. */
  readonly genesisHash: Hash | null;
  readonly contracts: Readonly<Partial<Record<ContractName, Address>>>;
  /** Tokens listed by default, WLUX first. */
  readonly tokens: readonly Token[];
};
