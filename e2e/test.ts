import { test as base, expect } from '@playwright/test';
import type { Token } from '#lib/domain/currency.ts';
import { TestChain } from './chain/test-chain.ts';
import { ConsoleFaults } from './pages/console-faults.ts';
import { SwapPage } from './pages/swap-page.ts';
import { TradePage } from './pages/trade-page.ts';
import { type RunningExchange, runningExchange } from './setup/running-exchange.ts';
import { ExchangeAccount } from './trading/exchange-account.ts';
import { fundWallet } from './trading/fund-wallet.ts';
import { TestWallet } from './wallet/test-wallet.ts';

type WorkerFixtures = {
  readonly exchange: RunningExchange;
  readonly chain: TestChain;
};

type TestFixtures = {
  /** Errors in the browser's console fail every test that does not expect them. */
  readonly faults: ConsoleFaults;
  /** A wallet with an account of its own, in the page but not connected; it holds nothing. */
  readonly wallet: TestWallet;
  /** The wallet, its account filled, taken up by the page as if connected on an earlier visit. */
  readonly trader: TestWallet;
  readonly swap: SwapPage;
  readonly trade: TradePage;
  /** The wallet's account at the exchange: it has test money, and the page takes the wallet up as connected. */
  readonly dealer: ExchangeAccount;
  /** Two tokens of the tests that trade, as the page knows them once they are imported. */
  readonly plain: Token;
  readonly anc: Token;
};

export { expect };

const UNLISTED = { kind: 'token', decimals: 18, permit: false } as const;

/** Tests against the running exchange. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  exchange: [
    async ({ browserName: _ }, use) => {
      await use(runningExchange());
    },
    { scope: 'worker' },
  ],
  chain: [
    async ({ exchange }, use, { parallelIndex }) => {
      await use(new TestChain(exchange, parallelIndex));
    },
    { scope: 'worker' },
  ],
  faults: [
    async ({ page }, use) => {
      const faults = new ConsoleFaults(page);
      await use(faults);
      expect(faults.unexpected(), 'errors in the browser console').toEqual([]);
    },
    { auto: true },
  ],
  wallet: async ({ page, chain }, use) => {
    const wallet = new TestWallet(chain);
    await wallet.install(page);
    await use(wallet);
  },
  trader: async ({ page, chain, wallet }, use) => {
    await chain.fund(wallet.address);
    await wallet.rememberConnected(page);
    await use(wallet);
  },
  trade: async ({ page }, use) => {
    await use(new TradePage(page));
  },
  dealer: async ({ page, exchange, chain, wallet }, use) => {
    const account = new ExchangeAccount(exchange.sidecarUrl, wallet.privateKey);
    await fundWallet(account, chain);
    await wallet.rememberConnected(page);
    await use(account);
  },
  plain: async ({ exchange }, use) => {
    const { plain: address } = exchange.testTokens;
    await use({ ...UNLISTED, address, symbol: 'PLAIN', name: 'Plain Token' });
  },
  anc: async ({ exchange }, use) => {
    const { bytes32: address } = exchange.testTokens;
    await use({ ...UNLISTED, address, symbol: 'ANC', name: 'Ancient Token' });
  },
  swap: async ({ page }, use) => {
    await use(new SwapPage(page));
  },
});
