import { expect, type Locator, type Page } from '@playwright/test';
import { isHash } from 'viem';
import type { Hash } from '#lib/domain/address.ts';

/** What the receipt on screen says, in whole units as texts. */
export type ShownReceipt = {
  readonly paid: string;
  readonly received: string;
  readonly hash: Hash;
};

/** The swap page as a person uses it. */
export class SwapPage {
  readonly page: Page;
  readonly card: Locator;
  readonly pay: Locator;
  readonly receive: Locator;
  readonly dialog: Locator;
  readonly failure: Locator;
  readonly receipt: Locator;
  readonly recent: Locator;

  constructor(page: Page) {
    this.page = page;
    this.card = page.getByRole('region', { name: 'Swap', exact: true });
    this.pay = page.getByRole('textbox', { name: 'You pay' });
    this.receive = page.getByRole('textbox', { name: 'You receive' });
    this.dialog = page.getByRole('dialog');
    this.failure = page.getByTestId('swap-failure');
    this.receipt = page.getByTestId('swap-receipt');
    this.recent = page.getByRole('region', { name: 'Recent swaps' }).getByRole('listitem');
  }

  /** Opens the page on a pair; a token is named by its symbol or its address. */
  async open(pair: { readonly from?: string; readonly to?: string } = {}): Promise<void> {
    await this.page.goto(`/swap?${new URLSearchParams(pair)}`);
  }

  /** Opens the page on a token that is not listed, and takes it in. */
  async openImporting(pair: { readonly from?: string; readonly to?: string }): Promise<void> {
    await this.open(pair);
    await this.dialog.getByRole('button', { name: /^Import and choose/ }).click();
    await expect(this.dialog).toBeHidden();
  }

  /** Chooses a token of a side by what is typed into the list's search; an unknown address is imported. */
  async choose(side: 'pay' | 'receive', search: string): Promise<void> {
    await this.card.getByRole('button', { name: `Token to ${side}` }).click();
    await this.dialog.getByRole('combobox').fill(search);
    await this.page.keyboard.press('Enter');
    const importing = this.dialog.getByRole('button', { name: /^Import and choose/ });
    await expect(async () => {
      if (await importing.isVisible()) await importing.click();
      await expect(this.dialog).toBeHidden({ timeout: 500 });
    }).toPass();
  }

  /** The card's one button, under the name that it must have. */
  button(name: string | RegExp): Locator {
    return this.card.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** From the filled in card to the review. */
  async review(): Promise<void> {
    await this.button(/^Review/).click();
    await expect(this.dialog.getByRole('heading', { name: /^Review/ })).toBeVisible();
  }

  /** Confirms the review. */
  async confirm(): Promise<void> {
    await this.dialog.getByRole('button', { name: /^(?:Swap|Wrap|Unwrap) / }).click();
  }

  /** From the link to a swap that the wallet has signed and the page waits for. */
  async send(link: Parameters<SwapPage['open']>[0], amount: string): Promise<void> {
    await this.open(link);
    await this.pay.fill(amount);
    await this.review();
    await this.confirm();
    await expect(this.dialog.getByRole('status')).toContainText('Swapping…');
  }

  /** From the filled in card to the receipt. The market lives: a new price is accepted. */
  async carryOut(): Promise<ShownReceipt> {
    await this.review();
    const accept = this.dialog.getByRole('button', { name: /^Accept new price/ });
    const confirm = this.dialog.getByRole('button', { name: /^(?:Swap|Wrap|Unwrap) / });
    await expect(async () => {
      if (await accept.isVisible()) await accept.click();
      if ((await confirm.isVisible()) && (await confirm.isEnabled())) await confirm.click();
      await expect(this.receipt).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 25_000 });
    return await this.readReceipt();
  }

  async readReceipt(): Promise<ShownReceipt> {
    await expect(this.receipt).toBeVisible();
    const amounts = this.receipt.locator('p[title]');
    const [paid, received] = [
      await exactAmount(amounts.first()),
      await exactAmount(amounts.last()),
    ];
    const hash = await this.receipt.getByTestId('transaction-hash').getAttribute('data-hash');
    if (hash === null || !isHash(hash)) throw new Error('the receipt names no transaction');
    return { paid, received, hash };
  }

  /** The route on screen: the pools that it goes through, each as `V2 0x…` or `V3 0x…`. */
  async shownPools(): Promise<readonly string[]> {
    const toggle = this.card.getByRole('button', { name: /Route$/ });
    if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
    const badges = this.card.getByRole('list', { name: 'Route' }).getByTitle(/^Pool /);
    const pools = await badges.evaluateAll((elements) =>
      elements.map((element) => [element.textContent, element.getAttribute('title')].join(' ')),
    );
    return pools.map((text) => text.replace(/^(V[23]).*Pool (0x\w+)$/, '$1 $2').toLowerCase());
  }
}

async function exactAmount(shown: Locator): Promise<string> {
  return (await shown.getAttribute('title')) ?? '';
}
