import { encodeDeployData, type Hex, keccak256, stringToHex } from 'viem';
import { nonfungiblePositionManagerAbi } from '#contracts-abi/abis/nonfungible-position-manager.ts';
import { nonfungibleTokenPositionDescriptorAbi } from '#contracts-abi/abis/nonfungible-token-position-descriptor.ts';
import { quoterV2Abi } from '#contracts-abi/abis/quoter-v2.ts';
import { swapRouter02Abi } from '#contracts-abi/abis/swap-router02.ts';
import { uniswapV2FactoryAbi } from '#contracts-abi/abis/uniswap-v2-factory.ts';
import { uniswapV2Router02Abi } from '#contracts-abi/abis/uniswap-v2-router02.ts';
import type { Address } from '#lib/domain/address.ts';
import { create2Deployment } from './create2.ts';
import { create3Address } from './create3-address.ts';
import { readArtifact } from './read-artifact.ts';

/** A contract that the deployment creates through the deterministic deployment proxy. */
export type PlannedContract = {
  readonly name: string;
  readonly address: Address;
  /** What the proxy is sent. */
  readonly data: Hex;
  /** Native LUX that the contract is created with, in wei. */
  readonly value: bigint;
};

type FundedContract = { readonly name: string; readonly initCode: Hex; readonly value: bigint };

/** Contracts in the order in which they can be created; each address is known beforehand. */
export class ContractPlan {
  readonly contracts: PlannedContract[] = [];

  /** Adds a contract and tells its address. */
  add(name: string, initCode: Hex): Address {
    return this.addFunded({ name, initCode, value: 0n });
  }

  /** Adds a contract that is created with native LUX, in wei, and tells its address. */
  addFunded({ name, initCode, value }: FundedContract): Address {
    const { address, data } = create2Deployment(name, initCode);
    this.contracts.push({ name, address, data, value });
    return address;
  }
}

/** Salt of the clearing house's address, which is reserved for the deployer's account. */
export const CLEARING_HOUSE_SALT = keccak256(stringToHex('lux-exchange/clearing-house'));

/** Plans Uniswap V2 and V3 with their periphery, unmodified, around wrapped LUX. */
export function planAmm(plan: ContractPlan, owner: Address) {
  const wlux = plan.add('wlux', readArtifact('wlux'));
  const v2Factory = plan.add(
    'v2Factory',
    encodeDeployData({
      abi: uniswapV2FactoryAbi,
      bytecode: readArtifact('uniswap-v2-factory'),
      args: [owner],
    }),
  );
  const v2Router = plan.add(
    'v2Router',
    encodeDeployData({
      abi: uniswapV2Router02Abi,
      bytecode: readArtifact('uniswap-v2-router02'),
      args: [v2Factory, wlux],
    }),
  );
  // Its constructor makes the caller the owner. Created by the proxy it has none, so nobody can ever
  // divert a share of the pools' fees or add a fee tier.
  const v3Factory = plan.add('v3Factory', readArtifact('uniswap-v3-factory'));
  const v3 = planV3Periphery(plan, { wlux, v2Factory, v3Factory });
  return { wlux, v2Factory, v2Router, v3Factory, ...v3 };
}

function planV3Periphery(
  plan: ContractPlan,
  core: { readonly wlux: Address; readonly v2Factory: Address; readonly v3Factory: Address },
) {
  const { wlux, v2Factory, v3Factory } = core;
  const NFTDescriptor = plan.add('nftDescriptor', readArtifact('nft-descriptor'));
  const positionDescriptor = plan.add(
    'positionDescriptor',
    encodeDeployData({
      abi: nonfungibleTokenPositionDescriptorAbi,
      bytecode: readArtifact('nonfungible-token-position-descriptor', { NFTDescriptor }),
      args: [wlux, stringToHex('LUX', { size: 32 })],
    }),
  );
  const v3PositionManager = plan.add(
    'v3PositionManager',
    encodeDeployData({
      abi: nonfungiblePositionManagerAbi,
      bytecode: readArtifact('nonfungible-position-manager'),
      args: [v3Factory, wlux, positionDescriptor],
    }),
  );
  const tickLens = plan.add('tickLens', readArtifact('tick-lens'));
  const swapRouter02 = plan.add(
    'swapRouter02',
    encodeDeployData({
      abi: swapRouter02Abi,
      bytecode: readArtifact('swap-router02'),
      args: [v2Factory, v3Factory, v3PositionManager, wlux],
    }),
  );
  const quoterV2 = plan.add(
    'quoterV2',
    encodeDeployData({
      abi: quoterV2Abi,
      bytecode: readArtifact('quoter-v2'),
      args: [v3Factory, wlux],
    }),
  );
  return { v3PositionManager, tickLens, swapRouter02, quoterV2 };
}

/** Plans Multicall3 and CREATE3, and reserves the clearing house's address for `owner`. */
export function planShared(plan: ContractPlan, owner: Address) {
  const multicall3 = plan.add('multicall3', readArtifact('multicall3'));
  const create3Deployer = plan.add('create3Deployer', readArtifact('create3-deployer'));
  const clearingHouse = create3Address({
    deployer: create3Deployer,
    owner,
    salt: CLEARING_HOUSE_SALT,
  });
  return { multicall3, create3Deployer, clearingHouse };
}
