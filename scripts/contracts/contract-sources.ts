/** Where a contract's compiled form comes from. */
export type ContractSource = {
  /** File name under `contracts-abi`, kebab-case; the ABI is exported as its camelCase + `Abi`. */
  readonly name: string;
  readonly contract: string;
  /** Path below `node_modules` of a published artifact, or `null`: our own, compiled by forge. */
  readonly packaged: string | null;
  /** Which files are written for it. */
  readonly writes: readonly ('abi' | 'artifact')[];
};

const abiOnly = ['abi'] as const;
const artifactOnly = ['artifact'] as const;
const both = ['abi', 'artifact'] as const;

const v2Core = '@uniswap/v2-core/build';
const v3Core = '@uniswap/v3-core/artifacts/contracts';
const v3Periphery = '@uniswap/v3-periphery/artifacts/contracts';
const swapRouter = '@uniswap/swap-router-contracts/artifacts/contracts';

/** Published artifacts, deployed unmodified: the pools' init-code hashes are baked into the routers. */
const packagedSources: readonly ContractSource[] = [
  {
    name: 'wlux',
    contract: 'WETH9',
    packaged: 'canonical-weth/build/contracts/WETH9.json',
    writes: both,
  },
  {
    name: 'uniswap-v2-factory',
    contract: 'UniswapV2Factory',
    packaged: `${v2Core}/UniswapV2Factory.json`,
    writes: both,
  },
  {
    name: 'uniswap-v2-pair',
    contract: 'UniswapV2Pair',
    packaged: `${v2Core}/UniswapV2Pair.json`,
    writes: both,
  },
  {
    name: 'uniswap-v2-router02',
    contract: 'UniswapV2Router02',
    packaged: '@uniswap/v2-periphery/build/UniswapV2Router02.json',
    writes: both,
  },
  {
    name: 'uniswap-v3-factory',
    contract: 'UniswapV3Factory',
    packaged: `${v3Core}/UniswapV3Factory.sol/UniswapV3Factory.json`,
    writes: both,
  },
  {
    name: 'uniswap-v3-pool',
    contract: 'UniswapV3Pool',
    packaged: `${v3Core}/UniswapV3Pool.sol/UniswapV3Pool.json`,
    writes: both,
  },
  {
    name: 'nft-descriptor',
    contract: 'NFTDescriptor',
    packaged: `${v3Periphery}/libraries/NFTDescriptor.sol/NFTDescriptor.json`,
    writes: artifactOnly,
  },
  {
    name: 'nonfungible-token-position-descriptor',
    contract: 'NonfungibleTokenPositionDescriptor',
    packaged: `${v3Periphery}/NonfungibleTokenPositionDescriptor.sol/NonfungibleTokenPositionDescriptor.json`,
    writes: both,
  },
  {
    name: 'nonfungible-position-manager',
    contract: 'NonfungiblePositionManager',
    packaged: `${v3Periphery}/NonfungiblePositionManager.sol/NonfungiblePositionManager.json`,
    writes: both,
  },
  {
    name: 'tick-lens',
    contract: 'TickLens',
    packaged: `${v3Periphery}/lens/TickLens.sol/TickLens.json`,
    writes: both,
  },
  {
    name: 'swap-router02',
    contract: 'SwapRouter02',
    packaged: `${swapRouter}/SwapRouter02.sol/SwapRouter02.json`,
    writes: both,
  },
  {
    name: 'quoter-v2',
    contract: 'QuoterV2',
    packaged: `${swapRouter}/lens/QuoterV2.sol/QuoterV2.json`,
    writes: both,
  },
  {
    name: 'timelock-controller',
    contract: 'TimelockController',
    packaged: '@openzeppelin/contracts/build/contracts/TimelockController.json',
    writes: both,
  },
];

const ownSources: readonly ContractSource[] = [
  { name: 'erc20', contract: 'IToken', packaged: null, writes: abiOnly },
  { name: 'lux-token', contract: 'LuxToken', packaged: null, writes: both },
  { name: 'faucet', contract: 'Faucet', packaged: null, writes: both },
  { name: 'create3-deployer', contract: 'Create3Deployer', packaged: null, writes: both },
  { name: 'clearing-house', contract: 'ClearingHouse', packaged: null, writes: both },
];

/** Tokens that misbehave and a wallet, for tests of those who meet them. Never deployed otherwise. */
const testingSources: readonly ContractSource[] = [
  'Bytes32MetadataToken',
  'ContractWallet',
  'FeeOnTransferToken',
  'MetadataBombToken',
  'MetadataToken',
  'NoReturnToken',
  'RevertingMetadataToken',
].map((contract) => ({
  name: `testing/${kebabCase(contract)}`,
  contract,
  packaged: null,
  writes: artifactOnly,
}));

export const contractSources: readonly ContractSource[] = [
  ...packagedSources,
  ...ownSources,
  ...testingSources,
];

function kebabCase(contract: string): string {
  return contract.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
