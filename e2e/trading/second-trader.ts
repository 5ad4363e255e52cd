import type { Browser } from '@playwright/test';
import type { TestChain } from '../chain/test-chain.ts';
import { TradePage } from '../pages/trade-page.ts';
import type { RunningExchange } from '../setup/running-exchange.ts';
import { TestWallet } from '../wallet/test-wallet.ts';
import { ExchangeAccount } from './exchange-account.ts';
import { fundWallet } from './fund-wallet.ts';

/** Somebody else, in a browser of their own: with a wallet that is connected and test money. */
export type SecondTrader = {
  readonly trade: TradePage;
  readonly account: ExchangeAccount;
};

/** Opens a browser for somebody else; it ends with the test's own. */
export async function openSecondTrader(
  browser: Browser,
  {
    chain,
    exchange,
    symbol,
  }: { readonly chain: TestChain; readonly exchange: RunningExchange; readonly symbol: string },
): Promise<SecondTrader> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const wallet = new TestWallet(chain);
  await wallet.install(page);
  await wallet.rememberConnected(page);
  const account = new ExchangeAccount(exchange.sidecarUrl, wallet.privateKey);
  await fundWallet(account, chain);
  return { trade: new TradePage(page, symbol), account };
}
