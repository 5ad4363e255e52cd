import '#lib/protocol/zod-config.ts';
import * as z from 'zod/mini';
import type { Hash } from '#lib/domain/address.ts';

const hex = z.custom<Hash>(
  (value) => typeof value === 'string' && /^0x[0-9a-fA-F]*$/u.test(value),
  { error: 'expected hexadecimal digits after 0x' },
);

const quantity = z.pipe(
  z.string().check(z.regex(/^0x[0-9a-fA-F]{1,64}$/u, 'expected a quantity')),
  z.transform((text) => BigInt(text)),
);

/** Parameters of `eth_sendTransaction`: the EIP-1559 fields that a page sends. */
export const sendTransactionParameters = z.tuple([
  z.object({
    from: hex,
    to: z.optional(hex),
    data: z.optional(hex),
    value: z.optional(quantity),
    gas: z.optional(quantity),
    maxFeePerGas: z.optional(quantity),
    maxPriorityFeePerGas: z.optional(quantity),
  }),
]);

/** Parameters of `personal_sign`: the message in hexadecimal, then the account. */
export const personalSignParameters = z.tuple([hex, hex]);

/** Parameters of `eth_signTypedData_v4`: the account, then the typed data as JSON text. */
export const signTypedDataParameters = z.tuple([hex, z.string()]);

/** Typed data of EIP-712. Its message is held to its types where it is hashed. */
export const typedData = z.object({
  domain: z.object({
    name: z.optional(z.string()),
    version: z.optional(z.string()),
    chainId: z.optional(
      z.pipe(
        z.union([z.number(), z.string().check(z.regex(/^\d{1,78}$/u, 'expected a chain id'))]),
        z.transform((id) => BigInt(id)),
      ),
    ),
    verifyingContract: z.optional(hex),
    salt: z.optional(hex),
  }),
  types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))),
  primaryType: z.string(),
  message: z.record(z.string(), z.unknown()),
});

/** Parameters of `wallet_switchEthereumChain`. */
export const switchChainParameters = z.tuple([z.object({ chainId: quantity })]);
