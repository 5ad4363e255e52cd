import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { ContractName } from '#lib/domain/network.ts';
import { creationStep, type DeployStep } from './deploy-step.ts';
import { ContractPlan, planAmm, planShared } from './exchange-contracts.ts';
import { poolSteps } from './exchange-pools.ts';
import { type ExchangeTokens, planFaucet, planTokens } from './exchange-tokens.ts';
import type { InitialPrices } from './initial-prices.ts';
import { approveStep, grantMinterStep } from './token-steps.ts';

/** All that a deployment does and results in, known before the first transaction. */
export type ExchangePlan = {
  readonly steps: readonly DeployStep[];
  readonly contracts: Readonly<Partial<Record<ContractName, Address>>>;
  readonly tokens: readonly Token[];
};

export type PlanInput = {
  readonly chainId: number;
  readonly deployer: Address;
  readonly marketMaker: Address;
  readonly faucetOperator: Address;
  readonly initialPrices: InitialPrices;
};

/** Plans the exchange of a local network; the same input gives the same addresses, on any chain. */
export function planExchange(input: PlanInput): ExchangePlan {
  const { chainId, deployer, marketMaker, faucetOperator, initialPrices } = input;
  const plan = new ContractPlan();
  const shared = planShared(plan, deployer);
  const amm = planAmm(plan, deployer);
  const tokens = planTokens(plan, { wlux: amm.wlux, deployer, marketMaker });
  const faucet = planFaucet(plan, { chainId, admin: deployer, operator: faucetOperator, tokens });
  const steps = [
    ...plan.contracts.map(creationStep),
    ...tokenSteps(tokens, { deployer, faucet, ...amm }),
    ...poolSteps({ contracts: amm, tokens, provider: deployer, initialPrices }),
  ];
  const contracts = { ...shared, ...amm, faucet };
  return { steps, contracts, tokens: [tokens.wlux, tokens.lusd, tokens.leth, tokens.lbtc] };
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
