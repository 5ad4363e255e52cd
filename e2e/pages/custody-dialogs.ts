import { expect, type Locator, type Page } from '@playwright/test';

/** The dialogs that move money between wallet and exchange, as a person uses them. */
export class CustodyDialogs {
  readonly page: Page;
  readonly deposit: Locator;
  readonly withdrawal: Locator;

  constructor(page: Page) {
    this.page = page;
    this.deposit = page.getByRole('dialog', { name: 'Deposit' });
    this.withdrawal = page.getByRole('dialog', { name: 'Withdraw' });
  }

  /** Opens one of them by the button under the ticket. */
  async open(name: 'Deposit' | 'Withdraw'): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).first().click();
    await expect(this.page.getByRole('dialog', { name })).toBeVisible();
  }

  /** Chooses an asset by its label and types an amount, in the dialog that is open. */
  async fill(entry: { readonly asset?: string; readonly amount: string }): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    if (entry.asset !== undefined) {
      await dialog.getByRole('combobox', { name: 'Asset' }).selectOption({ label: entry.asset });
    }
    await dialog.getByRole('textbox', { name: 'Amount' }).fill(entry.amount);
  }

  /** A step of what is under way, by its name. */
  step(name: string | RegExp): Locator {
    return this.page.getByRole('dialog').getByRole('listitem').filter({ hasText: name });
  }

  /** Pays something in, and waits until it is credited. */
  async payIn(entry: { readonly asset?: string; readonly amount: string }): Promise<void> {
    await this.open('Deposit');
    await this.fill(entry);
    await this.deposit.getByRole('button', { name: /^Deposit \d/ }).click();
    await expect(this.step('Credited')).toHaveAttribute('data-state', 'done', { timeout: 30_000 });
    await this.deposit.getByRole('button', { name: 'Done' }).click();
  }
}
