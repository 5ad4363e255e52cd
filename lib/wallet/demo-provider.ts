import type { Account, Chain, Client, LocalAccount, Transport } from 'viem';
import { SwitchChainError, toHex, UnauthorizedProviderError } from 'viem';
import { sendTransaction } from 'viem/actions';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import {
  personalSignParameters,
  sendTransactionParameters,
  signTypedDataParameters,
  switchChainParameters,
  typedData,
} from './demo-parameters.ts';

/** A request to a wallet, as EIP-1193 words it. */
export type WalletRequest = { readonly method: string; readonly params?: unknown };

/** The part of EIP-1193 that a page uses. */
export type DemoProvider = {
  request(call: WalletRequest): Promise<unknown>;
  on(): void;
  removeListener(): void;
};

export type DemoProviderParts = {
  /** A client over the RPC that signs with the demo wallet's key. */
  readonly client: Client<Transport, Chain, LocalAccount>;
  /** Hands a question that is not the wallet's on to the chain. */
  readonly askChain: (call: WalletRequest) => Promise<unknown>;
  /** Runs before each signature, and throws where there must be no demo wallet. */
  readonly assertAllowed: () => Promise<void>;
};

/** A wallet whose key is kept in this browser: it signs by itself and sends through the RPC. */
export function createDemoProvider(parts: DemoProviderParts): DemoProvider {
  const own = ownMethods(parts);
  return {
    request: async (call) => {
      const answer = own.get(call.method);
      return await (answer === undefined ? parts.askChain(call) : answer(call.params));
    },
    // Neither the account nor the chain ever changes, so there is nothing to be told.
    on: () => undefined,
    removeListener: () => undefined,
  };
}

type Answer = (params: unknown) => unknown;

function ownMethods(parts: DemoProviderParts): ReadonlyMap<string, Answer> {
  const { client, assertAllowed } = parts;
  const { account, chain } = client;
  return new Map<string, Answer>([
    ['eth_accounts', () => [account.address]],
    ['eth_requestAccounts', () => [account.address]],
    ['eth_chainId', () => toHex(chain.id)],
    ['wallet_switchEthereumChain', (params) => assertOwnChain(chain, params)],
    ['eth_sendTransaction', sender(parts)],
    [
      'personal_sign',
      async (params) => {
        const [raw, address] = personalSignParameters.parse(params);
        assertOwn(account, address);
        await assertAllowed();
        return account.signMessage({ message: { raw } });
      },
    ],
    [
      'eth_signTypedData_v4',
      async (params) => {
        const [address, json] = signTypedDataParameters.parse(params);
        assertOwn(account, address);
        await assertAllowed();
        return account.signTypedData(typedData.parse(JSON.parse(json)));
      },
    ],
  ]);
}

/** Sends one at a time: the next transaction's number is known once the one before it was sent. */
function sender({ client, assertAllowed }: DemoProviderParts): Answer {
  let before: Promise<unknown> = Promise.resolve();
  return async (params) => {
    const [{ from, ...transaction }] = sendTransactionParameters.parse(params);
    assertOwn(client.account, from);
    await assertAllowed();
    const sent = before.then(() => sendTransaction(client, transaction));
    before = sent.catch(() => undefined);
    return sent;
  };
}

function assertOwn(account: Account, address: Address): void {
  if (sameAddress(account.address, address)) return;
  throw new UnauthorizedProviderError(new Error('The demo wallet has another account.'));
}

function assertOwnChain(chain: Chain, params: unknown): null {
  const [{ chainId }] = switchChainParameters.parse(params);
  if (chainId === BigInt(chain.id)) return null;
  throw new SwitchChainError(new Error('The demo wallet lives on one chain.'));
}
