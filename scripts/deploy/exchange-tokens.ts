import { encodeDeployData } from 'viem';
import { faucetAbi } from '#contracts-abi/abis/faucet.ts';
import { luxTokenAbi } from '#contracts-abi/abis/lux-token.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { ContractPlan } from './exchange-contracts.ts';
import { readArtifact } from './read-artifact.ts';

/** What is fixed about one of our own tokens; amounts are whole tokens. */
type TokenDesign = {
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number;
  /** To the deployer, who seeds the pools. */
  readonly deployerAmount: bigint;
  /** To the market maker, who trades them towards the market's price. */
  readonly marketMakerAmount: bigint;
  /** To the treasury, which funds the exchange's own accounts in the clearing house. */
  readonly treasuryAmount: bigint;
};

const LUSD: TokenDesign = {
  symbol: 'LUSD',
  name: 'Lux Dollar',
  decimals: 6,
  deployerAmount: 250_000_000n,
  marketMakerAmount: 100_000_000n,
  treasuryAmount: 500_000_000n,
};
const LETH: TokenDesign = {
  symbol: 'LETH',
  name: 'Lux Ether',
  decimals: 18,
  deployerAmount: 50_000n,
  marketMakerAmount: 20_000n,
  treasuryAmount: 100_000n,
};
const LBTC: TokenDesign = {
  symbol: 'LBTC',
  name: 'Lux Bitcoin',
  decimals: 8,
  deployerAmount: 2_500n,
  marketMakerAmount: 1_000n,
  treasuryAmount: 5_000n,
};

const ONE_LUX = 10n ** 18n;

/** Native LUX that the faucet is created with, in wei. */
const FAUCET_FUNDS = 1_000_000n * ONE_LUX;

/** What one drip gives, in base units: about 50,000 dollars in all. */
const DRIP = {
  lux: 1_000n * ONE_LUX,
  lusd: 25_000n * 10n ** 6n,
  leth: 2n * 10n ** 18n,
  lbtc: 10n ** 7n,
} as const;
const COOL_DOWN_SECONDS = 3_600n;
const MAX_DRIPS = 24;

export type ExchangeTokens = {
  readonly wlux: Token;
  readonly lusd: Token;
  readonly leth: Token;
  readonly lbtc: Token;
};

/** Plans LUSD, LETH and LBTC, with what deployer, market maker and treasury own from the start. */
export function planTokens(
  plan: ContractPlan,
  accounts: {
    readonly wlux: Address;
    readonly deployer: Address;
    readonly marketMaker: Address;
    readonly treasury: Address;
  },
): ExchangeTokens {
  const { wlux, deployer, marketMaker, treasury } = accounts;
  const add = ({ symbol, name, decimals, ...amounts }: TokenDesign): Token => {
    const unit = 10n ** BigInt(decimals);
    const allocations = [
      { holder: deployer, amount: amounts.deployerAmount * unit },
      { holder: marketMaker, amount: amounts.marketMakerAmount * unit },
      { holder: treasury, amount: amounts.treasuryAmount * unit },
    ];
    const initCode = encodeDeployData({
      abi: luxTokenAbi,
      bytecode: readArtifact('lux-token'),
      args: [name, symbol, decimals, deployer, allocations],
    });
    const address = plan.add(symbol, initCode);
    return { kind: 'token', address, symbol, name, decimals, permit: true };
  };
  return {
    // The canonical contract calls itself WETH on chain; here it wraps LUX.
    wlux: {
      kind: 'token',
      address: wlux,
      symbol: 'WLUX',
      name: 'Wrapped LUX',
      decimals: 18,
      permit: false,
    },
    lusd: add(LUSD),
    leth: add(LETH),
    lbtc: add(LBTC),
  };
}

/** Plans the faucet, filled; it still needs the minter role of each token. */
export function planFaucet(
  plan: ContractPlan,
  {
    chainId,
    admin,
    operator,
    tokens,
  }: {
    readonly chainId: number;
    readonly admin: Address;
    readonly operator: Address;
    readonly tokens: ExchangeTokens;
  },
): Address {
  const config = {
    chainId: BigInt(chainId),
    admin,
    operator,
    nativeAmount: DRIP.lux,
    coolDownSeconds: COOL_DOWN_SECONDS,
    maxDrips: MAX_DRIPS,
    tokenDrips: [
      { token: tokens.lusd.address, amount: DRIP.lusd },
      { token: tokens.leth.address, amount: DRIP.leth },
      { token: tokens.lbtc.address, amount: DRIP.lbtc },
    ],
  };
  const bytecode = readArtifact('faucet');
  const initCode = encodeDeployData({ abi: faucetAbi, bytecode, args: [config] });
  return plan.addFunded({ name: 'faucet', initCode, value: FAUCET_FUNDS });
}
