import type { Page } from '@playwright/test';
import {
  hexToBigInt,
  hexToNumber,
  keccak256,
  numberToHex,
  type TransactionSerializableEIP1559,
} from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import * as z from 'zod/mini';
import type { Hash } from '#lib/domain/address.ts';
import type { TestChain } from '../chain/test-chain.ts';
import { WALLET_ICON } from './wallet-icon.ts';
import { installWallet } from './wallet-script.ts';

/** Another network than any that the exchange knows. */
const ELSEWHERE = 31_337;

/** Codes of EIP-1193 and EIP-1474. */
const REJECTED = 4001;
const UNKNOWN_CHAIN = 4902;

const hex = z.custom<`0x${string}`>(
  (value) => typeof value === 'string' && /^0x[0-9a-fA-F]*$/u.test(value),
);
const callSchema = z.object({ method: z.string(), params: z.array(z.unknown()) });
const chainSchema = z.tuple([z.object({ chainId: hex })]);
const transactionSchema = z.tuple([
  z.object({
    from: hex,
    to: hex,
    data: z.optional(hex),
    value: z.optional(hex),
    gas: z.optional(hex),
  }),
]);
const typedDataSchema = z.tuple([hex, z.string()]);
const messageSchema = z.tuple([hex, hex]);

type WalletCall = z.infer<typeof callSchema>;
type Transaction = z.infer<typeof transactionSchema>[0];

/**
 * A browser wallet whose keys are in the test process. It signs for real and sends for real; what
 * its user would do (approve, reject, hesitate) the test says beforehand.
 */
export class TestWallet {
  static readonly displayName = 'Test Wallet';
  static readonly rdns = 'exchange.lux.test-wallet';
  readonly privateKey = generatePrivateKey();
  readonly account = privateKeyToAccount(this.privateKey);
  /** What the page asked of its user, in order: signatures, transactions, permissions, switches. */
  readonly asked: string[] = [];
  /** Transactions that were signed, in order. */
  readonly sent: Hash[] = [];
  readonly #chain: TestChain;
  readonly #rejects = new Set<string>();
  #page: Page | null = null;
  #connected = false;
  #chainId: number;
  #knowsChain = true;
  #beforeSend: () => Promise<void> = () => Promise.resolve();
  #held: `0x${string}`[] | null = null;
  #last: TransactionSerializableEIP1559 | null = null;

  constructor(chain: TestChain) {
    this.#chain = chain;
    this.#chainId = chain.env.chainId;
  }

  get address() {
    return this.account.address;
  }

  /** Puts the wallet into a page, before the page loads. */
  async install(page: Page): Promise<void> {
    this.#page = page;
    const binding = 'testWalletRequest';
    await page.exposeFunction(binding, async (call: unknown) => await this.#answer(call));
    await page.addInitScript(installWallet, {
      binding,
      uuid: crypto.randomUUID(),
      name: TestWallet.displayName,
      rdns: TestWallet.rdns,
      icon: WALLET_ICON,
    });
  }

  /** Makes the page take this wallet up as one that was connected before. */
  async rememberConnected(page: Page): Promise<void> {
    this.#connected = true;
    await page.addInitScript((rdns) => {
      localStorage.setItem('lux.wallet.connected', rdns);
    }, TestWallet.rdns);
  }

  /** The user will reject requests of this method, until `approve`. */
  reject(method: string): void {
    this.#rejects.add(method);
  }

  approve(method: string): void {
    this.#rejects.delete(method);
  }

  /** The wallet is on another network; `knowsChain` is whether it knows the exchange's. */
  async moveElsewhere({ knowsChain = true } = {}): Promise<void> {
    this.#knowsChain = knowsChain;
    await this.#setChain(ELSEWHERE);
  }

  /** Runs while the user looks at a transaction, before it is signed and sent. */
  beforeSend(act: () => Promise<void>): void {
    this.#beforeSend = act;
  }

  /** Transactions are signed and answered from now on, but reach no node until `release`. */
  hold(): void {
    this.#held = [];
  }

  async release(): Promise<void> {
    const held = this.#held ?? [];
    this.#held = null;
    for (const serializedTransaction of held) {
      await this.#chain.client.sendRawTransaction({ serializedTransaction });
    }
  }

  /** The user cancels what is held: another transaction takes its number and does nothing. */
  async cancelHeld(): Promise<void> {
    this.#held = null;
    await this.#send({ from: this.address, to: this.address });
  }

  /** The user speeds up what is held: the same call under the same number, for a higher price. */
  async speedUpHeld(): Promise<void> {
    if (this.#last === null) throw new Error('nothing was sent that could be sped up');
    this.#held = null;
    await this.#submit({ ...this.#last, maxFeePerGas: (this.#last.maxFeePerGas ?? 0n) * 2n });
  }

  async #answer(input: unknown): Promise<unknown> {
    try {
      return { result: (await this.#handle(callSchema.parse(input))) ?? null };
    } catch (error) {
      const code = error instanceof WalletRefusal ? error.code : -32_603;
      return { error: { code, message: error instanceof Error ? error.message : String(error) } };
    }
  }

  async #handle(call: WalletCall): Promise<unknown> {
    const { method, params } = call;
    switch (method) {
      case 'eth_accounts':
        return this.#connected ? [this.address] : [];
      case 'eth_chainId':
        return numberToHex(this.#chainId);
      case 'eth_requestAccounts':
        if (!this.#connected) this.#ask(method);
        this.#connected = true;
        return [this.address];
      case 'wallet_requestPermissions':
        this.#ask(method);
        this.#connected = true;
        return [{ parentCapability: 'eth_accounts', caveats: [{ value: [this.address] }] }];
      case 'wallet_revokePermissions':
        this.#connected = false;
        return null;
      case 'wallet_switchEthereumChain':
        return await this.#switch(chainSchema.parse(params)[0].chainId, method);
      case 'wallet_addEthereumChain':
        this.#knowsChain = true;
        return await this.#switch(chainSchema.parse(params.slice(0, 1))[0].chainId, method);
      case 'eth_signTypedData_v4':
        this.#ask(method);
        return await this.account.signTypedData(JSON.parse(typedDataSchema.parse(params)[1]));
      case 'personal_sign':
        this.#ask(method);
        return await this.account.signMessage({ message: { raw: messageSchema.parse(params)[0] } });
      case 'eth_sendTransaction':
        this.#ask(method);
        return await this.#send(transactionSchema.parse(params)[0]);
      default:
        return await this.#chain.node(method, params);
    }
  }

  #ask(method: string): void {
    this.asked.push(method);
    if (this.#rejects.has(method)) throw new WalletRefusal(REJECTED, 'User rejected the request.');
  }

  async #switch(chainId: `0x${string}`, method: string): Promise<null> {
    this.#ask(method);
    if (!this.#knowsChain) throw new WalletRefusal(UNKNOWN_CHAIN, 'Unrecognized chain ID.');
    await this.#setChain(hexToNumber(chainId));
    return null;
  }

  async #setChain(chainId: number): Promise<void> {
    this.#chainId = chainId;
    const detail = { name: 'chainChanged', data: numberToHex(chainId) };
    await this.#page?.evaluate((event) => {
      window.dispatchEvent(new CustomEvent('test-wallet:event', { detail: event }));
    }, detail);
  }

  async #send({ to, data, value, gas }: Transaction): Promise<Hash> {
    await this.#beforeSend();
    const { client } = this.#chain;
    const request = { to, data: data ?? '0x', value: hexToBigInt(value ?? '0x0') } as const;
    return await this.#submit({
      ...request,
      ...(await client.estimateFeesPerGas()),
      type: 'eip1559',
      chainId: this.#chainId,
      nonce: await client.getTransactionCount({ address: this.address, blockTag: 'pending' }),
      gas: gas ? hexToBigInt(gas) : await client.estimateGas({ ...request, account: this.address }),
    });
  }

  async #submit(transaction: TransactionSerializableEIP1559): Promise<Hash> {
    this.#last = transaction;
    const { client } = this.#chain;
    const serialized = await this.account.signTransaction(transaction);
    const hash = keccak256(serialized);
    this.sent.push(hash);
    if (this.#held === null) await client.sendRawTransaction({ serializedTransaction: serialized });
    else this.#held.push(serialized);
    return hash;
  }
}

/** A refusal as a wallet answers it. */
class WalletRefusal extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
