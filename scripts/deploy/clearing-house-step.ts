import { encodeDeployData, encodeFunctionData, type Hex } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { create3DeployerAbi } from '#contracts-abi/abis/create3-deployer.ts';
import { timelockControllerAbi } from '#contracts-abi/abis/timelock-controller.ts';
import type { Address } from '#lib/domain/address.ts';
import {
  EXIT_DELAY_SECONDS,
  listedAssets,
  listedMarkets,
} from '#lib/domain/clearing-house-listing.ts';
import type { Token } from '#lib/domain/currency.ts';
import { creationGas, type DeployStep, hasCode } from './deploy-step.ts';
import { CLEARING_HOUSE_SALT, type ContractPlan } from './exchange-contracts.ts';
import { readArtifact } from './read-artifact.ts';

/** Seconds between a proposal and its execution on the local network; two days elsewhere. */
export const LOCAL_TIMELOCK_SECONDS = 60n;

/** Who may do what with a clearing house. */
export type ClearingHouseRoles = {
  /** The timelock. */
  readonly owner: Address;
  readonly guardian: Address;
  readonly feeAccount: Address;
  readonly operators: readonly Address[];
};

/**
 * Plans the timelock that owns the clearing house. Nobody administers it but itself.
 *
 * @param governor proposes, cancels and executes: an account, or a Safe
 */
export function planTimelock(plan: ContractPlan, governor: Address): Address {
  const initCode = encodeDeployData({
    abi: timelockControllerAbi,
    bytecode: readArtifact('timelock-controller'),
    args: [LOCAL_TIMELOCK_SECONDS, [governor], [governor], NOBODY],
  });
  return plan.add('timelock', initCode);
}

/** The zero address as administrator: the timelock's own delay holds for its roles too. */
const NOBODY = '0x0000000000000000000000000000000000000000';

/** Creation code of the clearing house with the assets and markets that the engine has. */
export function clearingHouseInitCode(
  { owner, guardian, feeAccount, operators }: ClearingHouseRoles,
  { wlux, tokens }: { readonly wlux: Address; readonly tokens: readonly Token[] },
): Hex {
  const addressOf = (symbol: string) => {
    const token = tokens.find((each) => each.symbol === symbol);
    if (token === undefined) throw new RangeError(`${symbol} is not among the tokens`);
    return token.address;
  };
  const config = {
    owner,
    guardian,
    feeAccount,
    wlux,
    exitDelay: EXIT_DELAY_SECONDS,
    operators,
    assets: listedAssets.map(({ token, unitExponent }) => ({
      token: addressOf(token),
      unitExponent,
    })),
    markets: listedMarkets.map(({ unitsPerLot, minNotional, ...rules }) => ({
      ...rules,
      unitsPerLot: BigInt(unitsPerLot),
      minNotional: BigInt(minNotional),
    })),
  };
  const bytecode = readArtifact('clearing-house');
  return encodeDeployData({ abi: clearingHouseAbi, bytecode, args: [config] });
}

/** The step that creates the clearing house where CREATE3 has reserved its address. */
export function clearingHouseStep({
  create3Deployer,
  clearingHouse,
  initCode,
}: {
  readonly create3Deployer: Address;
  readonly clearingHouse: Address;
  readonly initCode: Hex;
}): DeployStep {
  return {
    title: 'create clearingHouse',
    to: create3Deployer,
    data: encodeFunctionData({
      abi: create3DeployerAbi,
      functionName: 'deploy',
      args: [CLEARING_HOUSE_SALT, initCode],
    }),
    value: 0n,
    gas: LISTING_GAS + creationGas(initCode),
    isDone: async (client) => await hasCode(client, clearingHouse),
  };
}

/** Four assets and three markets, and CREATE3's proxy. */
const LISTING_GAS = 1_500_000n;
