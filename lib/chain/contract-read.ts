import {
  type Abi,
  type AbiStateMutability,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  type DecodeFunctionResultParameters,
  decodeFunctionResult,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type Hex,
} from 'viem';
import type { Address } from '#lib/domain/address.ts';

/** A call that changes nothing, and how to read its answer. */
export type ContractRead<Result> = {
  readonly target: Address;
  readonly data: Hex;
  /** @throws Error when the answer is not what the interface says. */
  readonly decode: (answer: Hex) => Result;
};

/**
 * Prepares a call for `readMany`. Functions that are not marked as views can be prepared too: the
 * quoters' are not, since they swap and revert.
 */
export function contractRead<
  const abi extends Abi,
  name extends ContractFunctionName<abi>,
  const args extends ContractFunctionArgs<abi, AbiStateMutability, name>,
>(call: {
  readonly address: Address;
  readonly abi: abi;
  readonly functionName: name;
  readonly args: args;
}): ContractRead<ContractFunctionReturnType<abi, AbiStateMutability, name, args>> {
  const { address, abi, functionName, args } = call;
  return {
    target: address,
    data: encodeFunctionData({ abi, functionName, args } as EncodeFunctionDataParameters),
    decode: (data) =>
      decodeFunctionResult({
        abi,
        functionName,
        args,
        data,
      } as DecodeFunctionResultParameters) as ContractFunctionReturnType<
        abi,
        AbiStateMutability,
        name,
        args
      >,
  };
}
