import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { ContractName } from '#lib/domain/network.ts';
import { clearingHouseInitCode, clearingHouseStep, planTimelock } from './clearing-house-step.ts';
import { creationStep, type DeployStep } from './deploy-step.ts';
import { ContractPlan, planAmm, planShared } from './exchange-contracts.ts';
import { poolSteps } from './exchange-pools.ts';
import { type ExchangeTokens, planFaucet, planTokens } from './exchange-tokens.ts';
import type { InitialPrices } from './initial-prices.ts';
import type { LocalAccounts } from './local-accounts.ts';
import { approveStep, grantMinterStep } from './token-steps.ts';
import { transferStep } from './transfer-step.ts';

/** All that a deployment does and results in, known before the first transaction. */
export type ExchangePlan = {
  readonly steps: readonly DeployStep[];
  readonly contracts: Readonly<Partial<Record<ContractName, Address>>>;
  readonly tokens: readonly Token[];
};

export type PlanInput = {
  readonly chainId: number;
  readonly accounts: LocalAccounts;
  readonly initialPrices: InitialPrices;
};

const ONE_LUX = 10n ** 18n;

/** What the accounts that the chain does not fund by itself get, in wei: the treasury wraps most of it. */
const TREASURY_LUX = 4_000_000n * ONE_LUX;
const GUARDIAN_LUX = 10n * ONE_LUX;

/** Plans the exchange of a local network; the same input gives the same addresses, on any chain. */
export function planExchange({ chainId, accounts, initialPrices }: PlanInput): ExchangePlan {
  const { deployer, faucetOperator, keeper, guardian, feeAccount, treasury } = accounts;
  const plan = new ContractPlan();
  const shared = planShared(plan, deployer);
  const amm = planAmm(plan, deployer);
  const tokens = planTokens(plan, { ...accounts, wlux: amm.wlux });
  const faucet = planFaucet(plan, { chainId, admin: deployer, operator: faucetOperator, tokens });
  const timelock = planTimelock(plan, deployer);
  const listed = [tokens.wlux, tokens.lusd, tokens.leth, tokens.lbtc];
  const initCode = clearingHouseInitCode(
    { owner: timelock, guardian, feeAccount, operators: [keeper] },
    { wlux: amm.wlux, tokens: listed },
  );
  const steps = [
    ...plan.contracts.map(creationStep),
    clearingHouseStep({ ...shared, initCode }),
    transferStep({ name: 'the treasury', to: treasury, amount: TREASURY_LUX }),
    transferStep({ name: 'the guardian', to: guardian, amount: GUARDIAN_LUX }),
    ...tokenSteps(tokens, { deployer, faucet, ...amm }),
    ...poolSteps({ contracts: amm, tokens, provider: deployer, initialPrices }),
  ];
  return { steps, contracts: { ...shared, ...amm, faucet, timelock }, tokens: listed };
}

function tokenSteps(
  tokens: ExchangeTokens,
  addresses: {
    readonly deployer: Address;
    readonly faucet: Address;
    readonly v2Router: Address;
    readonly v3PositionManager: Address;
  },
): DeployStep[] {
  const owner = addresses.deployer;
  const spenders = [
    { name: 'the V2 router', address: addresses.v2Router },
    { name: 'the V3 position manager', address: addresses.v3PositionManager },
  ];
  return [tokens.lusd, tokens.leth, tokens.lbtc].flatMap((token) => [
    grantMinterStep(token, addresses.faucet),
    ...spenders.map((spender) => approveStep({ token, owner, spender })),
  ]);
}
