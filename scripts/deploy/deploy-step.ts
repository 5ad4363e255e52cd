import type { Hex, PublicClient } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import { DEPLOYMENT_PROXY } from './create2.ts';
import type { PlannedContract } from './exchange-contracts.ts';

/**
 * One transaction of the deployer. Whether it is still to be made is read from the chain, never from
 * a note: so an interrupted deployment continues, and a complete one has nothing left to do.
 */
export type DeployStep = {
  readonly title: string;
  readonly to: Address;
  readonly data: Hex;
  /** Native LUX sent along, in wei. */
  readonly value: bigint;
  /** Gas limit: an upper bound, since a step's gas cannot be estimated before those it builds on. */
  readonly gas: bigint;
  readonly isDone: (client: PublicClient) => Promise<boolean>;
};

const CREATION_GAS = 500_000n;
/** 200 for a byte of code, 16 for a byte of calldata, and what a constructor's copy costs. */
const GAS_PER_BYTE = 225n;

/** The step that creates a contract. */
export function creationStep({ name, address, data, value }: PlannedContract): DeployStep {
  return {
    title: `create ${name}`,
    to: DEPLOYMENT_PROXY,
    data,
    value,
    gas: creationGas(data),
    isDone: async (client) => await hasCode(client, address),
  };
}

/** Gas that is enough to create a contract whose constructor does little. */
export function creationGas(initCode: Hex): bigint {
  return CREATION_GAS + (BigInt(initCode.length) / 2n) * GAS_PER_BYTE;
}

/** Whether a contract is at an address. */
export async function hasCode(client: PublicClient, address: Address): Promise<boolean> {
  const code = await client.getCode({ address });
  return code !== undefined && code !== '0x';
}
