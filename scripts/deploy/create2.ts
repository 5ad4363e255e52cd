import { concat, getCreate2Address, type Hex, keccak256, toHex } from 'viem';
import type { Address } from '#lib/domain/address.ts';

/**
 * The deterministic deployment proxy: it creates the code that follows a 32-byte salt, at an address
 * that depends on nothing but both. It exists on most chains, and on anvil from genesis.
 */
export const DEPLOYMENT_PROXY: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C';

/** Where the proxy puts `initCode` under a salt, and what it must be sent. */
export type Create2Deployment = { readonly address: Address; readonly data: Hex };

/**
 * Plans the creation of a contract through the proxy. The address commits to the code, constructor
 * arguments included: when code is there, it is this contract, and creating it twice is impossible.
 */
export function create2Deployment(name: string, initCode: Hex): Create2Deployment {
  const salt = keccak256(toHex(`lux-exchange/${name}`));
  const address = getCreate2Address({ from: DEPLOYMENT_PROXY, salt, bytecode: initCode });
  return { address, data: concat([salt, initCode]) };
}
