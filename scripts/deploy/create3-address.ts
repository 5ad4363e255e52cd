import {
  encodeAbiParameters,
  getContractAddress,
  getCreate2Address,
  type Hex,
  keccak256,
} from 'viem';
import type { Address } from '#lib/domain/address.ts';

/** Hash of the one-off proxy's creation code (solady, CREATE3.sol). */
const PROXY_INIT_CODE_HASH = '0x21c35dbe1b344a2488cf3321d6ce542f8e9f305544ff09e4993a62319a497c1f';

/**
 * The address that Create3Deployer gives to `owner` and `salt`, as its `addressOf` computes it: the
 * first contract of a proxy, which CREATE2 puts under a salt bound to the owner.
 */
export function create3Address({
  deployer,
  owner,
  salt,
}: {
  readonly deployer: Address;
  readonly owner: Address;
  readonly salt: Hex;
}): Address {
  const bound = keccak256(
    encodeAbiParameters([{ type: 'address' }, { type: 'bytes32' }], [owner, salt]),
  );
  const proxy = getCreate2Address({
    from: deployer,
    salt: bound,
    bytecodeHash: PROXY_INIT_CODE_HASH,
  });
  return getContractAddress({ from: proxy, nonce: 1n });
}
