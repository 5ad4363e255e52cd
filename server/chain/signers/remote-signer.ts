import {
  type Hex,
  isHex,
  numberToHex,
  parseSignature,
  parseTransaction,
  recoverTransactionAddress,
  recoverTypedDataAddress,
  serializeSignature,
} from 'viem';
import * as z from 'zod/mini';
import type { Address } from '#lib/domain/address.ts';
import {
  type OperatorSigner,
  type OperatorTransaction,
  type ReceiptData,
  SignerError,
} from './operator-signer.ts';

export type RemoteSignerOptions = {
  /** Address of the signer's JSON-RPC, as Web3Signer speaks it in its mode eth1. */
  readonly url: string;
  readonly address: Address;
  readonly timeoutMs: number;
};

const answerSchema = z.object({
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ message: z.string() })),
});

/**
 * Signs with a key that a signer on the network keeps (`eth_signTransaction`, `eth_signTypedData`).
 * What comes back is taken only when it is exactly what was to be signed, by the right key.
 */
export function remoteSigner(options: RemoteSignerOptions): OperatorSigner {
  const { address } = options;
  return {
    address,
    async sign(transaction) {
      const { to, data, nonce, gas, maxFeePerGas, maxPriorityFeePerGas, chainId } = transaction;
      const asked = {
        from: address,
        to,
        data,
        value: '0x0',
        nonce: numberToHex(nonce),
        gas: numberToHex(gas ?? 0n),
        maxFeePerGas: numberToHex(maxFeePerGas ?? 0n),
        maxPriorityFeePerGas: numberToHex(maxPriorityFeePerGas ?? 0n),
        chainId: numberToHex(chainId),
      };
      const signed = await call(options, { method: 'eth_signTransaction', params: [asked] });
      if (
        typeof signed !== 'string' ||
        !isHex(signed) ||
        !(await isSigned(signed, address, transaction))
      ) {
        throw new SignerError('The remote signer did not sign what it was asked to.');
      }
      return signed;
    },
    async signReceipt(receipt) {
      const params = [address, typedDataText(receipt)];
      const signature = await call(options, { method: 'eth_signTypedData', params });
      const signed = await receiptSignature(signature, address, receipt);
      if (signed !== null) return signed;
      throw new SignerError('The remote signer did not sign the receipt that it was asked to.');
    },
  };
}

const domainTypes = {
  EIP712Domain: [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
    { name: 'verifyingContract', type: 'address' },
  ],
} as const;

/** As JSON, which Web3Signer takes with the domain's own type in it. */
function typedDataText(receipt: ReceiptData): string {
  const { types, primaryType, domain, message } = receipt;
  return JSON.stringify({
    types: { ...domainTypes, ...types },
    primaryType,
    domain,
    message: { ...message, seq: message.seq.toString() },
  });
}

/** In the form that every wallet library and contract takes; `null` when it is not the address's. */
async function receiptSignature(
  signature: unknown,
  address: Address,
  receipt: ReceiptData,
): Promise<Hex | null> {
  if (typeof signature !== 'string' || !/^0x[0-9a-fA-F]{130}$/.test(signature)) return null;
  try {
    const signed = serializeSignature(parseSignature(signature as Hex));
    const by = await recoverTypedDataAddress({ ...receipt, signature: signed });
    return by.toLowerCase() === address.toLowerCase() ? signed : null;
  } catch {
    // No key can have made it.
    return null;
  }
}

async function call(
  { url, timeoutMs }: RemoteSignerOptions,
  request: { readonly method: string; readonly params: readonly unknown[] },
): Promise<unknown> {
  let content: unknown;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...request }),
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
    });
    content = await response.json();
  } catch (cause) {
    throw new SignerError('The remote signer does not answer. Look at OPERATOR_SIGNER_URL.', {
      cause,
    });
  }
  const parsed = answerSchema.safeParse(content);
  if (!parsed.success) throw new SignerError('The remote signer does not speak JSON-RPC.');
  const { error, result } = parsed.data;
  if (error !== undefined) throw new SignerError(`The remote signer refuses: ${error.message}`);
  return result;
}

/** Whether it is the very transaction that was to be signed, with the signature of the address. */
async function isSigned(
  signed: Hex,
  address: Address,
  { to, data, nonce, gas, maxFeePerGas, maxPriorityFeePerGas, chainId }: OperatorTransaction,
): Promise<boolean> {
  if (!signed.startsWith('0x02')) return false;
  const serialized = signed as `0x02${string}`;
  try {
    const found = parseTransaction(serialized);
    const same =
      found.chainId === chainId &&
      found.to?.toLowerCase() === to.toLowerCase() &&
      (found.data ?? '0x').toLowerCase() === data.toLowerCase() &&
      (found.nonce ?? 0) === nonce &&
      (found.value ?? 0n) === 0n &&
      found.gas === gas &&
      found.maxFeePerGas === maxFeePerGas &&
      (found.maxPriorityFeePerGas ?? 0n) === maxPriorityFeePerGas &&
      (found.accessList ?? []).length === 0;
    if (!same) return false;
    const by = await recoverTransactionAddress({ serializedTransaction: serialized });
    return by.toLowerCase() === address.toLowerCase();
  } catch {
    return false;
  }
}
