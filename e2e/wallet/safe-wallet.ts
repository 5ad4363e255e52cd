import type { Page } from '@playwright/test';
import { type Hex, hashMessage, hashTypedData, hexToBigInt, hexToBytes, numberToHex } from 'viem';
import * as z from 'zod/mini';
import { developmentAccount } from '#lib/env/development-account.ts';
import { SafeAccount } from '#scripts/testing/safe-account.ts';
import type { TestChain } from '../chain/test-chain.ts';
import { WALLET_ICON } from './wallet-icon.ts';
import { installWallet } from './wallet-script.ts';

const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]*$/u.test(value));
const callSchema = z.object({ method: z.string(), params: z.array(z.unknown()) });
const transactionSchema = z.tuple([
  z.object({ to: hex, data: z.optional(hex), value: z.optional(hex) }),
]);
const typedDataSchema = z.tuple([hex, z.string()]);
const messageSchema = z.tuple([hex, hex]);

/** A test user whom nothing else of the tests is: it pays for what owners have signed. */
const RELAY = 9;

/**
 * A Safe as a page sees it that is connected to one: its owners sign in its name, and what it sends is
 * executed by the Safe, paid by somebody else. Owners agree to everything at once.
 */
export class SafeWallet {
  static readonly displayName = 'Safe Wallet';
  readonly safe: SafeAccount;
  /** What the page asked of the owners, in order. */
  readonly asked: string[] = [];
  readonly #chain: TestChain;

  private constructor(chain: TestChain, safe: SafeAccount) {
    this.#chain = chain;
    this.safe = safe;
  }

  /** Creates a Safe of three owners, so many of whom have to sign. */
  static async create(chain: TestChain, threshold: number): Promise<SafeWallet> {
    const { env } = chain;
    const relay = developmentAccount(env, RELAY);
    const { rpcUrl, chainId } = env;
    return new SafeWallet(chain, await SafeAccount.create({ rpcUrl, chainId, relay, threshold }));
  }

  /** Puts the wallet into a page, before the page loads. */
  async install(page: Page): Promise<void> {
    const binding = 'safeWalletRequest';
    await page.exposeFunction(binding, async (call: unknown) => await this.#answer(call));
    await page.addInitScript(installWallet, {
      binding,
      uuid: crypto.randomUUID(),
      name: SafeWallet.displayName,
      rdns: 'exchange.lux.safe-wallet',
      icon: WALLET_ICON,
    });
  }

  async #answer(input: unknown): Promise<unknown> {
    try {
      return { result: (await this.#handle(callSchema.parse(input))) ?? null };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { error: { code: -32_603, message } };
    }
  }

  async #handle({ method, params }: z.infer<typeof callSchema>): Promise<unknown> {
    const { safe } = this;
    switch (method) {
      case 'eth_accounts':
        return this.asked.includes('eth_requestAccounts') ? [safe.address] : [];
      case 'eth_requestAccounts':
        this.asked.push(method);
        return [safe.address];
      case 'eth_chainId':
        return numberToHex(this.#chain.env.chainId);
      case 'wallet_requestPermissions':
        return [{ parentCapability: 'eth_accounts', caveats: [{ value: [safe.address] }] }];
      case 'eth_signTypedData_v4': {
        this.asked.push(method);
        const digest = hashTypedData(JSON.parse(typedDataSchema.parse(params)[1]));
        return await safe.sign(hexToBytes(digest));
      }
      case 'personal_sign': {
        this.asked.push(method);
        const digest = hashMessage({ raw: messageSchema.parse(params)[0] });
        return await safe.sign(hexToBytes(digest));
      }
      case 'eth_sendTransaction': {
        this.asked.push(method);
        const { to, data = '0x', value = '0x0' } = transactionSchema.parse(params)[0];
        return await safe.execute({ to, data, value: hexToBigInt(value) });
      }
      default:
        return await this.#chain.node(method, params);
    }
  }
}
